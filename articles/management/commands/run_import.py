"""manage.py run_import: does one import that was started in the admin. The worker starts it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.importers import jobs
from articles.importers.report import Item
from articles.importers.run import import_found
from articles.importers.sources import UnknownFormatError, files_of, read_sources
from articles.models import ImportFormat, ImportJob, ImportState


class Command(BaseCommand):
    help = "Do an import that was started in the admin: look through it, or store it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", type=int)

    def handle(self, *args: Any, job: int, **options: Any) -> None:
        row = ImportJob.objects.filter(pk=job, state__in=jobs.UNDER_WAY).first()
        if row is None:
            raise CommandError(f"There is no import {job} that waits.")
        jobs.run(row, work)


def work(path: Path, job: ImportJob, step: Callable[[], object]) -> list[dict[str, Any]]:
    """Look through the file, or import it; gives an entry for each article."""
    try:
        files = files_of([path], "" if job.format == ImportFormat.AUTO else job.format)
    except UnknownFormatError:
        reason = "What it is can't be told by its name: choose a format."
        return [entry(Item(job.file_name), reason)]
    report = import_found(
        read_sources(files, address=job.address),
        update=job.overwrite,
        dry_run=job.state == ImportState.CHECKING,
        one_by_one=True,
        progress=step,
    )
    if not report.items:
        return [entry(Item(job.file_name), "There is nothing in it.")]
    return [entry(item) for item in report.items]


def entry(item: Item, problem: str = "") -> dict[str, Any]:
    """What the report keeps of an item."""
    where = f"line {item.problem.line}: " if item.problem and item.problem.line else ""
    return {
        "name": str(item.path),
        "title": item.title,
        "outcome": item.outcome.value if item.outcome else "failed",
        "problem": problem or (f"{where}{item.problem.reason}" if item.problem else ""),
        "notes": item.notes,
        "links": item.links,
        "article": str(item.article_id) if item.article_id else "",
    }
