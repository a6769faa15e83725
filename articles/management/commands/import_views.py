"""manage.py import_views: how often articles were looked at, from any analytics tool."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.importers.views_csv import MOST_TOLD, ViewsFile, ViewsFileError, read_views, text_of
from articles.models import ViewCount


class Command(BaseCommand):
    help = (
        "Add the views in a CSV file to those that are counted. Needs a column of pages (path, "
        "url, page or slug) and one of views (views, pageviews or count); one of dates is used."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--date",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="The day of a file without dates; today by default.",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Put the file's views in place of all that is counted on its days, so that "
            "importing it again changes nothing.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        try:
            text = text_of(options["path"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['path']} can't be read: {error}") from error
        try:
            found = read_views(
                text,
                article_url=settings.FRONTEND_ARTICLE_URL,
                undated=options["date"] or today,
                today=today,
            )
        except ViewsFileError as error:
            raise CommandError(str(error)) from error
        write = ViewCount.objects.replace if options["replace"] else ViewCount.objects.add
        write(found.counts, at=timezone.now())
        self._report(found)

    def _report(self, found: ViewsFile) -> None:
        for told in found.refused[:MOST_TOLD]:
            self.stderr.write(told)
        if (left := len(found.refused) - MOST_TOLD) > 0:
            self.stderr.write(f"… and {left} more.")
        articles = len({article_id for article_id, _ in found.counts})
        self.stdout.write(
            f"{_told(found.rows, 'row')}: {found.matched} of articles, {len(found.refused)} of "
            f"none. {_told(found.counts.total(), 'view')} of {_told(articles, 'article')}."
        )


def _told(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
