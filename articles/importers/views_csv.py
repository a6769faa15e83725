"""Views of articles from the CSV file of any analytics tool: which row is which article's, and why
one is none's. Columns are found by their names.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO
from urllib.parse import unquote, urlsplit
from uuid import UUID

from articles.models import Document, Redirect

# Names of columns, in lower case, of the tools that are in use; the first that is there counts.
PAGE: tuple[str, ...] = (
    *("slug", "path", "page path", "page path and screen class", "page", "pages", "top pages"),
    *("url", "page url", "page_path", "pagepath", "pathname", "url path", "address", "name"),
    "label",
)
VIEWS: tuple[str, ...] = (
    *("views", "pageviews", "page views", "page_views", "view_count", "count", "hits", "nb_hits"),
)
DAY = ("date", "day")
MOST_TOLD = 20
_FORMS = ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d.%m.%Y")
_DELIMITERS = ",;\t|"
# In so many lines the header is looked for: above it tools write what the report is of.
_MOST_ABOVE = 50


class ViewsFileError(Exception):
    """The file as a whole can't be read; the text says why."""


@dataclass(slots=True)
class ViewsFile:
    """What a file holds: views by article and day, and the rows that are nobody's."""

    counts: Counter[tuple[UUID, date]] = field(default_factory=Counter)
    rows: int = 0
    matched: int = 0
    refused: list[str] = field(default_factory=list)


def text_of(data: bytes) -> str:
    """A CSV file's text: by its byte order mark, as UTF-8, else as Excel writes it in the West."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_views(text: str, *, article_url: str, undated: date, today: date) -> ViewsFile:
    """Read a CSV file with a header, whatever stands above that and between its columns.

    `article_url` is the front end's address of an article with `{slug}` in it. Rows of a file
    without a column of dates are of the day `undated`; later than `today` nothing was looked at,
    but that it may be tomorrow where the tool counts its days. Two queries.

    Raises:
        ViewsFileError: columns are missing, or it is no CSV.
    """
    lines = StringIO(text, newline="").readlines()
    try:
        above, delimiter, names = _header(lines)
        rows = csv.reader(lines[above + 1 :], delimiter=delimiter)
        numbered = ((above + 1 + rows.line_num, row) for row in rows if row)
        last = today + timedelta(days=1)
        return _counted(_parsed(numbered, names, delimiter, undated, last), article_url)
    except csv.Error as error:
        raise ViewsFileError(f"This is no CSV file: {error}.") from error


def _header(lines: Sequence[str]) -> tuple[int, str, list[str]]:
    """How many lines stand above the header, what is between its columns, and their names."""
    found: list[str] = []
    for above, line in enumerate(lines[:_MOST_ABOVE]):
        for delimiter in _DELIMITERS:
            names = [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter))]
            if _place(names, PAGE) is not None and _place(names, VIEWS) is not None:
                return above, delimiter, names
            if len(names) > len(found):
                found = names
    what, wanted = ("page", PAGE) if _place(found, PAGE) is None else ("number", VIEWS)
    there = ", ".join(filter(None, found)) or "none"
    raise ViewsFileError(
        f"No column of {what}s: none is called {', '.join(wanted)}. There are: {there}."
    )


def _place(names: Sequence[str], wanted: Iterable[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


Parsed = tuple[int, str, int, date] | tuple[int, str]


def _parsed(
    rows: Iterable[tuple[int, list[str]]],
    names: Sequence[str],
    delimiter: str,
    undated: date,
    last: date,
) -> Iterator[Parsed]:
    """Line, page, views and day of each row; or line and what is wrong with it."""
    page, views, day = (_place(names, wanted) for wanted in (PAGE, VIEWS, DAY))
    for line, row in rows:
        number = _number(_cell(row, views), delimiter)
        if number is None:
            yield line, f"“{_cell(row, views)[:60]}” is no number of views"
            continue
        on = undated if day is None else _day(_cell(row, day))
        if on is None:
            yield line, f"“{_cell(row, day)[:60]}” is no date such as 2026-01-31"
            continue
        if on > last:
            yield line, f"{on} has not come yet"
            continue
        yield line, _cell(row, page), number, on


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _number(text: str, delimiter: str) -> int | None:
    """A number of views, with what may stand between its thousands; None if it is none.

    >>> _number("1,234.0", ","), _number("1.234", ";"), _number("1.5", ",")
    (1234, 1234, None)
    """
    # Where columns don't end at commas, numbers may have them, and points between thousands.
    if delimiter == ";" and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text):
        text = text.replace(".", "")
    text = re.sub(r"[,\s_]", "", text)
    found = re.fullmatch(r"([0-9]{1,15})(\.0+)?", text)
    return int(found[1]) if found else None


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
