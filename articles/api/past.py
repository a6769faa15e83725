"""`as_of=` and `edition=`: the article as it was."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.delivery import past
from articles.documents.compiled import CompiledDocument

from .conditional import cache_control
from .missing import answer_of_missing
from .parameters import BadValue, Fault, Integer, Moment, Parameter, quote
from .problems import WITHDRAWN, problem
from .query import BadParameters, Query

NOT_PUBLISHED_YET = "urn:galley:problem:not-published-yet"
LAST_EDITION = 1_000_000_000


class AsOf(Moment):
    """A moment that has come; a date stands for its last moment, UTC."""

    def parse(self, text: str) -> datetime:
        moment: datetime = super().parse(text)
        now = timezone.now()
        if moment > now:
            raise BadValue(Fault(f"{quote(text)} has not come yet."))
        if "T" not in text.upper():
            try:
                moment += timedelta(days=1, microseconds=-1)
            except OverflowError:
                return now
        return min(moment, now)


PARAMETERS: dict[str, Parameter] = {
    "as_of": AsOf(
        description="The article as readers got it then: a date (its end, UTC) or a date-time. "
        "It must have come, and there is either this or `edition`. Topics, people, notices and "
        "links are those of today."
    ),
    "edition": Integer(
        minimum=1,
        maximum=LAST_EDITION,
        default=None,
        description="This edition of the article; topics, people, notices and links of today.",
    ),
}


def asks_for_the_past(query: Query) -> bool:
    """Whether a request is for an old edition.

    Raises:
        BadParameters: by both ways at once.
    """
    asked = [name for name in PARAMETERS if name in query.values]
    if len(asked) > 1:
        raise BadParameters([Fault("Give either `as_of` or `edition`.", parameter="as_of")])
    return bool(asked)


def read_past(request: HttpRequest, slug: str, query: Query) -> CompiledDocument | HttpResponse:
    """The edition that is asked for, or the answer that says why there is none."""
    article = past.live_article(slug)
    if article is None:
        return answer_of_missing(request, slug)
    number: Any = query.get("edition")
    if number is None:
        number = past.edition_at(article, query.get("as_of"))
    match number:
        case past.NotYet(since):
            return _refused(
                404,
                f"The article was published for the first time on {_told(since)}.",
                type=NOT_PUBLISHED_YET,
                title="Not published yet",
                since=since,
            )
        case past.WasWithdrawn(since):
            return _refused(
                410,
                f"The article had been withdrawn on {_told(since)}, and is live again now.",
                type=WITHDRAWN,
                title="Withdrawn",
                since=since,
                explanation="",
                alternative=None,
            )
    compiled = past.compiled_edition(article, number)
    if compiled is None:
        newest = past.newest_number(article)
        return problem(404, f"There is no edition {number}: they go from 1 to {newest}.")
    return compiled


def _refused(status: int, detail: str, *, type: str, title: str, **members: Any) -> HttpResponse:  # noqa: A002
    headers = {"Cache-Control": cache_control()} if status == 410 else {}  # noqa: PLR2004
    return problem(status, detail, type=type, title=title, members=members, headers=headers)


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d at %H:%M} UTC"
