"""One live article by its slug, or what became of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

import orjson
from django.db.models import OuterRef, QuerySet, Subquery

from articles.models import Document, Redirect

Column = Literal["full", "formats"]


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
    return Document.objects.order_by().values_list("digest", "changed_at", *columns)


def version_of(slug: str) -> tuple[str, datetime] | None:
    """Digest and time of the last change of a live article; None if there is none. One query."""
    return next(iter(_documents().filter(slug=slug)), None)


def read(slug: str, column: Column) -> tuple[str, datetime, str] | None:
    """As `version_of`, and the article's JSON. One query."""
    return next(iter(_documents(column).filter(slug=slug)), None)


def trace(slug: str) -> Moved | Withdrawn | None:
    """What became of the article that had `slug`; None if no article ever had it. One query."""
    live = Document.objects.filter(article_id=OuterRef("article_id"))
    alternative = Document.objects.filter(article_id=OuterRef("alternative_id"))
    row = (
        Redirect.objects.filter(slug=slug)
        .annotate(
            live_slug=Subquery(live.values("slug")),
            alternative_card=Subquery(alternative.values("card")),
        )
        .values_list("live_slug", "explanation", "alternative_card")
        .first()
    )
    if row is None:
        return None
    live_slug, explanation, card = row
    return Moved(live_slug) if live_slug else Withdrawn(explanation, _pointer(card))


def _pointer(card: str | None) -> dict[str, str] | None:
    if card is None:
        return None
    facts = orjson.loads(card)
    return {name: facts[name] for name in ("slug", "url", "web_url", "title")}
