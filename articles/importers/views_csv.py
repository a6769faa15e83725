"""Views of articles from the CSV file of any analytics tool: which row is which article's, and why
one is none's. Columns are found by their names.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import unquote, urlsplit
from uuid import UUID

from articles.models import Document, Redirect

# Names of columns, in lower case, of the tools that are in use; the first that is there counts.
PAGE: tuple[str, ...] = (
    *("slug", "path", "page path", "page path and screen class", "page", "pages", "top pages"),
    *("url", "page url", "page_path", "pagepath", "address", "name"),
)
VIEWS = ("views", "pageviews", "page views", "page_views", "view_count", "count", "hits")
DAY = ("date", "day")
MOST_TOLD = 20
_FORMS = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d")


class ViewsFileError(Exception):
    """The file as a whole can't be read; the text says why."""


@dataclass(slots=True)
class ViewsFile:
    """What a file holds: views by article and day, and the rows that are nobody's."""

    counts: Counter[tuple[UUID, date]] = field(default_factory=Counter)
    rows: int = 0
    matched: int = 0
    refused: list[str] = field(default_factory=list)


def read_views(lines: Iterable[str], *, article_url: str, undated: date) -> ViewsFile:
    """Read a CSV file with a header. Two queries.

    `article_url` is the front end's address of an article with `{slug}` in it. Rows of a file
    without a column of dates are of the day `undated`.

    Raises:
        ViewsFileError: columns are missing, or it is no CSV.
    """
    try:
        rows = list(csv.DictReader(lines))
    except csv.Error as error:
        raise ViewsFileError(f"This is no CSV file: {error}.") from error
    columns = {(name or "").strip().lower(): name for name in (rows[0] if rows else {})}
    page = _column(columns, PAGE)
    views = _column(columns, VIEWS)
    day = next((columns[name] for name in DAY if name in columns), None)
    return _counted(_parsed(rows, page, views, day, undated), article_url)


def _column(columns: Mapping[str, str], names: tuple[str, ...]) -> str:
    for name in names:
        if name in columns:
            return columns[name]
    there = ", ".join(columns) or "none"
    raise ViewsFileError(f"No column is called {', '.join(names)}. There are: {there}.")


Parsed = tuple[int, str, int, date] | tuple[int, str]


def _parsed(
    rows: list[dict[str, str]], page: str, views: str, day: str | None, undated: date
) -> Iterator[Parsed]:
    """Line, page, views and day of each row; or line and what is wrong with it."""
    for line, row in enumerate(rows, start=2):
        number = re.sub(r"[,\s_]", "", row.get(views) or "")
        if not re.fullmatch(r"[0-9]{1,15}(\.0+)?", number):
            yield line, f"“{(row.get(views) or '')[:60]}” is no number of views"
            continue
        on = _day(row.get(day) or "") if day else undated
        if on is None:
            yield line, f"“{(row.get(day or '') or '')[:60]}” is no date such as 2026-01-31"
            continue
        yield line, (row.get(page) or "").strip(), int(number.partition(".")[0]), on


def _day(text: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip()[:10], form).date()  # noqa: DTZ007  (a plain day)
        except ValueError:
            continue
    return None


def _counted(rows: Iterable[Parsed], article_url: str) -> ViewsFile:
    result = ViewsFile()
    ids = _ids_by_slug()
    for row in rows:
        result.rows += 1
        if len(row) == 2:  # noqa: PLR2004  (the kind that tells what is wrong)
            result.refused.append(f"Line {row[0]}: {row[1]}.")
            continue
        line, page, views, day = row
        article_id = ids.get(slug_in(page, article_url=article_url))
        if article_id is None:
            result.refused.append(f"Line {line}: “{page[:100]}” is no article's address.")
            continue
        result.matched += 1
        if views:
            result.counts[article_id, day] += views
    return result


def slug_in(page: str, *, article_url: str) -> str:
    """The slug in a URL, a path or by itself; "" if it is of no article's page.

    >>> slug_in("https://example.org/articles/a/?x=1", article_url="/articles/{slug}/")
    'a'
    """
    if re.fullmatch(r"[-a-zA-Z0-9_]+", page):
        return page
    try:
        path = unquote(
            urlsplit(page if "://" in page or page.startswith("/") else f"//{page}").path
        )
        pattern = re.escape(urlsplit(article_url).path.rstrip("/"))
    except ValueError:
        return ""
    found = re.fullmatch(pattern.replace(r"\{slug\}", r"([-a-zA-Z0-9_]+)") + "/?", path)
    return found[1] if found else ""


def _ids_by_slug() -> dict[str, UUID]:
    """The live article of every address that articles have or had."""
    ids = dict(Document.objects.order_by().values_list("slug", "pk"))
    live = set(ids.values())
    redirects = Redirect.objects.filter(slug__isnull=False).order_by()
    for slug, article_id in redirects.values_list("slug", "article_id"):
        if slug and article_id in live:
            ids.setdefault(slug, article_id)
    return ids
