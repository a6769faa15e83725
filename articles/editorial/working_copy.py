"""What follows from saving a working copy: order, anchors, links by id, and who saved."""

import re
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from articles.documents.anchors import filled_anchors
from articles.documents.content import Content
from articles.documents.loading import PARTS, load
from articles.documents.richtext import internal_links, map_links
from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def lock(article: Article) -> None:
    """Wait for a save that is under way, which would be read half on PostgreSQL.

    Every save begins with this row.
    """
    Article.objects.select_for_update().filter(pk=article.pk).values_list("pk").first()


def settle(article: Article, *, by: "AbstractBaseUser | None", before: str = "") -> None:
    """Bring the parts of a saved working copy in order: positions from 1, anchors filled in.

    Records who edited it and when. Saving without having changed anything is no edit.

    Args:
        before: the hash of the content before it was saved; empty for a new article.
    """
    with transaction.atomic():
        for part in PARTS:
            _number(getattr(article, part).all())
        fill_anchors(article)
        if before and load(article).hash == before:
            return
        Article.objects.filter(pk=article.pk).update(
            modified_at=timezone.now(), modified_by=by.pk if by else None
        )


def _number(rows: Any) -> None:
    changed = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            changed.append(row)
    if changed:
        rows.model.objects.bulk_update(changed, ["position"])


def with_anchors(article: Article) -> Content:
    """The content of a working copy in which every section and FAQ has its anchor."""
    content = load(article)
    anchors = [part.anchor for part in content.sections] + [part.anchor for part in content.faqs]
    if all(anchors):
        return content
    fill_anchors(article)
    return load(article)


def fill_anchors(article: Article) -> None:
    """Give every section and FAQ that has none an anchor, unique within the article."""
    sections: list[Any] = list(article.sections.order_by("position", "pk"))
    faqs: list[Any] = list(article.faqs.order_by("position", "pk"))
    anchors = filled_anchors(
        [(row.anchor, row.heading) for row in sections],
        [(row.anchor, row.question) for row in faqs],
    )
    for rows, filled in zip((sections, faqs), anchors, strict=True):
        changed = []
        for row, anchor in zip(rows, filled, strict=True):
            if row.anchor != anchor:
                row.anchor = anchor
                changed.append(row)
        if changed:
            type(changed[0]).objects.bulk_update(changed, ["anchor"])


def resolve_links(text: str) -> str:
    """Rich text with internal links by slug (`article:some-slug#anchor`) made links by id.

    A slug that no article has stays as it is, and comes out as plain words until one does.
    """
    slugs = {address.partition("#")[0] for address in internal_links(text)}
    slugs = {slug for slug in slugs if not _UUID.fullmatch(slug)}
    if not slugs:
        return text
    ids = dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))

    def by_id(address: str) -> str:
        slug, _, anchor = address.partition("#")
        target = str(ids.get(slug, slug))
        return f"article:{target}#{anchor}" if anchor else f"article:{target}"

    return map_links(text, by_id)
