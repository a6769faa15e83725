"""manage.py export_articles: all that people wrote, as files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.archive.exporting import Exported, count_articles, export
from articles.archive.layout import Style
from articles.archive.problems import ArchiveProblem
from articles.archive.targets import write_folder

# Slugs that are named; the number says how many there are.
TOLD = 5


class Command(BaseCommand):
    help = (
        "Write working copies, editions, reference data, reviews, schedules and the log of changes "
        "as files; load_export gives the same documents, byte for byte. No passwords are in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="a new or empty folder, or an earlier export"
        )
        parser.add_argument(
            "--format",
            type=Style,
            choices=list(Style),
            default=Style.JSON,
            help="how working copies are written; json unless told",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        exported = Exported()
        style, quiet = options["format"], options["verbosity"] == 0
        # disable=None: no bar where nobody watches.
        with tqdm(total=count_articles(), unit=" articles", disable=True if quiet else None) as bar:
            files = export(style, exported=exported, progress=bar.update)
            try:
                write_folder(options["folder"], files, style)
            except ArchiveProblem as problem:
                raise CommandError(str(problem)) from problem
        if quiet:
            return
        self.stdout.write(f"{exported.articles} articles are in {options['folder']}.")
        if exported.as_json:
            told = ", ".join(exported.as_json[:TOLD]) + (" …" if exported.as_json[TOLD:] else "")
            self.stdout.write(
                f"{len(exported.as_json)} of them as JSON, since Markdown can't say them "
                f"exactly: {told}"
            )
