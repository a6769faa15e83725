"""Checks of links, related picks and images."""

import re
from collections.abc import Iterator
from uuid import UUID

from articles.documents.anchors import anchor_for
from articles.documents.content import Content
from articles.documents.links import split_link
from articles.documents.richtext import plain_text

from .bodies import Body, is_visible, read
from .facts import Facts
from .findings import Remark, Severity
from .registry import check

INTERNAL = "article:"


def bodies_of(content: Content) -> Iterator[tuple[str, Body]]:
    """Every rich text of the article with the path of its field, in order."""
    for index, section in enumerate(content.sections):
        yield f"sections.{index}.body", read(section.body)
    for index, faq in enumerate(content.faqs):
        yield f"faqs.{index}.answer", read(faq.answer)


@check(
    "link.text_missing",
    severity=Severity.ERROR,
    hint="Write what it leads to: readers can't see the link, and screen readers can't name it.",
)
def link_text_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """A link without text."""
    for field, body in bodies_of(content):
        for link in body.links:
            if not is_visible(link.text):
                yield Remark(f"The link to {link.href or 'nowhere'} has no text.", field=field)


@check(
    "link.http",
    severity=Severity.INFO,
    hint="Try the address with https://; most sites have it, and browsers warn without.",
)
def link_http(content: Content, facts: Facts) -> Iterator[Remark]:
    """A link by http instead of https, in a text or a reference."""
    for field, body in bodies_of(content):
        for href in dict.fromkeys(link.href for link in body.links if _is_http(link.href)):
            yield Remark(f"The link to {href} isn't secure.", field=field)
    for index, reference in enumerate(content.references):
        if _is_http(reference.url):
            yield Remark("The address isn't secure.", field=f"references.{index}.url")


def _is_http(address: str) -> bool:
    return address.strip().lower().startswith("http://")


@check(
    "link.dead",
    severity=Severity.WARNING,
    hint="Until that article is live, readers see the words without a link.",
)
def link_dead(content: Content, facts: Facts) -> Iterator[Remark]:
    """A link to an article that is unknown or not live."""
    for field, body in bodies_of(content):
        for address in _internal(body):
            article_id, _ = split_link(address)
            if article_id == content.id:
                continue
            target = facts.articles.get(article_id) if article_id else None
            if target is None:
                name = address.partition("#")[0]
                yield Remark(
                    f"There is no article “{name}” to link to.",
                    field=field,
                    hint="Choose another address, or take the link away: readers see the words "
                    "without a link.",
                )
            elif not target.is_live:
                yield Remark(f"The linked article “{target.title}” is not live.", field=field)
        for href in dict.fromkeys(link.href for link in body.links):
            slug = slug_in(href, facts.article_url)
            if slug and slug != content.slug and slug not in facts.live_slugs:
                yield Remark(
                    f"No live article has the address {href}.",
                    field=field,
                    hint="Give article:its-slug as the address: such a link follows its article "
                    "when it moves, and turns into plain words while that isn't live.",
                )


def slug_in(href: str, article_url: str) -> str:
    """The slug in an address of the front end's article pages; "" for any other address.

    >>> slug_in("/articles/gout/#dose", "/articles/{slug}/"), slug_in("/news/", "/articles/{slug}/")
    ('gout', '')
    """
    address = re.split(r"[?#]", href, maxsplit=1)[0].rstrip("/")
    before, _, after = article_url.rstrip("/").partition("{slug}")
    found = re.fullmatch(f"{re.escape(before)}([^/]+){re.escape(after)}", address)
    return found[1] if found else ""


@check(
    "link.anchor_unknown",
    severity=Severity.WARNING,
    hint="Look up the anchor of that section or FAQ; the link now leads to the top of the page.",
)
def link_anchor_unknown(content: Content, facts: Facts) -> Iterator[Remark]:
    """A link to a part that the linked article doesn't have."""
    own: frozenset[str] | None = None
    for field, body in bodies_of(content):
        for address in _internal(body):
            article_id, anchor = split_link(address)
            if not anchor or article_id is None:
                continue
            if article_id == content.id:
                own = _anchors(content) if own is None else own
                missing, title = anchor not in own, "This article"
            else:
                target = facts.articles.get(article_id)
                if target is None or target.anchors is None:
                    continue
                missing, title = anchor not in target.anchors, f"“{target.title}”"
            if missing:
                yield Remark(f"{title} has no part “#{anchor}”.", field=field)


def _internal(body: Body) -> list[str]:
    """What stands behind `article:` in the links of a text, each once."""
    found = [link.href for link in body.links if link.href.startswith(INTERNAL)]
    return [href.removeprefix(INTERNAL) for href in dict.fromkeys(found)]


def _anchors(content: Content) -> frozenset[str]:
    """The anchors of the content's own parts, as publishing will have filled them in."""
    anchors = [(part.anchor, part.heading) for part in content.sections]
    anchors += [(part.anchor, part.question) for part in content.faqs]
    taken = {anchor for anchor, _ in anchors if anchor}
    for anchor, heading in anchors:
        if not anchor:
            taken.add(anchor_for(plain_text(heading), taken=taken))
    return frozenset(taken)


@check(
    "related.not_live",
    severity=Severity.WARNING,
    hint="Readers don't see the pick until that article is live.",
)
def related_not_live(content: Content, facts: Facts) -> Iterator[Remark]:
    """A related pick that isn't live."""
    for index, article_id in enumerate(content.related_ids):
        target = facts.articles.get(article_id)
        if target is None or not target.is_live:
            yield Remark(f"{_title(article_id, facts)} is not live.", field=f"related_ids.{index}")


def _title(article_id: UUID, facts: Facts) -> str:
    target = facts.articles.get(article_id)
    return f"“{target.title}”" if target else "This article"


@check(
    "image.alt_missing",
    severity=Severity.WARNING,
    hint="Say in a few words what it shows, for readers who can't see it.",
)
def image_alt_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """An image without alternative text.

    The stored subset has no images; the check is there for a project that adds them.
    """
    for field, body in bodies_of(content):
        count = sum(not is_visible(text) for text in body.image_texts)
        if count:
            told = "An image has" if count == 1 else f"{count} images have"
            yield Remark(f"{told} no alternative text.", field=field)
