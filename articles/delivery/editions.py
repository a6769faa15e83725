"""What readers are told of an article's editions. Who approved and published stays in the house."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from articles.documents.richtext import plain_text
from articles.models import Document, Edition

from .schedule import NEXT_DUE, refuse_the_past


class LiveEdition(NamedTuple):
    """Which edition of which article is live, since when, and when the next act is due."""

    article_id: UUID
    edition_id: int
    updated_at: datetime
    next_due: datetime | None


def live_edition(slug: str) -> LiveEdition | None:
    """Of the live article with this slug; None if there is none. One query.

    Raises:
        ActsDue: something is due that isn't done yet.
    """
    rows = Document.objects.order_by().filter(slug=slug)
    row = rows.values_list("article_id", "edition_id", "updated_at", NEXT_DUE).first()
    if row is None:
        return None
    live = LiveEdition(*row)
    refuse_the_past(live.next_due)
    return live


def public_log(article_id: UUID) -> QuerySet:
    """The rows for `describe`, newest first."""
    rows = Edition.objects.filter(article=article_id).order_by("-number")
    return rows.values("number", "published_at", "note", "is_correction")


def describe(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "note": plain_text(row["note"])}
