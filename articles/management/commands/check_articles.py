"""manage.py check_articles: the checks of the desk, over everything."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import islice
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from tqdm import tqdm

from articles.documents.content import Content
from articles.documents.loading import load_many
from articles.editorial.check_settings import active_checks, policy_in_settings
from articles.editorial.checking import iterate_findings
from articles.editorial.checks import Finding, Severity
from articles.models import Article, Document

# Articles whose facts are gathered together.
BATCH = 500
Checked = tuple[Content, list[Finding]]


class Command(BaseCommand):
    help = "Run the checks over all working copies, or over those named by their slugs."

    def add_arguments(self, parser: CommandParser) -> None:
        severities = [str(severity) for severity in Severity]
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these articles")
        parser.add_argument(
            "--fail-level",
            choices=severities,
            default="error",
            help="exit with 1 if anything as grave as this is found (default: error)",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--live", action="store_true", help="check what readers get, not the working copies"
        )
        parser.add_argument(
            "--list", action="store_true", help="name the checks with their severity, and stop"
        )

    def handle(
        self,
        *args: Any,
        slugs: list[str],
        fail_level: str,
        format: str,  # noqa: A002  (the name of the option)
        live: bool,
        list: bool,  # noqa: A002
        **options: Any,
    ) -> None:
        if list:
            self._list(format)
            return
        rows = _rows(slugs, live=live)
        # disable=None: no bar where nobody watches.
        quiet = True if options["verbosity"] == 0 else None
        bar = tqdm(_checked(rows, live=live), total=rows.count(), unit=" articles", disable=quiet)
        checked = [*bar]
        if format == "json":
            self.stdout.write(orjson.dumps([*map(_as_json, checked)]).decode())
        else:
            self._print(checked)
        rank = Severity(fail_level).rank
        failed = sum(any(one.severity.rank <= rank for one in found) for _, found in checked)
        if failed:
            grave = "errors" if rank == 0 else f"findings of level {fail_level} or graver"
            raise CommandError(f"{failed} of {len(checked)} articles have {grave}.", returncode=1)

    def _print(self, checked: Iterable[Checked]) -> None:
        total = 0
        counts = dict.fromkeys(Severity, 0)
        for content, findings in checked:
            total += 1
            if findings:
                self.stdout.write(self.style.MIGRATE_HEADING(f"{content.title} ({content.slug})"))
            for finding in findings:
                counts[finding.severity] += 1
                severity = self._styled(finding.severity)
                self.stdout.write(f"  {severity} {finding.place}: {finding.message} [{finding.id}]")
        told = ", ".join(f"{count} {severity.label.lower()}s" for severity, count in counts.items())
        self.stdout.write(f"{total} articles: {told}.")

    def _styled(self, severity: Severity) -> str:
        style = {Severity.ERROR: self.style.ERROR, Severity.WARNING: self.style.WARNING}
        return str(style.get(severity, self.style.NOTICE)(f"{severity.label:<7}"))

    def _list(self, format: str) -> None:  # noqa: A002
        policy = policy_in_settings()
        rows = [
            {
                "id": check.id,
                "severity": str(policy.severity_of(check)),
                "silenced": check.id in policy.silenced,
                "title": check.title,
            }
            for check in active_checks()
        ]
        if format == "json":
            self.stdout.write(orjson.dumps(rows).decode())
            return
        for row in rows:
            severity = "silenced" if row["silenced"] else row["severity"]
            self.stdout.write(f"{row['id']:<30} {severity:<9} {row['title']}")


def _rows(slugs: list[str], *, live: bool) -> QuerySet[Any]:
    """The articles, or the documents of those that are live, by slug."""
    rows: QuerySet[Any] = (
        Document.objects.select_related("edition").only("slug", "edition__content")
        if live
        else Article.objects.only("slug")
    )
    if slugs:
        known = {*rows.order_by().values_list("slug", flat=True)}
        for slug in slugs:
            if slug not in known:
                nearest = get_close_matches(slug, known, n=1)
                hint = f" Did you mean {nearest[0]}?" if nearest else ""
                raise CommandError(f"No {'live ' * live}article has the slug {slug}.{hint}")
        rows = rows.filter(slug__in=slugs)
    return rows.order_by("slug")


def _checked(rows: QuerySet[Any], *, live: bool) -> Iterator[Checked]:
    remaining = rows.iterator(chunk_size=BATCH)
    while batch := [*islice(remaining, BATCH)]:
        contents = (
            [Content.from_json(row.edition.content) for row in batch]
            if live
            else [*load_many(batch).values()]
        )
        yield from zip(contents, iterate_findings(contents), strict=True)


def _as_json(checked: Checked) -> dict[str, Any]:
    content, findings = checked
    return {
        "article": str(content.id),
        "slug": content.slug,
        "title": content.title,
        "findings": findings,
    }
