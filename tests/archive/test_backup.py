"""The whole way of a backup, with the commands that an operator types."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from articles.archive.postgresql import dump_command, restore_command
from articles.models import Document
from tests.factories import make_live_article

ROOT = Path(__file__).resolve().parents[2]

on_sqlite = pytest.mark.usefixtures("_sqlite")
on_postgresql = pytest.mark.usefixtures("_postgresql")


@pytest.fixture
def _sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("This database is not SQLite.")


@pytest.fixture
def _postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("This database is not PostgreSQL.")
    if not shutil.which("pg_dump"):
        pytest.skip("There is no pg_dump (Debian: apt-get install postgresql-client).")


def documents() -> list[tuple[str, str]]:
    return list(Document.objects.order_by("slug").values_list("slug", "full"))


QUERY = 'SELECT slug, "full" FROM articles_document ORDER BY slug'


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_backup_is_restored_by_a_process_of_its_own(tmp_path, capsys):
    make_live_article(slug="statins")
    call_command("backup", f"{tmp_path}/")
    (backup,) = tmp_path.glob("galley-*Z.sqlite3")
    assert str(backup) in capsys.readouterr().out
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/restored.sqlite3"}
    with backup.open("rb") as data:
        command = [sys.executable, "manage.py", "restore", "-"]
        subprocess.run(command, cwd=ROOT, env=environment, stdin=data, check=True)
    with closing(sqlite3.connect(tmp_path / "restored.sqlite3")) as restored:
        assert restored.execute(QUERY).fetchall() == documents()


@on_sqlite
@pytest.mark.django_db
def test_a_backup_replaces_no_file_unless_told(tmp_path):
    (tmp_path / "kept").write_text("Yesterday's.")
    with pytest.raises(CommandError, match="--overwrite"):
        call_command("backup", str(tmp_path / "kept"))
    assert (tmp_path / "kept").read_text() == "Yesterday's."


@on_sqlite
@pytest.mark.django_db
def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="no folder"):
        call_command("backup", f"{tmp_path}/nowhere/")


@pytest.fixture
def other_database() -> Iterator[dict[str, Any]]:
    """An empty PostgreSQL database beside that of the tests, as its settings."""
    settings = connection.settings_dict
    there = {
        "host": settings["HOST"],
        "port": settings["PORT"] or None,
        "user": settings["USER"],
        "password": settings["PASSWORD"] or None,
    }
    name = f"{settings['NAME']}_restored"
    with psycopg.connect(**there, dbname="postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        yield {**settings, "NAME": name, "connect": {**there, "dbname": name}}
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_dump_is_restored_in_place_of_what_is_there(tmp_path, other_database):
    make_live_article(slug="statins")
    file = str(tmp_path / "galley.dump")
    environment = os.environ | {"PGPASSWORD": connection.settings_dict["PASSWORD"]}
    subprocess.run(dump_command(connection.settings_dict, file), check=True, env=environment)
    # Once into nothing, and once over what is there.
    for _ in range(2):
        subprocess.run(restore_command(other_database, file), check=True, env=environment)
    with psycopg.connect(**other_database["connect"]) as restored:
        assert restored.execute(QUERY).fetchall() == documents()


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(("command", "program"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_the_commands_of_sqlite_name_those_of_postgresql(command, program):
    with pytest.raises(
        CommandError, match=f"{program} .*--dbname={connection.settings_dict['NAME']}"
    ):
        call_command(command, "galley.dump")
