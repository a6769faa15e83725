"""The index by letter: titles and other names of live articles."""

from collections.abc import Collection
from typing import Any

import orjson
from django.db.models import Count, QuerySet

from articles.models import Document, DocumentName

from .ordering import ByBytes

# In alphabetical order, what is no letter last.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#"


def names() -> QuerySet:
    """The rows for `described`, by name."""
    rows = DocumentName.objects.order_by(ByBytes("sort_name"), "document_id", "name")
    return rows.values_list("name", "letter", "is_title", "document_id")


def letter_counts(topics: Collection[int] | None) -> list[dict[str, Any]]:
    """Each letter under which there are names, with how many. One query."""
    rows = DocumentName.objects.order_by()
    if topics is not None:
        rows = rows.filter(document__in=Document.objects.filter(topic__in=topics).values("pk"))
    counts: dict[str, int] = dict(rows.values_list("letter").annotate(number=Count("pk")))
    return [{"letter": letter, "count": counts[letter]} for letter in LETTERS if letter in counts]


def described(rows: Collection[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """What readers get of each name, with the article that it points to. One query."""
    documents = Document.objects.filter(pk__in={row[3] for row in rows}).order_by()
    cards = {pk: orjson.loads(card) for pk, card in documents.values_list("pk", "card")}
    members = ("slug", "url", "web_url", "title", "summary")
    return [
        {
            "name": name,
            "letter": letter,
            "kind": "title" if is_title else "also_called",
            "article": {member: cards[pk][member] for member in members},
        }
        for name, letter, is_title, pk in rows
        if pk in cards
    ]
