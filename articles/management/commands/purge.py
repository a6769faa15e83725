"""manage.py purge: drops answers from the caches in front, now."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.cdn.purgers import PurgeError, purgers
from articles.documents.surrogate_keys import EVERYTHING

KEY = re.compile(r"[A-Za-z0-9_-]+")


class Command(BaseCommand):
    help = (
        "Drop answers from the caches that CDN_PURGER names: those with one of the surrogate keys, "
        "or all. The worker does it after each publish; this is for everything else, say an "
        "upgrade, or a database that was restored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="*", help="as in Surrogate-Key: articles, topic-7")
        parser.add_argument("--all", action="store_true", help="everything that Galley answered")

    def handle(self, *args: Any, keys: list[str], all: bool, **options: Any) -> None:  # noqa: A002
        caches = purgers()
        if not caches:
            raise CommandError("CDN_PURGER is not set, so there is nothing to purge.")
        if bool(keys) == all:
            raise CommandError("Give surrogate keys, or --all.")
        if wrong := [key for key in keys if not KEY.fullmatch(key)]:
            raise CommandError(f"Not a surrogate key: {', '.join(wrong)}")
        wanted = [EVERYTHING] if all else keys
        failed = False
        for cache in caches:
            try:
                for start in range(0, len(wanted), cache.batch):
                    cache.purge(wanted[start : start + cache.batch])
            except PurgeError as error:
                failed = True
                self.stderr.write(f"{cache.url}: {error}")
            else:
                self.stdout.write(f"{cache.url}: purged {' '.join(wanted)}")
        if failed:
            raise CommandError("Not all caches were purged.")
