"""What the compiler gives: documents and passages as values, JSON as text."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from .names import IndexName


@dataclass(frozen=True, slots=True)
class Correction:
    """An edition that mended what was wrong, by its public note."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The edition that a document shows, when the article and this edition went live, and the
    corrections up to it, the oldest first."""

    edition: int
    published_at: datetime
    updated_at: datetime
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledPassage:
    kind: str
    position: int
    anchor: str
    heading: str
    level: int | None
    callout: str
    health_aspect: str
    full: str
    formats: str
    search_text: str


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    """A document's columns; JSON as text. See `articles.models.Document`."""

    slug: str
    title: str
    sort_title: str
    topic_id: int | None
    disclaimer_id: int | None
    featured: bool
    reviewed_on: date | None
    review_due: date | None
    reading_minutes: int
    word_count: int
    published_at: datetime
    updated_at: datetime
    card: str
    full: str
    formats: str
    json_ld: str
    canonical_url: str
    surrogate_keys: str
    digest: str
    search_text: str
    author_ids: tuple[int, ...]
    reviewer_ids: tuple[int, ...]
    health_aspects: tuple[str, ...]
    linked_ids: tuple[UUID, ...]
    names: tuple[IndexName, ...]
    citations: tuple[str, ...]
    terms: tuple[tuple[str, int], ...]
    passages: tuple[CompiledPassage, ...]
