"""manage.py backup: the SQLite database as one file, while it is served and written."""

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from shlex import join
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from articles.archive.postgresql import dump_command
from articles.archive.problems import ArchiveProblem
from articles.archive.sqlite_copies import PAGES, copy_database


class Command(BaseCommand):
    help = "Copy the SQLite database, as it is at one moment, into a file. Nobody waits for it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            help="where to; in a folder the name is made of the time; - is standard output",
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="replace a file that is there already"
        )

    def handle(self, *args: Any, file: str, overwrite: bool, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(
                "This copies SQLite. For this database run (with PGPASSWORD or ~/.pgpass): "
                + join(dump_command(connection.settings_dict, "galley.dump"))
            )
        self.is_quiet = options["verbosity"] == 0
        try:
            if file == "-":
                self._to_standard_output()
            else:
                self._to_file(_target(file, timezone.now()), overwrite=overwrite)
        except ArchiveProblem as problem:
            raise CommandError(str(problem)) from problem

    def _to_file(self, target: Path, *, overwrite: bool) -> None:
        if target.exists() and not overwrite:
            raise CommandError(f"{target} is there already; --overwrite replaces it.")
        self._copy(target)
        if not self.is_quiet:
            self.stdout.write(f"{target}: {target.stat().st_size / 1e6:.1f} MB.")

    def _to_standard_output(self) -> None:
        if sys.stdout.isatty():
            raise CommandError("A database is nothing for a terminal: name a file, or pipe it on.")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.sqlite3"
            self._copy(copy)
            with copy.open("rb") as data:
                shutil.copyfileobj(data, sys.stdout.buffer)

    def _copy(self, target: Path) -> None:
        with tqdm(unit=" pages", disable=True if self.is_quiet else None) as bar:

            def told(left: int, total: int) -> None:
                bar.total = total
                bar.update(min(PAGES, total - left - bar.n))

            copy_database(Path(connection.settings_dict["NAME"]), target, progress=told)


def _target(file: str, now: datetime) -> Path:
    path = Path(file)
    if not file.endswith("/") and not path.is_dir():
        return path
    if not path.is_dir():
        raise CommandError(f"There is no folder {path}.")
    return path / f"galley-{now:%Y%m%dT%H%M%SZ}.sqlite3"
