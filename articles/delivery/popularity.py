"""Which articles were looked at most in the last days."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Exists, OuterRef, QuerySet, Sum

from articles.models import Document, ViewCount, ViewsRevision

from .days import today

WINDOWS = (7, 30)
Ranked = tuple[UUID, int]


def revision() -> tuple[int, datetime | None]:
    """How often the counts have changed, and when last. One query."""
    row = ViewsRevision.objects.values_list("number", "at").first()
    return row or (0, None)


def ranking(*, days: int, topics: Collection[int] | None = None) -> QuerySet:
    """(article, views) of live articles, the most viewed first; today is one of the days."""
    last = today().day
    window = (last - timedelta(days=days - 1), last)
    documents = Document.objects.filter(pk=OuterRef("article_id"))
    if topics is not None:
        documents = documents.filter(topic__in=topics)
    rows = ViewCount.objects.filter(Exists(documents), day__range=window).order_by()
    summed = rows.values("article_id").annotate(views=Sum("count"))
    return summed.order_by("-views", "article_id").values_list("article_id", "views")


def cards_of(ranked: Sequence[Ranked]) -> list[dict[str, Any]]:
    """The cards in their order, each with its `views`. One query."""
    rows = Document.objects.filter(pk__in=[pk for pk, _ in ranked]).order_by()
    cards = dict(rows.values_list("pk", "card"))
    return [{**orjson.loads(cards[pk]), "views": views} for pk, views in ranked if pk in cards]
