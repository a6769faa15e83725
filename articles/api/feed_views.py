"""Atom (RFC 4287) and RSS 2.0 feeds of what was published, updated and corrected last."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape
from rest_framework.exceptions import NotFound

from articles.delivery import syndication
from articles.delivery.syndication import Entry, site

from .rootlevel import RootLevelView

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class _Dated(SyndicationFeed):
    """Django gives a feed without entries the time of the request; here it is that of the data."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["changed_at"]


class AtomFeed(_Dated, Atom1Feed):
    """Django's, with all authors of an entry."""

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


class RSSFeed(_Dated, Rss201rev2Feed):
    """Django's, with all authors of an item and the time of its last edition."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


class ArticleFeed(RootLevelView):
    """The articles that changed last, of all or of one topic with those under it."""

    feed_class: ClassVar[type[SyndicationFeed]]

    def body(self, request: Any, slug: str = "", **where: Any) -> bytes:
        topic = syndication.fed_topic(slug) if slug else None
        if slug and topic is None:
            raise NotFound(f"There is no topic “{slug}”.")
        around = site()
        link = topic.address if topic else around.absolute(around.home_url)
        feed: Any = self.feed_class(
            title=f"{around.name}: {topic.name}" if topic else around.name,
            link=link,
            description=settings.SITE_DESCRIPTION or around.name,
            subtitle=settings.SITE_DESCRIPTION or None,
            language=around.language,
            # An entry without an author has that of the feed.
            author_name=around.name,
            author_link=around.absolute(around.home_url),
            feed_url=request.build_absolute_uri(request.path),
            changed_at=self.changed_at or _NEVER,
        )
        for entry in syndication.newest(topic.ids if topic else None):
            _add(feed, entry)
        text: str = feed.writeString("utf-8")
        return text.encode()


def _add(feed: SyndicationFeed, entry: Entry) -> None:
    card = entry.card
    topic = card["topic"]
    updated_at = datetime.fromisoformat(card["updated_at"])
    feed.add_item(
        title=card["title"],
        link=entry.address,
        description=_described(entry),
        # The article's own, which stays when its address changes.
        unique_id=f"urn:uuid:{card['id']}",
        unique_id_is_permalink=False,
        pubdate=entry.published_at,
        updateddate=updated_at,
        authors=[author["name"] for author in card["authors"]],
        categories=[
            *([topic["name"]] if topic else ()),
            *(["Correction"] if entry.is_correction else ()),
        ],
    )


def _described(entry: Entry) -> str:
    """The summary as HTML, with what the newest edition says that it changed."""
    paragraphs = [f"<p>{escape(entry.card['summary'])}</p>"] if entry.card["summary"] else []
    number = entry.card["edition"]
    if entry.is_correction:
        paragraphs.append(
            f"<p><strong>Correction:</strong> {escape(entry.note or 'see the article.')}</p>"
        )
    elif number > 1 and entry.note:
        paragraphs.append(f"<p><strong>Update:</strong> {escape(entry.note)}</p>")
    return "\n".join(paragraphs)


class Atom(ArticleFeed):
    content_type = AtomFeed.content_type
    feed_class = AtomFeed


class RSS(ArticleFeed):
    content_type = RSSFeed.content_type
    feed_class = RSSFeed
