"""Copies of an SQLite database: made while others read and write, and put in its place."""

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .problems import ArchiveProblem

# Pages copied between two calls of `progress`: 4 MB.
PAGES = 1000
# Seconds to wait for others to let go of the database.
PATIENCE = 2.0

# An app and the name of one of its migrations.
Migration = tuple[str, str]


def copy_database(
    source: Path, target: Path, *, progress: Callable[[int, int], object] = lambda *_: None
) -> None:
    """Write the database at `source`, as it is at one moment, into the file `target`.

    Nobody waits for it, and whatever is committed meanwhile is not in it. `target` appears whole
    or not at all, in place of what is there, readable by its owner alone.

    Args:
        progress: is told how many pages are left, and how many there are.

    Raises:
        ArchiveProblem: one of them can't be read or written, or the copy is damaged.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        # Passwords are in it.
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(_opened(source)) as database, closing(_connect(fresh)) as copy:
            # A reading transaction holds the moment: without it each write would start it anew.
            database.execute("BEGIN")
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
            database.backup(copy, pages=PAGES, progress=lambda _, left, all_: progress(left, all_))
            database.rollback()
            # One file, with no log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            _refuse_damaged(copy, source)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(fresh, target)
    except (OSError, sqlite3.Error) as error:
        raise ArchiveProblem(f"{source} can't be copied to {target}: {error}") from error
    finally:
        fresh.unlink(missing_ok=True)


def restore_database(
    backup: Path, database: Path, *, aside: Path, known: Collection[Migration]
) -> set[Migration]:
    """Put the copy `backup` in place of `database`, which is kept at `aside`.

    Gives the migrations that the copy hasn't had yet. Where anything is wrong nothing is touched.

    Args:
        known: the migrations of this Galley.

    Raises:
        ArchiveProblem: the copy is damaged or no database of this Galley's, or another process has
            the database open.
    """
    applied = _check(backup, known)
    fresh = database.with_name(f"{database.name}.restoring")
    copy_database(backup, fresh)
    try:
        with _alone(database):
            # With the logs that a crash left: of another file, they would destroy this one.
            for suffix in ("", "-wal", "-shm", "-journal"):
                if (old := Path(f"{database}{suffix}")).exists():
                    os.rename(old, f"{aside}{suffix}")
            os.replace(fresh, database)
    except OSError as error:
        raise ArchiveProblem(f"{database} can't be replaced: {error}") from error
    finally:
        fresh.unlink(missing_ok=True)
    return set(known) - applied


# --- Looking at a copy ---


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)


def _opened(path: Path) -> sqlite3.Connection:
    """A connection to a file that is there: another would be made."""
    if not path.is_file():
        raise ArchiveProblem(f"There is no file {path}.")
    return _connect(path)


def _refuse_damaged(copy: sqlite3.Connection, source: Path) -> None:
    (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise ArchiveProblem(f"{source} is damaged: {said}")


def _check(backup: Path, known: Collection[Migration]) -> set[Migration]:
    """The migrations that a sound copy has had."""
    try:
        with closing(_opened(backup)) as copy:
            (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                raise ArchiveProblem(f"{backup} is damaged: {said}")
            if copy.execute("PRAGMA foreign_key_check").fetchone():
                raise ArchiveProblem(f"{backup} is damaged: a row names another that isn't there.")
            names = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
            if not {"django_migrations", "articles_article"} <= names:
                raise ArchiveProblem(f"{backup} is no database of Galley's.")
            applied = set(copy.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error as error:
        raise ArchiveProblem(f"{backup} is no sound SQLite database: {error}") from error
    if unknown := applied - set(known):
        app, name = min(unknown)
        raise ArchiveProblem(
            f"{backup} has had the migration {app} {name}, which this Galley doesn't know: a newer "
            "one wrote it. Upgrade first."
        )
    return applied


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """No other process has the database open, and none gets in until this ends.

    Raises:
        ArchiveProblem: one has.
    """
    if not database.exists():
        yield
        return
    with closing(_connect(database)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            # Leaving the write-ahead log takes being alone, and writes what is in it into the file.
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            mode = str(error)
        except sqlite3.DatabaseError:
            # What is here is damaged, which may be why it is replaced.
            yield
            return
        if mode != "delete":
            raise ArchiveProblem(
                f"Another process has {database} open. Stop the servers and workers, then restore."
            )
        yield
        connection.rollback()
