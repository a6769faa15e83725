"""The interface between search and what keeps its index.

`SEARCH_BACKEND` names a class with these methods, for those who outgrow the database: an
Elasticsearch or OpenSearch one fits in. Without it the database's own is taken.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.module_loading import import_string

BUILT_IN = {
    "sqlite": "articles.search.sqlite.SQLiteBackend",
    "postgresql": "articles.search.postgresql.PostgreSQLBackend",
}


class Hit(NamedTuple):
    """A passage that was found, or an article as such (no passage). Scores are comparable within
    one answer only."""

    document_id: UUID
    passage_id: int | None
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first; the words that were looked for; misspelt words and what they stand for."""

    hits: tuple[Hit, ...] = ()
    words: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


class SearchBackend(Protocol):
    def index(self, entries: Mapping[UUID, Iterable[Any]]) -> None:
        """Add the entries (`indexing.Indexed`) of documents that have none. In the transaction
        that stores the documents."""

    def remove(self, document_ids: Collection[UUID]) -> None:
        """Take all entries of these documents out. In the transaction that removes them."""

    def search(self, text: str, *, among: QuerySet | None = None) -> Found:
        """What answers `text`, of the rows of SearchEntry that `among` has."""

    def suggest(self, text: str, limit: int) -> list[tuple[str, str]]:
        """Kind and text of what may be meant by the beginning of a query."""


@cache
def backend() -> SearchBackend:
    """The backend that the settings name, or the database's own."""
    path = settings.SEARCH_BACKEND or BUILT_IN[connection.vendor]
    found: SearchBackend = import_string(path)()
    return found
