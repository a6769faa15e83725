"""What changed between two contents of an article, in words. Pure: values in, values out."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from articles.documents.content import Content, ReferenceContent


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One line of a summary: “Section “Causes”” was “moved”."""

    part: str
    act: str

    def __str__(self) -> str:
        return f"{self.part}: {self.act}"


# The plain fields, as editors know them. Each is added, changed or removed.
FIELDS = {
    "title": "Title",
    "slug": "Address",
    "summary": "Summary",
    "also_called": "Also called",
    "topic_id": "Topic",
    "featured": "Featured",
    "reviewed_on": "Day of the last review",
    "review_due": "Day of the next review",
    "disclosure": "Disclosure",
    "disclaimer_id": "Notice",
    "meta_title": "Meta title",
    "meta_description": "Meta description",
    "canonical_url": "Canonical URL",
}
# Lists of people and articles, told as one line each.
PICKS = {"author_ids": "Authors", "reviewer_ids": "Reviewers", "related_ids": "Related articles"}


def summarise_changes(old: Content, new: Content) -> list[ChangedPart]:
    """The parts in which `new` differs from `old`, in the order in which editors see them.

    Sections and FAQs are the same ones if they have the same anchor. Contents that differ give at
    least one line, and only they do.
    """
    return [
        *_fields(old, new),
        *_parts("Section", old.sections, new.sections, key=_anchor, name=_heading),
        *_parts("FAQ", old.faqs, new.faqs, key=_anchor, name=_question),
        *_picks(old, new),
        *_parts("Reference", old.references, new.references, key=_source, name=_title),
    ]


def _fields(old: Content, new: Content) -> Iterable[ChangedPart]:
    for field, label in FIELDS.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield ChangedPart(label, _act(before, after))


def _picks(old: Content, new: Content) -> Iterable[ChangedPart]:
    for field, label in PICKS.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            reordered = sorted(map(str, before)) == sorted(map(str, after))
            yield ChangedPart(label, "reordered" if reordered else _act(before, after))


def _act(before: Any, after: Any) -> str:
    if not before and not isinstance(before, bool):
        return "added"
    if isinstance(after, bool):
        return "changed"
    return "changed" if after else "removed"


def _parts(
    label: str,
    old: Sequence[Any],
    new: Sequence[Any],
    *,
    key: Callable[[Any], Hashable],
    name: Callable[[Any], str],
) -> Iterable[ChangedPart]:
    before, after = _by_key(old, key), _by_key(new, key)
    kept_before = [part for part in before if part in after]
    kept_after = [part for part in after if part in before]
    moved = set(kept_after) - _in_order(kept_before, kept_after)
    for part_key, part in after.items():
        acts = []
        if part_key not in before:
            acts.append("added")
        elif before[part_key] != part:
            acts.append("changed")
        if part_key in moved:
            acts.append("moved")
        if acts:
            yield ChangedPart(f"{label} “{name(part)}”", " and ".join(acts))
    for part_key, part in before.items():
        if part_key not in after:
            yield ChangedPart(f"{label} “{name(part)}”", "removed")


def _by_key(parts: Sequence[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, Any]:
    """The parts by key; the second and later ones of equal key are told apart by a number."""
    found: dict[Hashable, Any] = {}
    for part in parts:
        number = 1
        while (key(part), number) in found:
            number += 1
        found[key(part), number] = part
    return found


def _in_order(before: list[Hashable], after: list[Hashable]) -> set[Hashable]:
    """The largest part of `after` that kept its order: what isn't in it was moved.

    Both lists hold the same items. The longest increasing run of old places, by the quadratic
    method: articles have tens of parts, hundreds at most.
    """
    places = {item: place for place, item in enumerate(before)}
    runs: list[list[Hashable]] = []
    for index, item in enumerate(after):
        earlier = (runs[i] for i in range(index) if places[after[i]] < places[item])
        longest: list[Hashable] = max(earlier, key=len, default=[])
        runs.append([*longest, item])
    kept: list[Hashable] = max(runs, key=len, default=[])
    return set(kept)


def _anchor(part: Any) -> str:
    return str(part.anchor)


def _heading(part: Any) -> str:
    return str(part.heading)


def _question(part: Any) -> str:
    return str(part.question)


def _title(part: Any) -> str:
    return str(part.title)


def _source(reference: ReferenceContent) -> str:
    """What makes a reference the same source: its number or address, else its title."""
    return reference.doi or reference.pmid or reference.url or reference.title
