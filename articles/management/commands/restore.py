"""manage.py restore: a copy that `backup` made, in place of the SQLite database."""

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from shlex import join
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from articles.archive.postgresql import restore_command
from articles.archive.problems import ArchiveProblem
from articles.archive.sqlite_copies import restore_database


class Command(BaseCommand):
    help = (
        "Put a backup in place of the SQLite database, which is kept beside it. Stop the servers "
        "and workers first."
    )
    # The database here may be damaged or missing.
    requires_migrations_checks = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the copy; - is standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(
                "This restores SQLite. For this database run (with PGPASSWORD or ~/.pgpass): "
                + join(restore_command(connection.settings_dict, "galley.dump"))
            )
        database = Path(connection.settings_dict["NAME"])
        connections.close_all()
        if file != "-":
            self._restore(Path(file), database)
            return
        with tempfile.NamedTemporaryFile(suffix=".sqlite3") as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy)
            copy.flush()
            self._restore(Path(copy.name), database)

    def _restore(self, backup: Path, database: Path) -> None:
        aside = database.with_name(f"{database.name}.before-{timezone.now():%Y%m%dT%H%M%SZ}")
        had_one = database.exists()
        known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.keys()
        try:
            missing = restore_database(backup, database, aside=aside, known=known)
        except ArchiveProblem as problem:
            raise CommandError(f"Nothing was changed. {problem}") from problem
        kept = f" What was there is in {aside}." if had_one else ""
        self.stdout.write(f"{database} is what {backup.name} was.{kept}")
        if missing:
            self.stdout.write(f"It is {len(missing)} migrations behind: run manage.py migrate.")
