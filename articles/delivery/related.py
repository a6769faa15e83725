"""Articles related to one: the editors' picks, then those that have most in common with it.

What two articles have in common are words (each weighed by how much it matters to both and how few
others have it), the topic and health aspects. However many articles there are, no more than
`PER_TERM` documents of each word are looked at: those to which the word matters most.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connections
from django.db.models import Q

from articles.models import Document, DocumentTerm

PER_TERM = 60
OF_TOPIC = 50
# What a shared topic, and all health aspects shared, are worth beside the words.
TOPIC_WEIGHT, ASPECTS_WEIGHT = 0.3, 0.2
WORDS_TOLD = 3

Card = dict[str, Any]


class Subject(NamedTuple):
    """The article that others are related to."""

    pk: UUID
    topic_id: int | None
    card: Card
    picked: tuple[str, ...]


@dataclass
class Candidate:
    words: dict[str, float] = field(default_factory=dict)
    same_topic: bool = False
    score: float = 0.0


def subject_of(slug: str) -> Subject | None:
    """The live article with this slug; None if there is none. One query."""
    rows = Document.objects.order_by().filter(slug=slug)
    row = rows.values_list("pk", "topic_id", "full").first()
    if row is None:
        return None
    document = orjson.loads(row[2])
    return Subject(row[0], row[1], document, tuple(pick["slug"] for pick in document["related"]))


def related(subject: Subject, *, limit: int) -> list[Card]:
    """At most `limit` cards, each with its `reason`, never the article's own. Three queries."""
    candidates = _candidates(subject)
    best = sorted(candidates, key=lambda pk: (-candidates[pk].score, pk))[: 2 * limit]
    rows = Document.objects.filter(Q(slug__in=subject.picked) | Q(pk__in=best)).order_by()
    cards = {pk: orjson.loads(card) for pk, card in rows.values_list("pk", "card")}
    by_slug = {card["slug"]: pk for pk, card in cards.items()}
    picked = [by_slug[slug] for slug in subject.picked if slug in by_slug]
    aspects = set(subject.card["health_aspects"])
    for pk in best:
        if pk in cards and aspects:
            shared = aspects.intersection(cards[pk]["health_aspects"])
            candidates[pk].score += ASPECTS_WEIGHT * len(shared) / len(aspects)
    best = sorted(
        (pk for pk in best if pk in cards and pk not in picked),
        key=lambda pk: (-candidates[pk].score, pk),
    )
    chosen = [pk for pk in (*picked, *best) if pk != subject.pk][:limit]
    return [
        {**cards[pk], "reason": _reason(subject, cards[pk], candidates.get(pk), pk in picked)}
        for pk in chosen
    ]


def _candidates(subject: Subject) -> dict[UUID, Candidate]:
    """What has a word or the topic in common. Two queries."""
    own = dict(
        DocumentTerm.objects.filter(document=subject.pk)
        .order_by("-weight", "term")
        .values_list("term", "weight")
    )
    found: defaultdict[UUID, Candidate] = defaultdict(Candidate)
    by_term: defaultdict[str, list[tuple[UUID, int]]] = defaultdict(list)
    for term, pk, weight in _looked_up(list(own), subject.topic_id):
        if term:
            by_term[term].append((pk, weight))
        else:
            found[pk].same_topic = True
            found[pk].score += TOPIC_WEIGHT
    for term, documents in by_term.items():
        rarity = 1 / (1 + math.log(len(documents)))
        for pk, weight in documents:
            worth = own[term] * weight * rarity / 1_000_000
            found[pk].words[term] = worth
            found[pk].score += worth
    found.pop(subject.pk, None)
    return found


def _looked_up(terms: Sequence[str], topic_id: int | None) -> Iterable[tuple[str, UUID, int]]:
    """For each term the documents that it matters most to; of the topic the newest, for ""."""
    if not terms and topic_id is None:
        return []
    connection = connections[DocumentTerm.objects.db]
    terms_table, document = DocumentTerm._meta.db_table, Document._meta.db_table
    of_term = (
        f'SELECT * FROM (SELECT "term", "document_id", "weight" FROM "{terms_table}"'  # noqa: S608
        f' WHERE "term" = %s ORDER BY "weight" DESC, "document_id" LIMIT {PER_TERM}) AS t'
    )
    of_topic = (
        f'SELECT * FROM (SELECT \'\', "article_id", 0 FROM "{document}" WHERE "topic_id" = %s'  # noqa: S608
        f' ORDER BY "published_at" DESC, "article_id" LIMIT {OF_TOPIC}) AS t'
    )
    parts = [of_term] * len(terms) + [of_topic] * (topic_id is not None)
    values: list[Any] = [*terms, *([topic_id] if topic_id is not None else [])]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [(term, UUID(str(pk)), weight) for term, pk, weight in cursor.fetchall()]


def _reason(subject: Subject, card: Card, candidate: Candidate | None, picked: bool) -> Card:
    """Why an article is related, for programs and for people."""
    found = candidate or Candidate()
    words = sorted(found.words, key=lambda word: (-found.words[word], word))[:WORDS_TOLD]
    topic = card["topic"] if card["topic"] and card["topic"] == subject.card["topic"] else None
    aspects = [
        name for name in subject.card["health_aspects"] if name in set(card["health_aspects"])
    ]
    if picked:
        kind, text = "picked", "Picked by the editors."
    elif words:
        kind, text = "words", f"Both are about {_listed(words)}."
    else:
        kind, text = "topic", f"Both are in {card['topic']['name']}."
    return {"kind": kind, "text": text, "words": words, "topic": topic, "health_aspects": aspects}


def _listed(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"
