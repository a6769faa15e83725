"""Content: what an article's editors wrote, as one immutable value. Pure: no ORM, no clock.

An edition stores the canonical JSON of a Content; its hash tells whether two are the same.
Topics, people, notices and other articles stand in it by id: they are live reference data and
not the article's own.
"""

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

import orjson

# The fields of the article itself that its row and its content hold alike, by the same names.
# `also_called` isn't one: a JSON column holds it as a list.
OWN_FIELDS = (
    "slug",
    "title",
    "summary",
    "topic_id",
    "featured",
    "meta_title",
    "meta_description",
    "canonical_url",
    "reviewed_on",
    "review_due",
    "first_published_on",
    "disclosure",
    "disclaimer_id",
)


@dataclass(frozen=True, slots=True)
class SectionContent:
    anchor: str
    heading: str
    level: int
    kind: str
    health_aspect: str
    body: str


@dataclass(frozen=True, slots=True)
class FAQContent:
    anchor: str
    question: str
    answer: str
    # Other wordings, one a line.
    also_asked: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceContent:
    title: str
    publisher: str
    year: int | None
    doi: str
    pmid: str
    url: str
    evidence_level: str


@dataclass(frozen=True)
class Content:
    """Everything that an article's editors decide. Rich text is the stored HTML subset."""

    id: UUID
    slug: str
    title: str
    summary: str = ""
    also_called: tuple[str, ...] = ()
    topic_id: int | None = None
    author_ids: tuple[int, ...] = ()
    featured: bool = False
    meta_title: str = ""
    meta_description: str = ""
    canonical_url: str = ""
    sections: tuple[SectionContent, ...] = ()
    faqs: tuple[FAQContent, ...] = ()
    references: tuple[ReferenceContent, ...] = ()
    reviewer_ids: tuple[int, ...] = ()
    reviewed_on: date | None = None
    review_due: date | None = None
    # The day it was first published elsewhere, before it came here.
    first_published_on: date | None = None
    disclosure: str = ""
    disclaimer_id: int | None = None
    related_ids: tuple[UUID, ...] = ()

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, UTF-8.

        Raises:
            TypeError: a text holds a lone surrogate, which no encoding can carry.
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["faqs"] = [_faq_values(faq) for faq in self.faqs]
        if self.first_published_on is None:
            # Newer than editions and sign-offs whose hash must stay what it is.
            del values["first_published_on"]
        return orjson.dumps(values, option=orjson.OPT_SORT_KEYS).decode()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The Content that `to_json` wrote.

        A field that is newer than the text takes its default, so old editions stay readable.
        """
        values: dict[str, Any] = orjson.loads(text)
        for name in ("reviewed_on", "review_due", "first_published_on"):
            values[name] = date.fromisoformat(values[name]) if values.get(name) else None
        for name in ("also_called", "author_ids", "reviewer_ids"):
            values[name] = tuple(values.get(name, ()))
        values["id"] = UUID(values["id"])
        values["related_ids"] = tuple(UUID(value) for value in values.get("related_ids", ()))
        values["sections"] = tuple(SectionContent(**part) for part in values.get("sections", ()))
        values["faqs"] = tuple(FAQContent(**part) for part in values.get("faqs", ()))
        references = values.get("references", ())
        values["references"] = tuple(ReferenceContent(**part) for part in references)
        return cls(**values)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, in hex: equal for equal content, and only for it."""
        return hash_of(self.to_json())


def _faq_values(faq: FAQContent) -> dict[str, str]:
    """Without other wordings where there are none: an FAQ that never had any keeps its hash."""
    values = {"anchor": faq.anchor, "question": faq.question, "answer": faq.answer}
    return values | ({"also_asked": faq.also_asked} if faq.also_asked else {})


def hash_of(canonical_json: str) -> str:
    return sha256(canonical_json.encode()).hexdigest()
