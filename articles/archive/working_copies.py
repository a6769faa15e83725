"""A working copy as one JSON file and back: what it names stands by slug, for people and diffs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.documents.loading import load_many
from articles.models import Article

from .naming import Names, Slugs, look_up
from .problems import ArchiveProblem
from .tables import BATCH, object_in

_JSON = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """What editors have of an article now, when it was made and touched, and by whom."""

    content: Content
    created_at: datetime
    modified_at: datetime
    modified_by: str | None = None


def stored(slugs: Slugs) -> Iterator[WorkingCopy]:
    """All working copies in the order of their slugs, read in batches."""
    ids = list(slugs.articles)
    for start in range(0, len(ids), BATCH):
        rows = Article.objects.in_bulk(ids[start : start + BATCH])
        contents = load_many(rows[key] for key in ids[start : start + BATCH])
        for key, content in contents.items():
            row = rows[key]
            by = slugs.accounts.get(row.modified_by_id) if row.modified_by_id else None
            yield WorkingCopy(content, row.created_at, row.modified_at, by)


def as_json(copy: WorkingCopy, slugs: Slugs) -> bytes:
    content = copy.content
    values: dict[str, Any] = {
        "id": content.id,
        "slug": content.slug,
        "title": content.title,
        "summary": content.summary,
        "also_called": content.also_called,
        "topic": slugs.topics[content.topic_id] if content.topic_id else None,
        "authors": [slugs.people[key] for key in content.author_ids],
        "reviewers": [slugs.people[key] for key in content.reviewer_ids],
        "featured": content.featured,
        "meta_title": content.meta_title,
        "meta_description": content.meta_description,
        "canonical_url": content.canonical_url,
        "reviewed_on": content.reviewed_on,
        "review_due": content.review_due,
        "first_published_on": content.first_published_on,
        "disclosure": content.disclosure,
        "disclaimer": slugs.notices[content.disclaimer_id] if content.disclaimer_id else None,
        "related": [slugs.articles[key] for key in content.related_ids],
        "sections": content.sections,
        "faqs": content.faqs,
        "references": content.references,
        "created_at": copy.created_at,
        "modified_at": copy.modified_at,
        "modified_by": copy.modified_by,
    }
    return orjson.dumps(values, option=_JSON)


_TEXTS = (
    *("slug", "title", "summary", "meta_title", "meta_description", "canonical_url"),
    "disclosure",
)
_KEYS = {
    *(*_TEXTS, "id", "also_called", "topic", "authors", "reviewers", "featured"),
    *("reviewed_on", "review_due", "first_published_on", "disclaimer", "related"),
    *("sections", "faqs", "references", "created_at", "modified_at", "modified_by"),
}


def identity_in(data: bytes) -> tuple[UUID, str]:
    """The id and the slug of the article in a JSON file.

    Raises:
        ArchiveProblem: it has none.
    """
    values = object_in(data)
    return _id(values.get("id")), _text(values.get("slug"), "slug")


def from_json(data: bytes, names: Names) -> WorkingCopy:
    """The working copy in a JSON file.

    Raises:
        ArchiveProblem: it holds none, or names what isn't there.
    """
    values = object_in(data)
    if unknown := values.keys() - _KEYS:
        raise ArchiveProblem(f"“{min(unknown)}” is nothing that an article has.")
    topic, disclaimer = values.get("topic"), values.get("disclaimer")
    content = Content(
        id=_id(values.get("id")),
        **{key: _text(values.get(key, ""), key) for key in _TEXTS},
        also_called=tuple(_text(name, "also_called") for name in _list(values, "also_called")),
        topic_id=look_up(names.topics, topic, "topic") if topic is not None else None,
        author_ids=_ids(values, "authors", names.people, "person"),
        reviewer_ids=_ids(values, "reviewers", names.people, "person"),
        featured=values.get("featured") is True,
        reviewed_on=_parsed(values, "reviewed_on", date.fromisoformat),
        review_due=_parsed(values, "review_due", date.fromisoformat),
        first_published_on=_parsed(values, "first_published_on", date.fromisoformat),
        disclaimer_id=(
            look_up(names.notices, disclaimer, "notice") if disclaimer is not None else None
        ),
        related_ids=_ids(values, "related", names.articles, "article"),
        sections=tuple(_parts(values, "sections", SectionContent)),
        faqs=tuple(_parts(values, "faqs", FAQContent)),
        references=tuple(_parts(values, "references", ReferenceContent)),
    )
    return with_dates(content, values)


def with_dates(content: Content, values: dict[str, Any]) -> WorkingCopy:
    """The working copy of this content, with what `values` say of when it was written."""
    created_at = _parsed(values, "created_at", datetime.fromisoformat)
    modified_at = _parsed(values, "modified_at", datetime.fromisoformat)
    if created_at is None or modified_at is None:
        raise ArchiveProblem("created_at and modified_at are missing.")
    if created_at.tzinfo is None or modified_at.tzinfo is None:
        raise ArchiveProblem("created_at and modified_at need a time zone, such as +00:00.")
    by = values.get("modified_by")
    return WorkingCopy(
        content, created_at, modified_at, _text(by, "modified_by") if by is not None else None
    )


def _id(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise ArchiveProblem("There is no id of an article in it.") from None


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ArchiveProblem(f"{name} must be text.")
    return value


def _list(values: dict[str, Any], name: str) -> list[Any]:
    value = values.get(name, [])
    if not isinstance(value, list):
        raise ArchiveProblem(f"{name} must be a list.")
    return value


def _ids(values: dict[str, Any], name: str, ids: dict[str, Any], what: str) -> tuple[Any, ...]:
    return tuple(look_up(ids, slug, what) for slug in _list(values, name))


def _parsed(values: dict[str, Any], name: str, parse: Callable[[str], Any]) -> Any:
    value = values.get(name)
    if value is None:
        return None
    try:
        return parse(value)
    except (ValueError, TypeError):
        raise ArchiveProblem(f"{name} can't be “{value}”.") from None


def _parts(values: dict[str, Any], name: str, part: type[Any]) -> Iterable[Any]:
    known = {field.name: field.type for field in fields(part)}
    for given in _list(values, name):
        if not isinstance(given, dict) or given.keys() - known.keys():
            raise ArchiveProblem(f"{name} holds something that is none of them.")
        try:
            yield part(**{key: _checked(value, known[key], name) for key, value in given.items()})
        except TypeError:
            raise ArchiveProblem(f"{name} holds one that is not complete.") from None


def _checked(value: Any, expected: Any, name: str) -> Any:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    fits = (
        isinstance(value, str)
        if expected in {str, "str"}
        else is_number or (value is None and expected not in {int, "int"})
    )
    if not fits:
        raise ArchiveProblem(f"{name}: “{value}” is not what stands there.")
    return value
