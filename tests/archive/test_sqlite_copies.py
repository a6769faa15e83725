"""Copies of an SQLite database, made and put back while others are at it."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from articles.archive.problems import ArchiveProblem
from articles.archive.sqlite_copies import copy_database, restore_database

KNOWN = {("articles", "0001_initial"), ("articles", "0002_desk")}


def make_database(path: Path, *, title: str = "Pain", migrations: int = 2) -> Path:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "PRAGMA journal_mode=WAL;"
            "CREATE TABLE django_migrations (app, name);"
            "CREATE TABLE articles_article (title);"
            "CREATE TABLE pair (a, b);"
        )
        applied = sorted(KNOWN | {("articles", "0003_later")})[:migrations]
        database.executemany("INSERT INTO django_migrations VALUES (?, ?)", applied)
        database.execute("INSERT INTO articles_article VALUES (?)", [title])
        database.commit()
    return path


def title_in(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT title FROM articles_article").fetchone()[0]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return make_database(tmp_path / "galley.sqlite3")


def restore(backup: Path, database: Path) -> Path:
    aside = database.with_name("aside.sqlite3")
    restore_database(backup, database, aside=aside, known=KNOWN)
    return aside


def test_a_copy_is_one_file_that_its_owner_alone_reads(database, tmp_path):
    copy = tmp_path / "copy.sqlite3"
    copy_database(database, copy)
    assert title_in(copy) == "Pain"
    assert copy.stat().st_mode & 0o077 == 0
    assert {path.name for path in tmp_path.iterdir()} == {"galley.sqlite3", "copy.sqlite3"}


def test_a_copy_is_of_one_moment_while_somebody_writes(database, tmp_path):
    """Each transaction writes equal numbers in two columns of all rows, far apart in the file."""
    writing, stop = threading.Event(), threading.Event()
    with closing(sqlite3.connect(database)) as connection:
        filler = "x" * 3000
        connection.execute("ALTER TABLE pair ADD COLUMN filler")
        connection.executemany("INSERT INTO pair VALUES (0, 0, ?)", [[filler]] * 6000)
        connection.commit()

    def write() -> None:
        number = 0
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            while not stop.is_set():
                number += 1
                connection.execute("UPDATE pair SET a = ? WHERE rowid % 500 = 0", [number])
                connection.execute("UPDATE pair SET b = ? WHERE rowid % 500 = 0", [number])
                connection.commit()
                writing.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    try:
        assert writing.wait(20)
        for number in range(3):
            writing.clear()
            copy = tmp_path / f"copy{number}.sqlite3"
            # Between any two pieces the writer gets a commit in.
            copy_database(database, copy, progress=lambda *_: (writing.clear(), writing.wait(20)))
            with closing(sqlite3.connect(copy)) as connection:
                values = connection.execute("SELECT DISTINCT a, b FROM pair WHERE a > 0").fetchall()
            seen += values
            assert len(values) == 1
            assert values[0][0] == values[0][1]
    finally:
        stop.set()
        writer.join()
    assert len(set(seen)) == 3


def test_a_copy_that_fails_leaves_what_was_there(tmp_path):
    kept, damaged = tmp_path / "kept.sqlite3", tmp_path / "damaged.sqlite3"
    kept.write_text("yesterday's")
    damaged.write_text("This is no database, and long enough to look at.")
    with pytest.raises(ArchiveProblem, match="not a database"):
        copy_database(damaged, kept)
    assert kept.read_text() == "yesterday's"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_copy_takes_the_place_of_the_database_which_is_kept(database, tmp_path):
    aside = restore(make_database(tmp_path / "copy.sqlite3", title="Older"), database)
    assert (title_in(database), title_in(aside)) == ("Older", "Pain")


def test_what_was_last_written_is_in_the_database_that_is_kept(database, tmp_path):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE articles_article SET title = 'In the log'")
        connection.commit()
    aside = restore(make_database(tmp_path / "copy.sqlite3"), database)
    assert title_in(aside) == "In the log"
    assert not list(tmp_path.glob("galley.sqlite3-*"))


def test_a_copy_is_restored_where_there_is_no_database(tmp_path):
    database = tmp_path / "new.sqlite3"
    restore(make_database(tmp_path / "copy.sqlite3"), database)
    assert title_in(database) == "Pain"


def test_a_damaged_database_can_be_replaced(database, tmp_path):
    database.write_text("This is no database any more, for the disk is dying.")
    log = Path(f"{database}-wal")
    log.write_text("What the crash left.")
    aside = restore(make_database(tmp_path / "copy.sqlite3"), database)
    assert title_in(database) == "Pain"
    assert Path(f"{aside}-wal").read_text() == "What the crash left."
    assert not log.exists()


@pytest.mark.parametrize("statement", ["SELECT * FROM pair", "BEGIN IMMEDIATE"])
def test_nothing_is_replaced_while_another_has_the_database_open(
    database, tmp_path, monkeypatch, statement
):
    monkeypatch.setattr("articles.archive.sqlite_copies.PATIENCE", 0.1)
    copy = make_database(tmp_path / "copy.sqlite3", title="Older")
    with closing(sqlite3.connect(database)) as other:
        other.execute(statement).fetchall()
        with pytest.raises(ArchiveProblem, match="Stop the servers"):
            restore(copy, database)
        other.rollback()
        other.execute("UPDATE articles_article SET title = 'Still served'")
        other.commit()
    assert title_in(database) == "Still served"
    assert not list(tmp_path.glob("*.restoring"))


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 + 1 : 4096 + 200] = b"\xff" * 199
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def write_text(path: Path) -> None:
    path.write_text("Not a database at all, but long enough to be looked at.")


def write_another(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE shop (item)")


@pytest.mark.parametrize("harm", [damage, cut_short, write_text, write_another, Path.unlink])
def test_a_copy_that_is_not_sound_replaces_nothing(database, tmp_path, harm):
    copy = make_database(tmp_path / "copy.sqlite3", title="Older")
    harm(copy)
    with pytest.raises(ArchiveProblem):
        restore(copy, database)
    assert title_in(database) == "Pain"


def test_a_copy_of_a_newer_galley_is_refused(database, tmp_path):
    copy = make_database(tmp_path / "copy.sqlite3", migrations=3)
    with pytest.raises(ArchiveProblem, match=r"0003_later.* Upgrade first"):
        restore(copy, database)


def test_a_copy_of_an_older_galley_is_taken_and_what_it_lacks_is_told(database, tmp_path):
    copy = make_database(tmp_path / "copy.sqlite3", migrations=1)
    missing = restore_database(copy, database, aside=tmp_path / "aside", known=KNOWN)
    assert missing == {("articles", "0002_desk")}
