"""A post of a WordPress export as a draft: its head, its text, and what of it is left out."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import unquote

from django.utils.text import slugify

from articles.documents.richtext import plain_text, safe_url
from articles.documents.richtext.plain import without_control_characters

from .drafts import ArticleDraft, ImportProblem, PersonDraft, fitted
from .pages.metadata import is_person
from .pages.outline import outline_of
from .pages.web import MAX_META_DESCRIPTION, MAX_SLUG, MAX_SUMMARY, MAX_TITLE, slug_of
from .wordpress_content import html_of
from .wordpress_patterns import with_patterns

STATUSES = {
    "publish": "published",
    "draft": "a draft",
    "pending": "waiting for a review",
    "private": "private",
    "future": "scheduled",
}
# Characters. The longest articles have some 200,000.
MAX_CONTENT = 2_000_000
MAX_TOPIC = 100
_TITLES = ("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title")
_DESCRIPTIONS = (
    *("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description"),
    *("_aioseop_description", "_seopress_titles_desc", "_genesis_description"),
)
_CANONICAL = ("_yoast_wpseo_canonical", "rank_math_canonical_url", "_seopress_robots_canonical")
# What these plugins fill in when a page is shown: %%sitename%%, %sep%, #post_title.
_VARIABLE = re.compile(r"%%([a-z_]+)(?:\([^)]*\))?%%|%([a-z_]+)(?:\([^)]*\))?%|#([a-z]+_[a-z_]+)")
_SITE, _TITLE = {"sitename", "site_title", "blog_title"}, {"title", "post_title", "seo_title"}
_LINE_END = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|tr|td)\b[^<>]*>", re.IGNORECASE)


@dataclass(slots=True)
class Post:
    """What an `<item>` says, by the local names of its elements."""

    values: dict[str, str] = field(default_factory=dict)
    # The names in each taxonomy, in their order.
    terms: dict[str, list[str]] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0

    def get(self, name: str) -> str:
        return self.values.get(name, "").strip()


@dataclass(slots=True)
class Site:
    """What an export says of the whole site."""

    name: str = ""
    # The names of authors by their logins.
    authors: dict[str, str] = field(default_factory=dict)
    # Texts that several posts share, by their ids.
    patterns: dict[str, str] = field(default_factory=dict)


def plain(source: str) -> str:
    """The words of a field that WordPress keeps as HTML, on one line.

    >>> plain("<p>Heart &amp; lungs</p><p>&#8220;two&#8221;</p>")
    'Heart & lungs “two”'
    """
    text = _LINE_END.sub(" ", without_control_characters(source))
    return " ".join(unescape(plain_text(text)).split())


def draft_of(post: Post, site: Site) -> ArticleDraft:
    """The draft of a post whose status is one of STATUSES.

    Raises:
        ImportProblem: it has no title or text, was meant for few, or is too long.
    """
    status = post.get("status") or "publish"
    title = plain(post.get("title"))
    if not title:
        raise ImportProblem("The post has no title.")
    content = post.values.get("content", "")
    if len(content) > MAX_CONTENT:
        raise ImportProblem(f"The post has more than {MAX_CONTENT:,} characters.")
    if post.get("post_password"):
        raise ImportProblem("The post is protected by a password: it was meant for few.")
    content, own = with_patterns(content, site.patterns, most=MAX_CONTENT)
    source, notes = html_of(without_control_characters(content), post.meta.get("footnotes", ""))
    notes = [*own, *notes]
    link = post.get("link")
    outline = outline_of(source, address=link, title=title)
    if not outline.sections and not outline.faqs:
        raise ImportProblem("The post has no text.")
    published_on = _published_on(post, status)
    notes = [f"it was {STATUSES[status]} in WordPress", *notes, *outline.notes]
    return ArticleDraft(
        title=fitted(title, MAX_TITLE, "title", notes),
        slug=_slug(post, title),
        summary=fitted(plain(post.values.get("excerpt", "")), MAX_SUMMARY, "excerpt", notes),
        topic=_topic(post, notes),
        authors=_authors(post, site, notes),
        meta_title=fitted(_meta(post, _TITLES, title, site), MAX_TITLE, "SEO title", notes),
        meta_description=fitted(
            _meta(post, _DESCRIPTIONS, title, site),
            MAX_META_DESCRIPTION,
            "meta description",
            notes,
        ),
        canonical_url=safe_url(_first(post, _CANONICAL)) or "",
        featured=post.get("is_sticky") == "1",
        sections=outline.sections,
        faqs=outline.faqs,
        references=outline.references,
        external_id=f"wordpress {post.get('guid') or link or post.get('post_id')}"[:600],
        address=link if status == "publish" else "",
        home=link,
        first_published_on=published_on,
        notes=[*notes, *_left_out(post)],
    )


def _topic(post: Post, notes: list[str]) -> str:
    names = dict.fromkeys(map(plain, post.terms.get("category", ())))
    topics = [name for name in names if name and name.lower() != "uncategorized"]
    if len(topics) > 1:
        notes.append(f"an article has one topic; left out: {', '.join(topics[1:])}")
    return fitted(topics[0], MAX_TOPIC, "category", notes) if topics else ""


def _authors(post: Post, site: Site, notes: list[str]) -> list[PersonDraft]:
    """Those whom the plugin for several authors names, else the one who wrote it."""
    logins = post.terms.get("author") or [post.get("creator")]
    names = dict.fromkeys(plain(site.authors.get(login, login)) for login in logins)
    offices = [name for name in names if name and not is_person(name)]
    notes += [f"the author “{name}” was left out: that is no person's name" for name in offices]
    return [PersonDraft(name=name) for name in names if is_person(name)]


def _left_out(post: Post) -> list[str]:
    """What has no place here, for the report."""
    notes = []
    for kind, names in post.terms.items():
        told = ", ".join(dict.fromkeys(map(plain, names)))
        if kind == "post_tag":
            notes.append(f"tags were left out: {told}")
        elif kind not in {"category", "author"}:
            notes.append(f"“{told}” ({kind}) was left out")
    if post.meta.get("_thumbnail_id"):
        notes.append(f"its featured picture was left out (attachment {post.meta['_thumbnail_id']})")
    if post.comments:
        notes.append(f"comments were left out: {post.comments}")
    return notes


def _slug(post: Post, title: str) -> str:
    name = slugify(unquote(post.get("post_name")))
    return name[:MAX_SLUG] or slug_of("", title)


def _first(post: Post, keys: tuple[str, ...]) -> str:
    return next((value for key in keys if (value := post.meta.get(key, "").strip())), "")


def _meta(post: Post, keys: tuple[str, ...], title: str, site: Site) -> str:
    """The first of these fields that is filled, unless it is a pattern of the plugin's own."""
    source = _first(post, keys)
    if not any(char.isalnum() for char in _VARIABLE.sub("", source)):
        return ""

    def value(match: re.Match[str]) -> str:
        name = next(filter(None, match.groups()))
        if name.startswith("sep"):
            return "-"
        return title if name in _TITLE else site.name if name in _SITE else ""

    return plain(_VARIABLE.sub(value, source)).strip("-\u2013|· ")


def _published_on(post: Post, status: str) -> date | None:
    """The day on which everybody could read it first."""
    if status != "publish":
        return None
    days = (_day(post.get(name)) for name in ("post_date_gmt", "post_date"))
    return next(filter(None, days), None) or _day_of_feed(post.get("pubDate"))


def _day(text: str) -> date | None:
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", text)
    with suppress(ValueError):
        return date(*map(int, found.groups())) if found else None
    return None


def _day_of_feed(text: str) -> date | None:
    """
    >>> _day_of_feed("Fri, 03 May 2019 23:30:00 -0200")
    datetime.date(2019, 5, 4)
    """
    with suppress(ValueError, OverflowError):
        moment = parsedate_to_datetime(text)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    return None
