"""What readers search for: passages by article, facets, ranked lists, completions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Document, HealthAspect, Passage, PassageKind, SearchEntry, at_once
from articles.search.backend import Found, Hit, backend
from articles.search.snippets import Snippets
from articles.search.words import stem

# Of one article, in an answer.
MOST_PASSAGES = 5
# What is told of an article, of its card.
ARTICLE = ("slug", "url", "web_url", "title", "topic")
# What is read of a passage.
PASSAGE = ("kind", "heading", "anchor", "health_aspect", "formats")

# An article that was found, with its hits, best first.
Group = tuple[UUID, list[Hit]]


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
    """Articles with their passages that answer a query, best first.

    Sliced as a queryset is, into what `shown` makes rows of.
    """

    found: Found
    groups: dict[UUID, list[Hit]] = field(init=False)

    def __post_init__(self) -> None:
        self.groups = {}
        for hit in self.found.hits:
            self.groups.setdefault(hit.document_id, []).append(hit)

    def count(self) -> int:
        return len(self.groups)

    def __getitem__(self, part: slice) -> list[Group]:
        return list(self.groups.items())[part]

    def shown(self, groups: Sequence[Group]) -> list[dict[str, Any]]:
        """What is told of these articles and of their best passages."""
        best = {
            key: [hit for hit in hits if hit.passage_id][:MOST_PASSAGES] for key, hits in groups
        }
        keys = [hit.passage_id for hits in best.values() for hit in hits]
        passages = at_once.values(Passage, keys, PASSAGE)
        cards = {key: orjson.loads(self._cards[key][0]) for key, _ in groups if key in self._cards}
        return [
            {
                "score": round(hits[0].score, 3),
                "article": {name: cards[key][name] for name in ARTICLE},
                "passages": [
                    self._passage(hit, cards[key]["web_url"], passages[hit.passage_id])
                    for hit in best[key]
                    if hit.passage_id in passages
                ],
            }
            for key, hits in groups
            if key in cards
        ]

    @cached_property
    def _cards(self) -> dict[UUID, Sequence[str]]:
        return at_once.values(Document, self.groups, ("card",))

    @cached_property
    def _snippets(self) -> Snippets:
        words = self.found.words
        return Snippets({*words, *map(stem, words)})

    def _passage(self, hit: Hit, article_url: str, stored: Sequence[str]) -> dict[str, Any]:
        kind, heading, anchor, health_aspect, formats = stored
        return {
            "score": round(hit.score, 3),
            "kind": kind,
            "heading": heading,
            "anchor": anchor,
            "web_url": f"{article_url}#{anchor}",
            "health_aspect": health_aspect or None,
            "snippet": self._snippets.of(_text_of(formats)),
        }

    def facets(self) -> dict[str, list[dict[str, Any]]]:
        """How many of the passages that were found are of each kind, topic and health aspect."""
        keys = [hit.passage_id for hit in self.found.hits if hit.passage_id]
        kinds, aspects, topics = Counter[str](), Counter[str](), Counter[str]()
        for kind, aspect, count in at_once.counts(Passage, keys, ("kind", "health_aspect")):
            kinds[kind] += count
            if aspect:
                aspects[aspect] += count
        names: dict[str, str] = {}
        in_topics = Counter[str]()
        for key, (card,) in self._cards.items():
            hits = self.groups[key]
            # One of them may be of the article as such.
            in_topics[_topic_of(card)] += len(hits) - [hit.passage_id for hit in hits].count(None)
        for text, count in in_topics.items():
            topic = orjson.loads(text)
            if topic and count:
                topics[topic["slug"]] += count
                names[topic["slug"]] = topic["name"]
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


def _text_of(formats: str) -> str:
    """The plain text in a passage's JSON."""
    return str(orjson.loads(_cut(formats, '"text":', ',"blocks":')))


def _topic_of(card: str) -> str:
    """The topic in an article's card, as JSON."""
    return _cut(card, '"topic":', ',"authors":')


def _cut(stored: str, key: str, following: str) -> str:
    """The JSON of one value, between its key and the one after it.

    Parsing all would take most of the time. Within strings every quote is escaped, so only keys
    are found.
    """
    start = stored.index(key) + len(key)
    return stored[start : stored.index(following, start)]


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
