"""Joins what two editors made of the same content, part by part. Pure: values in, values out.

What only one of them touched comes from that one. Where both touched the same field of the same
part in different ways there is a conflict, which somebody has to decide.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from articles.documents.content import Content

from .comparison.fields import FIELDS, PICKS
from .comparison.parts import source_of

# The names of the fields of sections, FAQs and references, as editors know them.
PART_FIELDS = {
    "anchor": "address within the page",
    "heading": "heading",
    "level": "level",
    "kind": "kind",
    "health_aspect": "health aspect",
    "body": "text",
    "question": "question",
    "answer": "answer",
    "also_asked": "other wordings",
    "title": "title",
    "publisher": "publisher",
    "year": "year",
    "doi": "DOI",
    "pmid": "PMID",
    "url": "URL",
    "evidence_level": "evidence level",
}
# Each is only valid with the other, so they are merged as one.
REVIEW_DATES = ("reviewed_on", "review_due")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that both changed, each in another way.

    `key` names it for `theirs_wins`; `field` is the field, empty where one of them removed the
    part, which is then None.
    """

    key: str
    part: str
    field: str
    mine: Any
    theirs: Any

    def __str__(self) -> str:
        return f"{self.part}, {self.field}" if self.field else self.part


@dataclass(frozen=True, slots=True)
class Merge:
    content: Content
    conflicts: tuple[Conflict, ...]


class _Kind(NamedTuple):
    """Sections, FAQs or references: how they are called, and what makes one the same."""

    name: str
    label: str
    title: str
    key: Callable[[Any], Hashable]
    # Whether two that were added with the same key are two parts all the same.
    keeps_both: bool


def merge(
    base: Content, mine: Content, theirs: Content, *, theirs_wins: Collection[str] = ()
) -> Merge:
    """What `mine` and `theirs`, both made from `base`, come to together.

    Args:
        theirs_wins: the keys of the conflicts that are decided for `theirs`; the others are
            decided for `mine`.
    """
    merging = _Merging(frozenset(theirs_wins))
    values: dict[str, Any] = {}
    for name in FIELDS.keys() - {"also_called", *REVIEW_DATES}:
        part = FIELDS[name]
        values[name] = merging.choose(
            name, part, "", (getattr(side, name) for side in (base, mine, theirs))
        )
    dates = merging.choose(
        "review_dates", "Days of review", "", map(_review_dates, (base, mine, theirs))
    )
    values |= dict(zip(REVIEW_DATES, dates, strict=True))
    for name in ("also_called", *PICKS):
        label = PICKS.get(name) or FIELDS[name]
        values[name] = merging.picks(name, label, base, mine, theirs)
    for kind in _KINDS:
        values[kind.name] = merging.parts(kind, base, mine, theirs)
    order = {name: place for place, name in enumerate([*FIELDS, "review_dates", *PICKS])}
    # In the order in which editors see them; what isn't a plain field keeps its place behind.
    conflicts = sorted(merging.conflicts, key=lambda found: order.get(found.key, len(order)))
    return Merge(replace(mine, **values), tuple(conflicts))


@dataclass
class _Merging:
    theirs_wins: frozenset[str]
    conflicts: list[Conflict] = field(default_factory=list)

    def choose(self, key: str, part: str, name: str, sides: Iterable[Any]) -> Any:
        base, mine, theirs = sides
        if theirs in (base, mine):
            return mine
        if mine == base:
            return theirs
        self.conflicts.append(Conflict(key, part, name, mine, theirs))
        return theirs if key in self.theirs_wins else mine

    def picks(
        self, name: str, label: str, base: Content, mine: Content, theirs: Content
    ) -> tuple[Any, ...]:
        """Names, people or articles: each was added, kept or removed by somebody."""
        old, ours, other = (_by_key(getattr(side, name), _itself) for side in (base, mine, theirs))
        kept = {
            key: value
            for key, value in (ours | other).items()
            if (key in ours and key in other) or key not in old
        }
        order = self._order(name, label, old, ours, other)
        return tuple(kept[key] for key in order if key in kept)

    def parts(self, kind: _Kind, base: Content, mine: Content, theirs: Content) -> tuple[Any, ...]:
        old, ours, other = (
            _by_key(getattr(side, kind.name), kind.key) for side in (base, mine, theirs)
        )
        if kind.keeps_both:
            ours = {
                (key, "mine") if _added_twice(key, old, ours, other) else key: part
                for key, part in ours.items()
            }
        merged = {}
        for key in [*ours, *(key for key in other if key not in ours)]:
            part = self._part(kind, key, old.get(key), ours.get(key), other.get(key))
            if part is not None:
                merged[key] = part
        order = self._order(kind.name, f"{kind.label}s", old, ours, other)
        return tuple(_numbered(key, merged[key]) for key in order if key in merged)

    def _part(self, kind: _Kind, key: Any, old: Any, mine: Any, theirs: Any) -> Any:
        """One section, FAQ or reference; None where it is removed."""
        place = f"{kind.name}:{_text(key)}"
        if old is None and (mine is None or theirs is None):
            return mine or theirs
        label = f"{kind.label} “{getattr(mine or theirs, kind.title)}”"
        if mine is None or theirs is None:
            return self.choose(place, label, "", (old, mine, theirs))
        values = {}
        for name in (column.name for column in fields(mine)):
            sides = (getattr(side, name, None) for side in (old, mine, theirs))
            values[name] = self.choose(f"{place}:{name}", label, PART_FIELDS[name], sides)
        return replace(mine, **values)

    def _order(
        self, name: str, label: str, old: Iterable[Any], mine: Iterable[Any], theirs: Iterable[Any]
    ) -> list[Any]:
        """All keys of both, in the order of the one who moved them."""
        mine, theirs = list(mine), list(theirs)
        common = [key for key in old if key in mine and key in theirs]
        moved_by_me = [key for key in mine if key in common] != common
        moved_by_them = [key for key in theirs if key in common] != common
        first, second = (mine, theirs)
        if moved_by_them and not moved_by_me:
            first, second = theirs, mine
        elif moved_by_them and moved_by_me:
            orders = [[key for key in side if key in common] for side in (mine, theirs)]
            if orders[0] != orders[1]:
                key = f"{name}:order"
                self.conflicts.append(Conflict(key, label, "order", None, None))
                if key in self.theirs_wins:
                    first, second = theirs, mine
        return _inserted(first, second)


def _inserted(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """`first` with what only `second` has, each behind what stands before it there."""
    order = list(first)
    place = 0
    for key in second:
        if key in order:
            place = order.index(key) + 1
        else:
            order.insert(place, key)
            place += 1
    return order


def _added_twice(key: Any, old: Any, mine: Any, theirs: Any) -> bool:
    return key not in old and key in theirs and theirs[key] != mine[key]


def _numbered(key: Any, part: Any) -> Any:
    """A part that got the same anchor as another one that was added: it gets a new one."""
    return replace(part, anchor="") if key[1] == "mine" else part


def _text(key: tuple[Any, int | str]) -> str:
    name, number = key
    return str(name) if number == 1 else f"{name} ({number})"


def _by_key(parts: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Any, Any]:
    """The parts by key; the second and later ones of equal key are told apart by a number."""
    found: dict[Any, Any] = {}
    for part in parts:
        number = 1
        while (key(part), number) in found:
            number += 1
        found[key(part), number] = part
    return found


def _review_dates(content: Content) -> tuple[Any, ...]:
    return tuple(getattr(content, name) for name in REVIEW_DATES)


def _itself(value: Any) -> Any:
    return value


def _anchor(part: Any) -> str:
    return str(part.anchor)


_KINDS = (
    _Kind("sections", "Section", "heading", _anchor, keeps_both=True),
    _Kind("faqs", "FAQ", "question", _anchor, keeps_both=True),
    _Kind("references", "Reference", "title", source_of, keeps_both=False),
)
