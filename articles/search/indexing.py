"""Keeps the index in step with the documents, in the transaction that stores them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import orjson

from articles.models import PassageKind

from .backend import backend
from .entries import Entry, Text, entry_of


@dataclass(frozen=True, slots=True)
class Indexed:
    """One entry as a backend takes it. `suggests` are kind and text of what it offers."""

    passage_id: int | None
    entry: Entry
    suggests: tuple[tuple[str, str], ...]


class Searched(Protocol):
    """What the index takes from a passage, stored or compiled."""

    @property
    def kind(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def health_aspect(self) -> str: ...
    @property
    def search_text(self) -> str: ...


# A passage by its key.
Numbered = tuple[int, Searched]


def index(documents: Mapping[UUID, tuple[str, Sequence[Numbered]]]) -> None:
    """Add documents, each by its JSON in every format and its passages; none may be there."""
    backend().index({key: _entries(*document) for key, document in documents.items()})


def _entries(formats: str, passages: Sequence[Numbered]) -> list[Indexed]:
    article = orjson.loads(formats)
    subjects = (article["title"], *article["also_called"])
    headings = tuple(passage.heading for _, passage in passages)
    own = Text("article", subjects, (), f"{article['summary']} {' '.join(headings)}")
    names = [("title", article["title"]), *(("name", each) for each in article["also_called"])]
    entries = [Indexed(None, entry_of(own), tuple(names))]
    asked = {part["anchor"]: tuple(part["also_asked"]) for part in article["faqs"]}
    for passage_id, passage in passages:
        is_faq = passage.kind == PassageKind.FAQ
        others = asked.get(passage.anchor, ()) if is_faq else ()
        text = Text(
            passage.kind,
            subjects,
            (passage.heading, *others),
            passage.search_text.partition("\n")[2],
            passage.health_aspect,
        )
        kind = "question" if is_faq else "heading"
        offered = tuple((kind, each) for each in (passage.heading, *others))
        entries.append(Indexed(passage_id, entry_of(text), offered))
    return entries


def remove(document_ids: Collection[UUID]) -> None:
    """Take documents out, before their rows go."""
    backend().remove(document_ids)
