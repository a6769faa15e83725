"""Ghost exports (JSON): posts and pages with their tags and authors, read as a stream."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import ijson
from django.utils.text import slugify

from articles.documents.richtext import plain_text
from articles.documents.richtext.plain import without_control_characters

from .bounded import Bounded
from .drafts import (
    UNREADABLE,
    ArticleDraft,
    ImportProblem,
    LeftOut,
    PersonDraft,
    fitted,
    unreadable,
)
from .lexical import lexical_html
from .mobiledoc import mobiledoc_html
from .pages.outline import outline_of
from .pages.web import MAX_META_DESCRIPTION, MAX_SLUG, MAX_SUMMARY, MAX_TITLE, slug_of
from .reading import Found

MAX_CONTENT = 2_000_000
MAX_DEPTH = 100
_STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
STATUSES = {"published": "published", "draft": "a draft", "scheduled": "scheduled", "sent": "sent"}
# Where tables stand: in `{"db": [{"data": …}]}`, or in `{"data": …}` of old exports.
ROOTS = ("db.item.data", "data")
MAX_TOPIC = 100
# Fields that an article has no place for.
_UNUSED = (
    *("feature_image_alt", "feature_image_caption", "og_title", "og_description", "og_image"),
    *("twitter_title", "twitter_description", "twitter_image", "email_subject"),
    "custom_template",
)
# What an export has in place of the site's own address.
HERE = "__GHOST_URL__"


@dataclass(slots=True)
class Around:
    """What posts name by id: a table each."""

    root: str
    tags: dict[str, dict[str, Any]] = field(default_factory=dict)
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags_of: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    authors_of: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    metas: dict[str, dict[str, Any]] = field(default_factory=dict)
    has_posts: bool = False


def read_ghost(path: Path, *, address: str = "") -> Iterator[tuple[str, Found | LeftOut]]:
    """Each post and page of an export as a draft.

    Args:
        address: of the site, for an export holds none: links within it and old addresses need it.
    """
    try:
        around = _around(path)
        if around is None:
            yield path.name, ImportProblem("This is no Ghost export: it holds no posts.")
            return
        with path.open("rb") as file:
            for post in ijson.items(ijson.parse(_events(file)), f"{around.root}.posts.item"):
                if isinstance(post, dict):
                    name = f"{path.name}: {post.get('title') or post.get('id')}"
                    yield name, _found(post, around, address.rstrip("/"))
    except (ijson.JSONError, UnicodeDecodeError, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it ends too early"
        yield path.name, ImportProblem(f"The file is no sound JSON: {reason}.")


def _around(path: Path) -> Around | None:
    """All but the texts, in one pass; None where there are no posts."""
    for root in ROOTS:
        around = Around(root)
        with path.open("rb") as file:
            _take_tables(file, around)
        if around.has_posts:
            return around
    return None


def _take_tables(file: Any, around: Around) -> None:
    tables = {f"{around.root}.{name}.item": name for name in _TAKE}
    posts = f"{around.root}.posts"
    builder, name = None, ""
    for prefix, event, value in ijson.parse(_events(file)):
        if prefix == posts and event == "start_array":
            around.has_posts = True
        if builder is None and event == "start_map" and prefix in tables:
            builder, name = ijson.ObjectBuilder(), tables[prefix]
        if builder is not None:
            builder.event(event, value)
            if event == "end_map" and prefix in tables:
                _TAKE[name](around, builder.value)
                builder = None


def _events(file: Any) -> Iterator[tuple[str, Any]]:
    """What the file holds, piece by piece, unless it is nested without end.

    Raises:
        ValueError: it is.
    """
    depth, bounded = 0, Bounded(file)
    for event, value in ijson.basic_parse(bounded, use_float=True):
        bounded.rest()
        depth += _STEPS.get(event, 0)
        if depth > MAX_DEPTH:
            raise ValueError(f"it is nested more than {MAX_DEPTH} levels deep")
        yield event, value


def _take_tag(around: Around, row: dict[str, Any]) -> None:
    around.tags[str(row.get("id"))] = row


def _take_user(around: Around, row: dict[str, Any]) -> None:
    around.users[str(row.get("id"))] = row


def _take_tagging(around: Around, row: dict[str, Any]) -> None:
    pair = _rank(row), str(row.get("tag_id"))
    around.tags_of.setdefault(str(row.get("post_id")), []).append(pair)


def _take_authorship(around: Around, row: dict[str, Any]) -> None:
    pair = _rank(row), str(row.get("author_id"))
    around.authors_of.setdefault(str(row.get("post_id")), []).append(pair)


def _rank(row: dict[str, Any]) -> int:
    rank = row.get("sort_order")
    return rank if isinstance(rank, int) else 0


def _take_meta(around: Around, row: dict[str, Any]) -> None:
    around.metas[str(row.get("post_id"))] = row


_TAKE = {
    "tags": _take_tag,
    "users": _take_user,
    "posts_tags": _take_tagging,
    "posts_authors": _take_authorship,
    "posts_meta": _take_meta,
}


def _found(post: dict[str, Any], around: Around, site: str) -> Found | LeftOut:
    status = str(post.get("status") or "published")
    if status not in STATUSES:
        return LeftOut(f"its status is “{status}”")
    try:
        return _draft(post, status, around, site)
    except ImportProblem as problem:
        return problem
    except UNREADABLE as error:
        return unreadable(error)


def _draft(post: dict[str, Any], status: str, around: Around, site: str) -> ArticleDraft:
    title = _plain(post, "title")
    if not title:
        raise ImportProblem("The post has no title.")
    source, notes = _html(post)
    slug = slugify(str(post.get("slug") or ""))[:MAX_SLUG] or slug_of("", title)
    address = f"{site}/{post.get('slug') or slug}/"
    source = without_control_characters(source).replace(HERE, site)
    code = "".join(str(post.get(f"codeinjection_{place}") or "") for place in ("head", "foot"))
    outline = outline_of(source, address=address if site else "", title=title, code=code)
    if not outline.sections and not outline.faqs:
        raise ImportProblem("The post has no text.")
    key = str(post.get("id"))
    topics = _topics(around, key)
    published_on = _day(post.get("published_at")) if status in {"published", "sent"} else None
    notes = [f"it was {STATUSES[status]} in Ghost", *notes, *outline.notes]
    if len(topics) > 1:
        notes.append(f"an article has one topic; left out: {', '.join(topics[1:])}")
    if post.get("visibility") not in {None, "public"}:
        notes.append(f"it was for “{post['visibility']}” only")
    meta = post | around.metas.get(key, {})
    notes += _left_out(meta, site)
    return ArticleDraft(
        title=fitted(title, MAX_TITLE, "title", notes),
        slug=slug,
        summary=fitted(_plain(post, "custom_excerpt"), MAX_SUMMARY, "excerpt", notes),
        topic=fitted(topics[0], MAX_TOPIC, "tag", notes) if topics else "",
        authors=_authors(around, post, key),
        featured=bool(post.get("featured")),
        meta_title=fitted(_plain(meta, "meta_title"), MAX_TITLE, "meta title", notes),
        meta_description=fitted(
            _plain(meta, "meta_description"), MAX_META_DESCRIPTION, "meta description", notes
        ),
        canonical_url=_web_address(str(post.get("canonical_url") or "").replace(HERE, site)),
        sections=outline.sections,
        faqs=outline.faqs,
        references=outline.references,
        external_id=f"ghost {post.get('uuid') or key}"[:600],
        address=address if status == "published" else "",
        home=site,
        first_published_on=published_on,
        notes=notes,
    )


def _html(post: dict[str, Any]) -> tuple[str, list[str]]:
    """The text as HTML: as Ghost made it, else from what its editor keeps."""
    for name, convert in (("html", None), ("lexical", lexical_html), ("mobiledoc", mobiledoc_html)):
        source = post.get(name)
        if not isinstance(source, str) or not source.strip():
            continue
        if len(source) > MAX_CONTENT:
            raise ImportProblem(f"The post has more than {MAX_CONTENT:,} characters.")
        return convert(source) if convert else (source, [])
    return "", []


def _left_out(row: dict[str, Any], site: str) -> list[str]:
    """What has no place here, for the report."""
    notes = []
    if picture := str(row.get("feature_image") or "").replace(HERE, site):
        notes.append(f"its featured picture was left out: {picture[:200]}")
    if any(row.get(f"codeinjection_{place}") for place in ("head", "foot")):
        notes.append("code that was put into its page was left out")
    if others := [name for name in _UNUSED if row.get(name)]:
        notes.append(f"left out: {', '.join(others)}")
    return notes


def _topics(around: Around, key: str) -> list[str]:
    """The tags in their order; the first is the primary one. Those with a # are internal."""
    ids = [tag for _, tag in sorted(around.tags_of.get(key, ()))]
    names = [_plain(around.tags[tag], "name") for tag in ids if tag in around.tags]
    return [name for name in names if name and not name.startswith("#")]


def _authors(around: Around, post: dict[str, Any], key: str) -> list[PersonDraft]:
    ids = [user for _, user in sorted(around.authors_of.get(key, ()))]
    ids = ids or [str(post.get("author_id"))]
    names = [_plain(around.users[user], "name") for user in ids if user in around.users]
    return [PersonDraft(name=name[:120]) for name in dict.fromkeys(names) if name]


def _plain(row: dict[str, Any], name: str) -> str:
    return " ".join(plain_text(without_control_characters(str(row.get(name) or ""))).split())


def _web_address(text: str) -> str:
    return text if text.startswith(("http://", "https://")) else ""


def _day(value: Any) -> date | None:
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", str(value or ""))
    with suppress(ValueError):
        return date(*map(int, found.groups())) if found else None
    return None
