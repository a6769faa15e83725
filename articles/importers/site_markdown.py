"""Markdown that other programs made pages of (Hugo, Jekyll, Astro and the like).

Its front matter is YAML or TOML with keys of their own, and its body may hold any heading
anywhere. What is Galley's own Markdown, `markdown` reads: strictly.
"""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.utils.text import slugify
from markdown_it import MarkdownIt

from articles.documents.richtext import safe_url
from articles.documents.richtext.plain import without_control_characters

from . import front_matter
from .drafts import ArticleDraft, ImportProblem, fitted
from .pages.dates import parse_date
from .pages.metadata import is_person, person_of
from .pages.outline import outline_of
from .pages.web import MAX_META_DESCRIPTION, MAX_SLUG, MAX_SUMMARY, MAX_TITLE, slug_of

MAX_TOPIC = 100
TOML = "+++"
_SUMMARY = ("summary", "excerpt", "subtitle", "lead", "intro", "abstract")
_DESCRIPTION = ("meta_description", "description", "seo_description")
_META_TITLE = ("meta_title", "seo_title", "linktitle")
_TOPICS = ("topic", "category", "categories", "section")
_DATES = (
    *("first_published_on", "date", "published", "published_at"),
    *("publishdate", "pubdate", "published_on"),
)
_CANONICAL = ("canonical_url", "canonicalurl", "canonical")
_ADDRESSES = ("url", "permalink")
_DAY_IN_NAME = re.compile(r"^(\d{4}-\d{2}-\d{2})-(?=.)")
# {{< hugo >}}, {{% hugo %}}, {% liquid %}, {{ either }}.
_CALL = re.compile(r"\{\{[<%]?[^{}]{0,1000}[>%]?\}\}|\{%[^{}]{0,1000}%\}")
_FIGURE = re.compile(r"""\b(src|caption|alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# {: .note} of Kramdown, {.unnumbered} and {#anchor} behind headings.
_KRAMDOWN = re.compile(
    r"^\s*\{:[^{}\n]{0,500}\}\s*$|\s*\{[#.:][^{}\n]{0,200}\}[ \t]*$", re.MULTILINE
)

_markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def is_foreign(text: str) -> bool:
    """Whether a Markdown file isn't Galley's own: by the keys of its front matter."""
    text = _unified(text)
    if text.startswith(TOML):
        return True
    try:
        source, _, _ = front_matter.split(text)
        values, _ = front_matter.load(source)
    except ImportProblem:
        return False
    return bool(values) and not values.keys() <= set(front_matter.KEYS)


def read(text: str, name: str, address: str = "") -> ArticleDraft:
    """The draft of such a file.

    Args:
        name: of the file below its folder, which tells the slug, and perhaps the title and day.
        address: of the site.

    Raises:
        ImportProblem: its front matter can't be read, or it has no title or text.
    """
    values, body = _split(_unified(without_control_characters(text)))
    given = _Given(values)
    stem = PurePosixPath(name).parent.name if _is_index(name) else PurePosixPath(name).stem
    day = _DAY_IN_NAME.match(stem)
    stem = _DAY_IN_NAME.sub("", stem)
    notes: list[str] = []
    body = _without_calls(body, notes)
    title = given.text("title") or _first_heading(body) or stem.replace("-", " ").strip()
    if not title:
        raise ImportProblem("There is no title.", line=1)
    path = given.first(_ADDRESSES)
    link = safe_url(path) or (f"{address.rstrip('/')}/{path.lstrip('/')}" if path else "")
    outline = outline_of(_markdown.render(body), address=link or address, title=title)
    if not outline.sections and not outline.faqs:
        raise ImportProblem("No text stands below the front matter.")
    published_on = given.day(_DATES) or (parse_date(day[1]) if day else None)
    if given.is_draft():
        notes.append("it was a draft")
        published_on = None
    topics = given.texts(_TOPICS)
    if len(topics) > 1:
        notes.append(f"an article has one topic; left out: {', '.join(topics[1:])}")
    names = given.texts(("author", "authors"))
    slug = slugify(given.text("slug")) or slug_of(link, stem)
    draft = ArticleDraft(
        title=fitted(title, MAX_TITLE, "title", notes),
        slug=slug[:MAX_SLUG],
        summary=fitted(given.first(_SUMMARY), MAX_SUMMARY, "summary", notes),
        topic=fitted(topics[0], MAX_TOPIC, "topic", notes) if topics else "",
        authors=[person_of(each) for each in dict.fromkeys(names) if is_person(each)],
        meta_title=fitted(given.first(_META_TITLE), MAX_TITLE, "meta title", notes),
        meta_description=fitted(
            given.first(_DESCRIPTION), MAX_META_DESCRIPTION, "description", notes
        ),
        canonical_url=safe_url(given.first(_CANONICAL)) or "",
        featured=given.values.get("featured") is True,
        sections=outline.sections,
        faqs=outline.faqs,
        references=outline.references,
        address=link if address or safe_url(path) else "",
        first_published_on=published_on,
        notes=[*notes, *outline.notes],
    )
    if rest := given.unused():
        draft.notes.append(f"left out of its front matter: {', '.join(rest)}")
    return draft


class _Given:
    """The values of a front matter, and which of them were asked for."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = {str(key).lower().replace("-", "_"): item for key, item in values.items()}
        self.used = {"draft", "published", "featured", "slug"}

    def text(self, key: str) -> str:
        self.used.add(key)
        value = self.values.get(key)
        return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

    def first(self, keys: Iterable[str]) -> str:
        """The first of these that has text; the others stay unused."""
        return next((text for key in keys if key in self.values and (text := self.text(key))), "")

    def texts(self, keys: Iterable[str]) -> list[str]:
        found: list[str] = []
        for key in keys:
            self.used.add(key)
            value = self.values.get(key)
            for item in value if isinstance(value, list) else [value]:
                name = item.get("name") if isinstance(item, dict) else item
                found += [" ".join(name.split())] if isinstance(name, str) and name.strip() else []
        return list(dict.fromkeys(found))

    def day(self, keys: Iterable[str]) -> date | None:
        for key in keys:
            value = self.values.get(key)
            if value is not None and not isinstance(value, bool):
                self.used.add(key)
                if day := parse_date(str(value)):
                    return day
        return None

    def is_draft(self) -> bool:
        return self.values.get("draft") is True or self.values.get("published") is False

    def unused(self) -> list[str]:
        rest = {key: value for key, value in self.values.items() if key not in self.used and value}
        return [f"{key} ({str(value)[:60]})" for key, value in rest.items()]


def _unified(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _split(text: str) -> tuple[dict[str, Any], str]:
    if not text.startswith(TOML):
        source, body, _ = front_matter.split(text)
        values, _ = front_matter.load(source)
        return values, body
    source, mark, body = text.removeprefix(TOML).partition(f"\n{TOML}")
    if not mark:
        raise ImportProblem("The front matter that begins with +++ has no end.", line=1)
    try:
        return tomllib.loads(source), body
    except tomllib.TOMLDecodeError as error:
        raise ImportProblem(f"The front matter is no TOML: {error}.", line=1) from None


def _is_index(name: str) -> bool:
    """Whether a page has its name from its folder, as Hugo's bundles do."""
    path = PurePosixPath(name)
    return path.stem.lower() in {"index", "_index"} and bool(path.parent.name)


def _first_heading(body: str) -> str:
    found = re.search(r"^#\s+(.+?)\s*#*$", body, re.MULTILINE)
    return found[1] if found else ""


def _without_calls(body: str, notes: list[str]) -> str:
    """The body without what a site generator fills in; of a figure, its picture and caption."""

    def instead(match: re.Match[str]) -> str:
        call = match[0].strip("{}<>% ")
        values = {each[1]: each[2] or each[3] or "" for each in _FIGURE.finditer(call)}
        if call.startswith("figure") and values.get("src"):
            words = values.get("alt") or values.get("title") or ""
            return f"\n\n![{words}]({values['src']})\n\n{values.get('caption', '')}\n\n"
        if not call.startswith("/"):
            notes.append(f"“{call[:60]}” was left out: the old site filled it in")
        return ""

    body = _KRAMDOWN.sub("", _CALL.sub(instead, body))
    notes[:] = dict.fromkeys(notes)
    return body
