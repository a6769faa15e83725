"""The plain fields and the picks of two contents, and what each is called."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from articles.documents.content import Content

from .matching import match
from .texts import compare_plain, exchanged
from .values import Kind, Names, Row, Side
from .words import Segment, all_of_kind

# As editors know them. Each is added, changed or removed.
FIELDS = {
    "title": "Title",
    "slug": "Address",
    "summary": "Summary",
    "also_called": "Also called",
    "topic_id": "Topic",
    "featured": "Featured",
    "reviewed_on": "Day of the last review",
    "review_due": "Day of the next review",
    "first_published_on": "First published on",
    "disclosure": "Disclosure",
    "disclaimer_id": "Notice",
    "meta_title": "Meta title",
    "meta_description": "Meta description",
    "canonical_url": "Canonical URL",
}
# Lists of people and articles, told as one line each.
PICKS = {"author_ids": "Authors", "reviewer_ids": "Reviewers", "related_ids": "Related articles"}

WRITTEN = ("title", "summary", "disclosure", "meta_title", "meta_description")


def field_acts(old: Content, new: Content) -> Iterator[tuple[str, str]]:
    """The names of the fields that differ, each with what became of it."""
    for name in FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield name, _act(before, after)


def pick_acts(old: Content, new: Content) -> Iterator[tuple[str, str]]:
    for name in PICKS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            reordered = sorted(map(str, before)) == sorted(map(str, after))
            yield name, "reordered" if reordered else _act(before, after)


def _act(before: Any, after: Any) -> str:
    if not before and not isinstance(before, bool):
        return "added"
    if isinstance(after, bool):
        return "changed"
    return "changed" if after else "removed"


def field_rows(name: str, old: Content, new: Content, names: Names) -> list[Row]:
    before, after = getattr(old, name), getattr(new, name)
    if name in WRITTEN:
        return [compare_plain(before, after)]
    if name == "also_called":
        return list_rows(before, after, call=str)
    call = _CALLED.get(name, lambda value, _: str(value))
    return [exchanged(call(before, names), call(after, names))]


def pick_rows(name: str, old: Content, new: Content, names: Names) -> list[Row]:
    known: Mapping[Any, str] = names.articles if name == "related_ids" else names.people
    noun = "article" if name == "related_ids" else "person"

    def call(key: Any) -> str:
        return known.get(key) or deleted(noun, key)

    return list_rows(getattr(old, name), getattr(new, name), call=call)


def list_rows(old: Sequence[Any], new: Sequence[Any], *, call: Callable[[Any], str]) -> list[Row]:
    """One row for each item: kept, moved, added or removed."""
    rows = []
    for each in match(old, new, key=lambda item: (item,)):
        item = old[each.old] if each.new is None else new[each.new]  # type: ignore[index]
        kind = Kind.SAME
        if each.old is None or each.new is None:
            kind = Kind.INSERTED if each.old is None else Kind.DELETED
        side = Side(all_of_kind(kind, [Segment(call(item))]), kind="bullet", marker="•", depth=1)
        notes = (moved(each.places),) if each.has_moved else ()
        before = None if each.old is None else side
        rows.append(Row(before, None if each.new is None else side, notes=notes))
    return rows


def moved(places: tuple[int, int]) -> str:
    return f"Moved from place {places[0]} to {places[1]}."


def deleted(noun: str, key: Any) -> str:
    return f"{noun} {key} (deleted)"


def day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


def _topic(value: int | None, names: Names) -> str:
    return (names.topics.get(value) or deleted("topic", value)) if value else ""


def _notice(value: int | None, names: Names) -> str:
    return (names.notices.get(value) or deleted("notice", value)) if value else ""


_CALLED: dict[str, Callable[[Any, Names], str]] = {
    "topic_id": _topic,
    "disclaimer_id": _notice,
    "featured": lambda value, _: "Yes" if value else "No",
    "reviewed_on": lambda value, _: day(value),
    "review_due": lambda value, _: day(value),
    "first_published_on": lambda value, _: day(value),
}
