"""What feeds, sitemap and llms.txt tell of the live articles, with the front end's addresses."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import orjson
from django.db.models import QuerySet

from articles.documents.gathering import site
from articles.documents.public_since import public_since
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

    @property
    def published_at(self) -> datetime:
        """When readers first had it, which may have been elsewhere: what they expect of a feed."""
        # Documents from before the field lack it until they are rebuilt.
        day = self.card.get("first_published_on")
        here = datetime.fromisoformat(self.card["published_at"])
        return public_since(date.fromisoformat(day) if day else None, here)


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


def sitemap_pages() -> list[tuple[int, datetime | None]]:
    """Number of each page of the sitemap that isn't empty, and when it last changed. One query.

    There is always one, as the protocol's schema asks.
    """
    host = _host()
    changed_at: dict[int, datetime] = {}
    told: set[int] = set()
    rows = _in_order().values_list("canonical_url", "updated_at")
    for place, (canonical, at) in enumerate(rows.iterator(chunk_size=5_000)):
        number = place // OF_SITEMAP + 1
        changed_at[number] = max(changed_at.get(number, at), at)
        if number not in told and _is_on(host, canonical):
            told.add(number)
    return [(number, changed_at[number]) for number in sorted(told)] or [(1, None)]


def sitemap_page(number: int) -> Iterator[tuple[str, datetime | None]]:
    """Address and time of the last edition of the articles on a page, from 1. One query.

    A sitemap may tell of its own host alone: what first appeared elsewhere isn't in it. No page
    may be without an address, so the first one has the front end's start if there is no other.
    """
    around = site()
    host = _host()
    is_empty = True
    start = (number - 1) * OF_SITEMAP
    rows = _in_order().values_list("slug", "canonical_url", "updated_at")
    for slug, canonical, at in rows[start : start + OF_SITEMAP].iterator(chunk_size=5_000):
        if _is_on(host, canonical):
            is_empty = False
            yield _address(slug, canonical, around), at
    if is_empty and number == 1:
        yield around.absolute(around.home_url), None


def _host() -> str:
    around = site()
    return urlsplit(around.absolute(around.home_url)).netloc


def _is_on(host: str, canonical: str) -> bool:
    return not canonical or urlsplit(canonical).netloc == host


# --- llms.txt ---


class Listed(NamedTuple):
    """An article in llms.txt."""

    card: dict[str, Any]
    address: str


def by_topic() -> dict[str, list[Listed]]:
    """The articles that changed last by the name of their topic, "" for those without.

    Topics and titles by alphabet, those without a topic last. One query.
    """
    around = site()
    rows = Document.objects.order_by("-updated_at", "pk").values_list("card", "canonical_url")
    listed = [
        Listed(card, _address(card["slug"], canonical, around))
        for text, canonical in rows[:OF_LLMS]
        for card in [orjson.loads(text)]
    ]
    found: dict[str, list[Listed]] = {}
    for each in sorted(listed, key=lambda each: (each.card["title"].casefold(), each.address)):
        topic = each.card["topic"]
        found.setdefault(topic["name"] if topic else "", []).append(each)
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[0].casefold())))
