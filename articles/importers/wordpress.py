"""WordPress exports (WXR): posts and pages, read as a stream.

The format is RSS with WordPress's own elements; see the plugin wordpress-importer.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.text import slugify

from articles.documents.richtext import plain_text
from articles.documents.richtext.plain import without_control_characters

from .drafts import ArticleDraft, ImportProblem, LeftOut, PersonDraft
from .pages.outline import outline_of
from .pages.web import MAX_META_DESCRIPTION, MAX_SLUG, MAX_SUMMARY, MAX_TITLE, slug_of
from .reading import Found
from .wordpress_content import html_of

KINDS = {"post": "post", "page": "page"}
STATUSES = {
    "publish": "published",
    "draft": "a draft",
    "pending": "waiting for a review",
    "private": "private",
    "future": "scheduled",
}
# Characters. The longest articles have some 200,000.
MAX_CONTENT = 2_000_000
_TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title")
_DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description")
# Bytes that no XML may hold; old exports do.
_FORBIDDEN = bytes({*range(32)} - {9, 10, 13})


@dataclass(slots=True)
class Post:
    """What an `<item>` says, by the local names of its elements."""

    values: dict[str, str] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.values.get(name, "").strip()


def read_wordpress(path: Path) -> Iterator[tuple[str, Found | LeftOut]]:
    """Each post and page of an export as a draft, by what it is called there.

    Whatever stands before something broken is given all the same; then comes the problem.
    """
    others: Counter[str] = Counter()
    names: dict[str, str] = {}
    found = 0
    try:
        with path.open("rb") as file:
            for element in _elements(file):
                if _local(element.tag) == "author":
                    _take_author(element, names)
                    continue
                found += 1
                post = _post_of(element)
                kind = post.get("post_type") or "post"
                if kind in KINDS:
                    yield (
                        f"{path.name}: {_plain(post.get('title')) or post.get('post_id')}",
                        _found(post, names),
                    )
                else:
                    others[kind] += 1
    except (ParseError, DefusedXmlException, ValueError, OSError) as error:
        yield path.name, _problem_of(error)
        return
    if not found:
        yield path.name, ImportProblem("This is no WordPress export: it holds no items.")
    for kind, count in others.items():
        yield path.name, LeftOut(f"{count} of the kind “{kind}”: only posts and pages are articles")


def _problem_of(error: Exception) -> ImportProblem:
    if isinstance(error, DefusedXmlException):
        return ImportProblem("The file declares entities of its own, which is refused.")
    line = getattr(error, "position", (None,))[0]
    return ImportProblem(f"The file is no sound XML: {error}.", line=line)


class _Clean:
    """A file without the control characters that no XML may hold."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        # Of UTF-16 every other byte is one of these.
        if b"\0" in data:
            return data
        return data.translate(None, _FORBIDDEN)


def _elements(file: IO[bytes]) -> Iterator[Element]:
    """The `<item>`s and authors, each forgotten when the next one comes."""
    way: list[Element] = []
    for event, element in iterparse(_Clean(file), ("start", "end"), forbid_dtd=True):
        if event == "start":
            way.append(element)
            continue
        way.pop()
        if _local(element.tag) in {"item", "author"} and len(way) <= 2:  # noqa: PLR2004
            yield element
        if len(way) <= 2 and way:  # noqa: PLR2004  (rss, channel)
            way[-1].remove(element)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _take_author(element: Element, names: dict[str, str]) -> None:
    values = {_local(child.tag): (child.text or "").strip() for child in element}
    if login := values.get("author_login"):
        names[login] = values.get("author_display_name") or login


def _post_of(element: Element) -> Post:
    post = Post()
    for child in element:
        name, text = _local(child.tag), child.text or ""
        if name == "category":
            kind = child.get("domain", "category")
            if kind == "category":
                post.categories.append(text.strip())
            elif kind == "post_tag":
                post.tags.append(text.strip())
        elif name == "postmeta":
            pair = {_local(each.tag): each.text or "" for each in child}
            post.meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif name == "encoded":
            kind = "excerpt" if "excerpt" in child.tag else "content"
            post.values[kind] = text
        else:
            post.values.setdefault(name, text)
    return post


def _found(post: Post, names: dict[str, str]) -> Found | LeftOut:
    status = post.get("status") or "publish"
    if status not in STATUSES:
        return LeftOut(f"its status is “{status}”")
    try:
        return _draft(post, status, names)
    except ImportProblem as problem:
        return problem


def _draft(post: Post, status: str, names: dict[str, str]) -> ArticleDraft:
    title = _plain(post.get("title"))
    if not title:
        raise ImportProblem("The post has no title.")
    content = post.values.get("content", "")
    if len(content) > MAX_CONTENT:
        raise ImportProblem(f"The post has more than {MAX_CONTENT:,} characters.")
    if post.get("post_password"):
        raise ImportProblem("The post is protected by a password: it was meant for few.")
    source, notes = html_of(without_control_characters(content))
    link = post.get("link")
    outline = outline_of(source, address=link, title=title)
    if not outline.sections and not outline.faqs:
        raise ImportProblem("The post has no text.")
    notes = [f"it was {STATUSES[status]} in WordPress", *notes, *outline.notes]
    topics = [name for name in dict.fromkeys(post.categories) if name.lower() != "uncategorized"]
    if len(topics) > 1:
        notes.append(f"an article has one topic; left out: {', '.join(topics[1:])}")
    if post.tags:
        notes.append(f"tags were left out: {', '.join(dict.fromkeys(post.tags))}")
    login = post.get("creator")
    return ArticleDraft(
        title=title[:MAX_TITLE],
        slug=_slug(post, title),
        summary=plain_text(without_control_characters(post.values.get("excerpt", "")))[
            :MAX_SUMMARY
        ],
        topic=topics[0] if topics else "",
        authors=[PersonDraft(name=names.get(login, login))] if login else [],
        meta_title=_meta(post, _TITLES)[:MAX_TITLE],
        meta_description=_meta(post, _DESCRIPTIONS)[:MAX_META_DESCRIPTION],
        sections=outline.sections,
        faqs=outline.faqs,
        references=outline.references,
        external_id=f"wordpress {post.get('guid') or link or post.get('post_id')}"[:600],
        address=link if status == "publish" else "",
        published_on=_day(post.get("post_date_gmt") or post.get("post_date")),
        notes=notes,
    )


def _plain(source: str) -> str:
    """The words of a field that WordPress keeps as HTML."""
    return unescape(plain_text(without_control_characters(source))).strip()


def _slug(post: Post, title: str) -> str:
    name = slugify(unquote(post.get("post_name")))
    return name[:MAX_SLUG] or slug_of("", title)


def _meta(post: Post, keys: tuple[str, ...]) -> str:
    """The first of these fields that is filled, unless it is a pattern of the plugin's own."""
    values = (plain_text(post.meta.get(key, "")).strip() for key in keys)
    return next((value for value in values if value and "%" not in value), "")


def _day(text: str) -> date | None:
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", text)
    with suppress(ValueError):
        return date(*map(int, found.groups())) if found else None
    return None
