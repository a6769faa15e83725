"""What readers search for: passages by article, facets, ranked lists, completions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Document, HealthAspect, Passage, PassageKind, SearchEntry
from articles.search.backend import Found, Hit, backend
from articles.search.snippets import Snippets
from articles.search.words import stem

# Of one article, in an answer.
MOST_PASSAGES = 5


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a search is narrowed to; empty means everything."""

    kinds: Sequence[str] = ()
    topic_ids: Sequence[int] = ()
    health_aspects: Sequence[str] = ()

    def among(self) -> QuerySet | None:
        if not (self.kinds or self.topic_ids or self.health_aspects):
            return None
        # No joins: a database might begin them at all documents of a topic, for each entry.
        entries = SearchEntry.objects.all()
        passage = Q()
        if self.kinds:
            passage &= Q(kind__in=self.kinds)
        if self.health_aspects:
            passage &= Q(health_aspect__in=self.health_aspects)
        if passage:
            own = Passage.objects.filter(passage, pk=OuterRef("passage_id"))
            entries = entries.filter(Exists(own))
        if self.topic_ids:
            document = Document.objects.filter(pk=OuterRef("document_id"), topic__in=self.topic_ids)
            entries = entries.filter(Exists(document))
        return entries


@dataclass
class Results:
    """Articles with their passages that answer a query, best first. Sliced as a queryset is."""

    found: Found
    groups: dict[UUID, list[Hit]] = field(init=False)

    def __post_init__(self) -> None:
        self.groups = {}
        for hit in self.found.hits:
            self.groups.setdefault(hit.document_id, []).append(hit)

    def count(self) -> int:
        return len(self.groups)

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        groups = list(self.groups.items())[part]
        # In no order: the documents' own would be joined to every passage.
        documents = Document.objects.filter(pk__in=[key for key, _ in groups]).order_by()
        cards = dict(documents.values_list("pk", "card"))
        keys = [hit.passage_id for _, hits in groups for hit in _passages(hits) if hit.passage_id]
        rows = Passage.objects.filter(pk__in=keys).order_by()
        texts = {
            key: (kind, orjson.loads(text))
            for key, kind, text in rows.values_list("pk", "kind", "formats")
        }
        return [
            {
                "score": round(hits[0].score, 3),
                "article": _article(cards[key]),
                "passages": [
                    self._passage(hit, *texts[hit.passage_id])
                    for hit in _passages(hits)
                    if hit.passage_id in texts
                ],
            }
            for key, hits in groups
            if key in cards
        ]

    @cached_property
    def _snippets(self) -> Snippets:
        words = self.found.words
        return Snippets({*words, *map(stem, words)})

    def _passage(self, hit: Hit, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        is_faq = kind == PassageKind.FAQ
        heading = values["question" if is_faq else "heading"]
        body = values["answer" if is_faq else "body"]["text"]
        return {
            "score": round(hit.score, 3),
            "kind": kind,
            "heading": heading,
            "anchor": values["anchor"],
            "web_url": values["web_url"],
            "health_aspect": values.get("health_aspect"),
            "snippet": self._snippets.of(body),
        }

    def facets(self) -> dict[str, list[dict[str, Any]]]:
        """How many of the passages that were found are of each kind, topic and health aspect."""
        keys = [hit.passage_id for hit in self.found.hits if hit.passage_id]
        rows = (
            Passage.objects.filter(pk__in=keys)
            .order_by()
            .values_list("kind", "health_aspect", "document__topic__slug", "document__topic__name")
        )
        kinds, aspects, topics = Counter[str](), Counter[str](), Counter[str]()
        names = {}
        for kind, aspect, topic, name in rows:
            kinds[kind] += 1
            if aspect:
                aspects[aspect] += 1
            if topic:
                topics[topic] += 1
                names[topic] = name
        return {
            "kind": _counted(kinds, dict(PassageKind.choices)),
            "topic": _counted(topics, names),
            "health_aspect": _counted(aspects, dict(HealthAspect.choices)),
        }

    def did_you_mean(self, text: str) -> str | None:
        """The query with its misspelt words put right; None where none are."""
        lowered = text.lower()
        for wrong, right in self.found.corrections:
            lowered = lowered.replace(wrong, right)
        return lowered[:200] if self.found.corrections and lowered != text.lower() else None


def _passages(hits: Iterable[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.passage_id][:MOST_PASSAGES]


def _article(card: str) -> dict[str, Any]:
    values = orjson.loads(card)
    return {name: values[name] for name in ("slug", "url", "web_url", "title", "topic")}


def _counted(counts: Counter[str], names: dict[Any, Any]) -> list[dict[str, Any]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"value": value, "name": str(names.get(value, value)), "count": count}
        for value, count in ordered
    ]


def search(text: str, narrowing: Narrowing) -> Results:
    return Results(backend().search(text, among=narrowing.among()))


def suggest(text: str, limit: int) -> list[dict[str, str]]:
    return [{"text": text, "kind": kind} for kind, text in backend().suggest(text, limit)]


# --- Ranked lists ---


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows of a list in the order of `keys`. Sliced as a queryset is."""

    rows: QuerySet
    keys: Sequence[Any]

    def count(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice) -> list[Any]:
        keys = self.keys[part]
        columns = self.rows._fields  # type: ignore[attr-defined]
        # By the keys alone: they are of rows that passed, and another condition's index may lure.
        rows = self.rows.model._default_manager.filter(pk__in=keys).order_by()
        found = dict(rows.values_list("pk", *columns))
        return [found[key] for key in keys if key in found]


def matching(rows: QuerySet, text: str, *, is_narrowed: bool) -> list[Any]:
    """The keys of those documents or passages in `rows` that answer `text`, best first."""
    if rows.model is Document:
        among = None
        if is_narrowed:
            own = rows.order_by().filter(pk=OuterRef("document_id"))
            among = SearchEntry.objects.filter(Exists(own))
        return list(
            dict.fromkeys(hit.document_id for hit in backend().search(text, among=among).hits)
        )
    own = rows.order_by().filter(pk=OuterRef("passage_id"))
    among = SearchEntry.objects.filter(Exists(own))
    return [hit.passage_id for hit in backend().search(text, among=among).hits]
