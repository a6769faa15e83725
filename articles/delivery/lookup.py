"""One live article by its slug, or what became of it.

Each answer ends with the time of the next scheduled act, if there is one: see `schedule`.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

import orjson
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from articles.models import Document, Redirect

from .schedule import NEXT_DUE, refuse_the_past

Column = Literal["full", "formats", "json_ld"]


@dataclass(frozen=True, slots=True)
class Moved:
    """The article is live under another slug."""

    slug: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The article was live and is not any more. `alternative` is what readers are sent to."""

    explanation: str
    alternative: dict[str, str] | None


@cache
def _documents(*columns: str) -> QuerySet:
    """Made once: putting a query together takes longer than running it."""
    return Document.objects.order_by().values_list(
        "surrogate_keys", "digest", "changed_at", *columns, NEXT_DUE
    )


def version_of(slug: str) -> tuple[str, str, datetime, datetime | None] | None:
    """Surrogate keys, digest and time of the last change of a live article. One query.

    None if there is no such article.

    Raises:
        ActsDue: something is due that isn't done yet.
    """
    return _up_to_date(_documents().filter(slug=slug))


def read(slug: str, column: Column) -> tuple[str, str, datetime, str, datetime | None] | None:
    """As `version_of`, and the article's JSON before the last. One query."""
    return _up_to_date(_documents(column).filter(slug=slug))


def _up_to_date(rows: QuerySet) -> Any:
    row = next(iter(rows), None)
    if row is not None:
        refuse_the_past(row[-1])
    return row


def trace(slug: str) -> tuple[Moved | Withdrawn | None, datetime | None]:
    """What became of the article that had `slug`; None if no article ever had it. One query.

    Raises:
        ActsDue: something is due that isn't done yet, perhaps the article's first publication.
    """
    live = Document.objects.filter(article_id=OuterRef("article_id"))
    alternative = Document.objects.filter(article_id=OuterRef("alternative_id"))
    rows = Redirect.objects.filter(slug=slug).annotate(
        live_slug=Subquery(live.values("slug")),
        alternative_card=Subquery(alternative.values("card")),
    )
    # Aggregates of at most one row: they come as a row even where there is none to aggregate,
    # and with it when the next act is due.
    row = rows.aggregate(
        count=Count("pk"),
        new_slug=Max("live_slug"),
        reason=Max("explanation"),
        card=Max("alternative_card"),
        next_due=Coalesce(Min(Cast(Value(None), NEXT_DUE.output_field)), NEXT_DUE),
    )
    refuse_the_past(row["next_due"])
    fate: Moved | Withdrawn | None = None
    if row["new_slug"]:
        fate = Moved(row["new_slug"])
    elif row["count"]:
        fate = Withdrawn(row["reason"], _pointer(row["card"]))
    return fate, row["next_due"]


def _pointer(card: str | None) -> dict[str, str] | None:
    if card is None:
        return None
    facts = orjson.loads(card)
    return {name: facts[name] for name in ("slug", "url", "web_url", "title")}
