"""Topics as a tree: what a filter by topic takes in, and the navigation."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import Count

from articles.documents.richtext import plain_text
from articles.documents.surroundings import Site, api_url
from articles.models import Document, Topic, TopicTree


def ids_below(slugs: Collection[str]) -> dict[str, list[int]]:
    """Of those of `slugs` that exist: the topic's id and those of all topics under it. One query.

    One that stands under another of them is not told twice: the ids are for a filter by any.
    """
    tree: TopicTree = Topic.objects.tree()
    pks = {node.slug: node.pk for node in tree.nodes.values()}
    return {slug: sorted(tree.below([pks[slug]])) for slug in slugs if slug in pks}


def navigation() -> list[dict[str, Any]]:
    """The topics of the first level with those under them, and their live articles. Two queries."""
    tree: TopicTree = Topic.objects.tree()
    rows = Document.objects.order_by().values_list("topic").annotate(number=Count("pk"))
    counts: dict[int | None, int] = dict(rows)
    site = Site(topic_url=settings.FRONTEND_TOPIC_URL)
    shown: set[int] = set()

    def described(pk: int) -> dict[str, Any]:
        shown.add(pk)
        node = tree.nodes[pk]
        slug = plain_text(node.slug)
        children = [described(child) for child in tree.children.get(pk, ()) if child not in shown]
        own = counts.get(pk, 0)
        return {
            "slug": slug,
            "name": plain_text(node.name),
            "url": api_url("topics", slug),
            "web_url": site.topic_web_url(slug),
            "articles_count": own,
            "total_articles_count": own + sum(each["total_articles_count"] for each in children),
            "topics": children,
        }

    return [described(pk) for pk in tree.children.get(None, ())]
