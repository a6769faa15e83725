"""manage.py import_articles: content of other systems into working copies."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from articles.importers.report import Report
from articles.importers.run import import_found
from articles.importers.sources import FORMATS, UnknownFormatError, files_of, read_sources
from articles.importers.writer import Outcome

# What a dry run tells as what would be.
PLANNED = (Outcome.CREATED, Outcome.UPDATED)


class Command(BaseCommand):
    help = (
        "Import Markdown, web pages, plain text, WordPress and Ghost exports as drafts. Importing "
        "again updates what nobody edited here since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sources", nargs="+", type=Path, metavar="SOURCE", help="a file, a folder or a zip"
        )
        parser.add_argument(
            "--format",
            choices=("auto", *FORMATS),
            default="auto",
            help="what the sources are; by default their names tell",
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="update what was edited here since, too"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen and store nothing"
        )
        parser.add_argument(
            "--address",
            default="",
            metavar="URL",
            help="of the site that the sources come from, where they don't say it",
        )

    def handle(
        self,
        *args: Any,
        sources: list[Path],
        format: str,  # noqa: A002  (the option's name)
        overwrite: bool,
        dry_run: bool,
        address: str,
        **options: Any,
    ) -> None:
        if address and not address.startswith(("http://", "https://")):
            raise CommandError("--address must begin with http:// or https://.")
        try:
            files = files_of(sources, "" if format == "auto" else format)
        except UnknownFormatError as error:
            raise CommandError(str(error)) from None
        quiet = options["verbosity"] == 0
        # How much there is, nobody knows: an export is read as a stream.
        with tqdm(unit=" steps", disable=True if quiet else None) as bar:
            report = import_found(
                read_sources(files, address=address),
                update=overwrite,
                dry_run=dry_run,
                one_by_one=True,
                progress=bar.update,
            )
        self._print(report, dry_run=dry_run, quiet=quiet)
        if report.failed:
            raise CommandError(f"Not imported: {len(report.failed)}.", returncode=1)
        if not report.items:
            raise CommandError("There was nothing to import.")

    def _print(self, report: Report, *, dry_run: bool, quiet: bool) -> None:
        for item in report.failed:
            self.stderr.write(self.style.ERROR(item.message))
        if quiet:
            return
        for item in report.items:
            for note in item.notes:
                self.stdout.write(f"{item.path}: {note}")
        told = ", ".join(
            f"{number} {f'would be {name}' if dry_run and name in PLANNED else name}"
            for name, number in counts(report).items()
        )
        self.stdout.write(f"{told}.")
        if report.links:
            self.stdout.write(f"Links from one imported article to another: {report.links}.")
        if report.count(Outcome.KEPT) or report.count(Outcome.DIFFERENT):
            self.stdout.write(
                "What was edited here since, or was here before, was left alone; --overwrite "
                "changes it."
            )


def counts(report: Report) -> dict[str, int]:
    """How many came to what, by the word for it."""
    found = {outcome.value: report.count(outcome) for outcome in Outcome}
    return {**found, "failed": len(report.failed)}
