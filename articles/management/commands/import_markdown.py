"""manage.py import_markdown: Markdown files into working copies, and live if asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from articles.importers.markdown import read_draft
from articles.importers.report import Report
from articles.importers.run import run
from articles.importers.writer import Outcome


class Command(BaseCommand):
    help = "Import Markdown files with YAML front matter as articles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of .md files"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish what is imported and not live as it is"
        )
        parser.add_argument(
            "--update", action="store_true", help="change articles that are here and differ"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would happen and store nothing"
        )

    def handle(
        self,
        *args: Any,
        paths: list[Path],
        publish: bool,
        update: bool,
        dry_run: bool,
        **options: Any,
    ) -> None:
        files = list(_files(paths))
        quiet = options["verbosity"] == 0
        # disable=None: no bar where nobody watches.
        with tqdm(total=2 * len(files), unit=" steps", disable=True if quiet else None) as bar:
            report = run(
                files,
                read=read_draft,
                publishing=publish,
                update=update,
                dry_run=dry_run,
                progress=bar.update,
            )
        self._print(report, dry_run=dry_run, verbose=options["verbosity"] > 1, quiet=quiet)
        if report.failed:
            count = len(report.failed)
            raise CommandError(f"{count} of {len(files)} files were not imported.", returncode=1)

    def _print(self, report: Report, *, dry_run: bool, verbose: bool, quiet: bool) -> None:
        for item in report.failed:
            self.stderr.write(self.style.ERROR(item.message))
        if quiet:
            return
        if verbose:
            for item in report.items:
                for note in item.notes:
                    self.stdout.write(f"{item.path}: {note}")
        counts = {
            "created": report.count(Outcome.CREATED),
            "updated": report.count(Outcome.UPDATED),
            "unchanged": report.count(Outcome.UNCHANGED),
            "different": report.count(Outcome.DIFFERENT),
            "published": report.published,
            "failed": len(report.failed),
        }
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.stdout.write(f"Would be: {told}." if dry_run else f"{told}.")
        if counts["different"]:
            self.stdout.write(
                "Those that are here and differ were left alone; --update changes them."
            )


def _files(paths: list[Path]) -> Iterator[Path]:
    """Every file that `paths` name, folders with all that is below them, each once."""
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found = sorted(child for child in path.rglob("*.md") if child.is_file())
            if not found:
                raise CommandError(f"There is no .md file in {path}.")
        elif path.exists():
            found = [path]
        else:
            raise CommandError(f"There is no {path}.")
        for file in found:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file
