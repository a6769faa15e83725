"""manage.py load_export: what export_articles wrote, into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.archive.layout import is_article_file
from articles.archive.loading import Loaded, load
from articles.archive.problems import ArchiveProblem
from articles.archive.sources import source_at


class Command(BaseCommand):
    help = "Load an export into an empty database, all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", type=Path, metavar="PATH", help="the folder, or the zip file from the admin"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="delete all articles, reference data, history, webhooks and jobs first; accounts "
            "stay. Restart the servers afterwards.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, quiet = options["path"], options["verbosity"] == 0
        if not path.exists():
            raise CommandError(f"There is no {path}.")
        at = timezone.now().replace(microsecond=0)
        try:
            with source_at(path) as source:
                total = sum(map(is_article_file, source.names()))
                with tqdm(total=total, unit=" articles", disable=True if quiet else None) as bar:
                    loaded = load(source, at=at, replace=options["replace"], progress=bar.update)
        except ArchiveProblem as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from problem
        if not quiet:
            self._print(loaded)

    def _print(self, loaded: Loaded) -> None:
        self.stdout.write(
            f"{loaded.articles} articles with {loaded.editions} editions; "
            f"{loaded.documents} are live."
        )
        if loaded.accounts:
            self.stdout.write(
                f"{len(loaded.accounts)} accounts were made, without a password and not active: "
                f"{', '.join(loaded.accounts)}"
            )
        if loaded.different:
            self.stdout.write(
                f"{len(loaded.different)} documents are not those of the export: another version "
                "or other settings (SITE_URL, FRONTEND_ARTICLE_URL, …) compile another document. "
                f"{', '.join(loaded.different[:10])}"
            )
        else:
            self.stdout.write("All documents are those of the export, byte for byte.")
