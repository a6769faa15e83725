"""What a comparison is made of: what stands on the left and on the right, row by row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

# How many rows in a stretch of unchanged ones are worth a fold.
FOLDED_ROWS = 3


class Kind(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"
    # The same words, set otherwise: bold, or a link to somewhere else.
    REFORMATTED = "reformatted"


class Style(NamedTuple):
    """How words are set: the inline elements around them, and where they link to."""

    marks: frozenset[str] = frozenset()
    link: str = ""


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Run:
    """Words on one side that share a fate and a style."""

    kind: Kind
    text: str
    style: Style = PLAIN

    @property
    def shown(self) -> str:
        """The text; a change of white space alone is made visible."""
        if self.kind is Kind.SAME or not self.text.isspace():
            return self.text
        return self.text.replace("\n", "↵\n").replace(" ", "␣").replace("\u00a0", "␣")

    @property
    def classes(self) -> str:
        """CSS classes that set the words as their style says."""
        marks = [*sorted(self.style.marks), *(["link"] if self.style.link else [])]
        return " ".join(f"run--{mark}" for mark in marks)


@dataclass(frozen=True, slots=True)
class Side:
    """One line on one side: a paragraph, a list item, a table row, or the value of a field."""

    runs: tuple[Run, ...]
    kind: str = "paragraph"
    marker: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside one another. `notes` say what the words alone don't show."""

    old: Side | None
    new: Side | None
    label: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        if self.old is None or self.new is None or self.notes:
            return False
        return all(run.kind is Kind.SAME for run in self.old.runs + self.new.runs)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows or entries that follow one another and are all changed, or all unchanged."""

    is_same: bool
    items: tuple[Any, ...]

    @property
    def is_folded(self) -> bool:
        return self.is_same and len(self.items) >= FOLDED_ROWS


@dataclass(frozen=True)
class Entry:
    """One part of the article, compared: a field, a section, a reference.

    `acts` say what became of it, in words; without any it is unchanged. `identifier` is unique
    in the comparison.
    """

    identifier: str
    label: str
    acts: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return not self.acts

    @property
    def act(self) -> str:
        return " and ".join(self.acts)

    @cached_property
    def stretches(self) -> list[Stretch]:
        return list(_stretches(self.rows))


@dataclass(frozen=True)
class Group:
    """Entries of one sort, in the order of the article. `noun` names one, `nouns` several."""

    title: str
    noun: str
    nouns: str
    entries: tuple[Entry, ...]

    @cached_property
    def stretches(self) -> list[Stretch]:
        return list(_stretches(self.entries))

    @property
    def is_same(self) -> bool:
        return all(entry.is_same for entry in self.entries)


@dataclass(frozen=True)
class Comparison:
    groups: tuple[Group, ...]

    @cached_property
    def changes(self) -> list[Entry]:
        """The parts that differ, in the order of the article."""
        return [entry for group in self.groups for entry in group.entries if not entry.is_same]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.changes)


def _stretches(items: tuple[Any, ...]) -> Iterator[Stretch]:
    for is_same, stretch in groupby(items, key=lambda item: bool(item.is_same)):
        yield Stretch(is_same, tuple(stretch))


@dataclass(frozen=True)
class Names:
    """What ids and stored values are called. `choices` is by field, then by stored value."""

    topics: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    notices: Mapping[int, str] = field(default_factory=dict)
    articles: Mapping[UUID, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)

    def choice(self, name: str, value: Any) -> str:
        return self.choices.get(name, {}).get(value, str(value))
