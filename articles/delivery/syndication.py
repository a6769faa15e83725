"""What feeds, sitemap and llms.txt tell of the live articles, with the front end's addresses."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson
from django.db.models import QuerySet

from articles.documents.gathering import site
from articles.documents.richtext import plain_text
from articles.documents.surroundings import Site
from articles.models import Document, Topic, TopicTree

# Entries of a feed.
OF_FEED = 50
# The most that the sitemap protocol allows in one file: https://www.sitemaps.org/protocol.html
OF_SITEMAP = 50_000
# An assistant reads all of llms.txt, so it isn't the place for everything.
OF_LLMS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed. `note` is what its newest edition says for readers."""

    card: dict[str, Any]
    address: str
    note: str
    is_correction: bool


class FedTopic(NamedTuple):
    """A topic that has a feed: itself, and the ids of all topics under it."""

    name: str
    address: str
    ids: set[int]


def fed_topic(slug: str) -> FedTopic | None:
    """The topic with this slug; None if there is none. One query."""
    tree: TopicTree = Topic.objects.tree()
    for node in tree.nodes.values():
        if node.slug == slug:
            around = site()
            address = around.absolute(around.topic_web_url(slug))
            return FedTopic(plain_text(node.name), address, tree.below([node.pk]))
    return None


def newest(topic_ids: Collection[int] | None = None) -> list[Entry]:
    """The articles that changed last by an edition, of some topics or of all. One query."""
    rows: QuerySet = Document.objects.order_by("-updated_at", "pk")
    if topic_ids is not None:
        rows = rows.filter(topic__in=topic_ids)
    columns = ("card", "canonical_url", "edition__note", "edition__is_correction")
    around = site()
    return [
        Entry(card, _address(card["slug"], canonical, around), plain_text(note), is_correction)
        for text, canonical, note, is_correction in rows.values_list(*columns)[:OF_FEED]
        for card in [orjson.loads(text)]
    ]


def _address(slug: str, canonical: str, around: Site) -> str:
    return canonical or around.absolute(around.web_url(slug))


# --- The sitemap ---


def _in_order() -> QuerySet:
    """First published first: a new article comes last, and an edited one stays where it is."""
    return Document.objects.order_by("published_at", "pk")


def sitemap_pages() -> list[datetime | None]:
    """When each page of the sitemap last changed; there is always one. One query."""
    pages: list[datetime | None] = []
    times = _in_order().values_list("updated_at", flat=True)
    for place, at in enumerate(times.iterator(chunk_size=5_000)):
        if place % OF_SITEMAP == 0:
            pages.append(at)
        pages[-1] = max(pages[-1] or at, at)
    return pages or [None]


def sitemap_page(number: int) -> Iterator[tuple[str, datetime]]:
    """Address and time of the last edition of the articles on a page, from 1. One query.

    A sitemap may tell of its own host alone: what first appeared elsewhere isn't in it.
    """
    around = site()
    host = urlsplit(around.absolute(around.home_url)).netloc
    start = (number - 1) * OF_SITEMAP
    rows = _in_order().values_list("slug", "canonical_url", "updated_at")
    for slug, canonical, at in rows[start : start + OF_SITEMAP].iterator(chunk_size=5_000):
        address = _address(slug, canonical, around)
        if not canonical or urlsplit(address).netloc == host:
            yield address, at


# --- llms.txt ---


def by_topic() -> dict[str, list[dict[str, Any]]]:
    """Cards of the articles that changed last by the name of their topic, "" for those without.

    Topics and titles by alphabet, those without a topic last. One query.
    """
    rows = Document.objects.order_by("-updated_at", "pk").values_list("card", flat=True)
    cards = [orjson.loads(card) for card in rows[:OF_LLMS]]
    found: dict[str, list[dict[str, Any]]] = {}
    for card in sorted(cards, key=lambda card: (card["title"].casefold(), card["slug"])):
        found.setdefault(card["topic"]["name"] if card["topic"] else "", []).append(card)
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[0].casefold())))
