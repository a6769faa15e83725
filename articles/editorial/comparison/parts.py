"""The sections, FAQs and references of two contents: which is which, and what changed in each."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent

from .lines import Line, lines_of
from .matching import Match, match
from .texts import compare_plain, compare_rich, exchanged
from .values import Entry, Names, Row
from .words import Segment, Token, tokens_of

# What needs no mention in a part that was added or removed.
USUAL = {"level": 1, "kind": "plain"}
# A line has to have this many words to tell where it came from.
TELLING = 4


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of part. `written` are its plain texts, `chosen` its other plain values."""

    field: str
    title: str
    noun: str
    key: Callable[[Any], Hashable]
    name: str
    written: tuple[tuple[str, str], ...]
    chosen: tuple[tuple[str, str], ...]
    body: str = ""

    def label(self, part: Any) -> str:
        return f"{self.noun} “{getattr(part, self.name)}”"

    def lines(self, part: Any) -> Sequence[Line]:
        return lines_of(getattr(part, self.body)) if self.body else ()

    def words(self, part: Any) -> list[Token]:
        """What tells one part from another that has another key."""
        tokens = tokens_of([Segment(f"{getattr(part, self.name)}\n")])
        return [*tokens, *(token for line in self.lines(part) for token in line.tokens)]

    def match(self, old: Content, new: Content) -> list[Match]:
        before, after = getattr(old, self.field), getattr(new, self.field)
        return match(before, after, key=self.key, words=self.words)


def _anchor(part: SectionContent | FAQContent) -> str:
    return part.anchor


def source_of(reference: ReferenceContent) -> str:
    """What makes a reference the same source: its number or address, else its title."""
    return reference.doi or reference.pmid or reference.url or reference.title


SECTIONS = Sort(
    field="sections",
    title="Sections",
    noun="Section",
    key=_anchor,
    name="heading",
    written=(("heading", "Heading"),),
    chosen=(
        ("level", "Level"),
        ("kind", "Kind"),
        ("health_aspect", "Health aspect"),
        ("anchor", "Anchor"),
    ),
    body="body",
)
FAQS = Sort(
    field="faqs",
    title="FAQs",
    noun="FAQ",
    key=_anchor,
    name="question",
    written=(("question", "Question"), ("also_asked", "Also asked as")),
    chosen=(("anchor", "Anchor"),),
    body="answer",
)
REFERENCES = Sort(
    field="references",
    title="References",
    noun="Reference",
    key=source_of,
    name="title",
    written=(("title", "Title"), ("publisher", "Publisher")),
    chosen=(
        ("year", "Year"),
        ("doi", "DOI"),
        ("pmid", "PMID"),
        ("url", "URL"),
        ("evidence_level", "Evidence level"),
    ),
)


def acts_of(each: Match, old: Sequence[Any], new: Sequence[Any]) -> tuple[str, ...]:
    """What became of one part, in words; nothing where it is as it was."""
    if each.old is None or each.new is None:
        return ("added" if each.old is None else "removed",)
    changed = ("changed",) * (old[each.old] != new[each.new])
    return (*changed, "moved") if each.has_moved else changed


def compare_parts(sort: Sort, old: Content, new: Content, names: Names) -> list[Entry]:
    """An entry for each part. Their identifiers are set by who puts the comparison together."""
    before, after = getattr(old, sort.field), getattr(new, sort.field)
    matches = sort.match(old, new)
    has_come = any(each.old is None for each in matches)
    has_gone = any(each.new is None for each in matches)
    old_places = _places_of_lines(sort, before) if has_come else {}
    new_places = _places_of_lines(sort, after) if has_gone else {}
    entries = []
    for each in matches:
        a = None if each.old is None else before[each.old]
        b = None if each.new is None else after[each.new]
        acts = tuple(
            "moved from place {} to {}".format(*each.places) if act == "moved" else act
            for act in acts_of(each, before, after)
        )
        notes = []
        if a is None and (origin := _home(sort, b, old_places)):
            notes.append(f"Most of its text stood in {origin}.")
        if b is None and (home := _home(sort, a, new_places)):
            notes.append(f"Most of its text stands in {home} now.")
        rows = _rows(sort, a, b, names)
        label = sort.label(a if b is None else b)
        entries.append(Entry("", label, acts, tuple(rows), tuple(notes)))
    return entries


def _rows(sort: Sort, old: Any, new: Any, names: Names) -> list[Row]:
    rows = []
    for fields, compare in ((sort.written, compare_plain), (sort.chosen, exchanged)):
        for name, label in fields:
            before, after = (_called(name, part, names) for part in (old, new))
            if (before or after) and _is_telling(name, old, new):
                rows.append(compare(before, after, label=label))
    if sort.body:
        before, after = (getattr(part, sort.body) if part else "" for part in (old, new))
        rows += compare_rich(before, after, names)
    return rows


def _is_telling(name: str, old: Any, new: Any) -> bool:
    """Whether a field is worth a row: what differs is; of a new part, what isn't as always."""
    if old is not None and new is not None:
        return bool(getattr(old, name) != getattr(new, name))
    part = old if new is None else new
    return name != "anchor" and getattr(part, name) != USUAL.get(name)


def _called(name: str, part: Any, names: Names) -> str:
    value = getattr(part, name) if part else ""
    return names.choice(name, value) if value not in ("", None) else ""


def _places_of_lines(sort: Sort, parts: Sequence[Any]) -> dict[str, str]:
    """Which part has a line of this text, by its label; of lines that tell something."""
    return {
        line.text: sort.label(part)
        for part in parts
        for line in sort.lines(part)
        if len(line.tokens) >= TELLING
    }


def _home(sort: Sort, part: Any, places: dict[str, str]) -> str | None:
    """The part of the other side in which most of the words of `part` stand, line by line."""
    lines = sort.lines(part) if places else ()
    total = sum(len(line.tokens) for line in lines)
    words: dict[str, int] = {}
    for line in lines:
        if line.text in places:
            label = places[line.text]
            words[label] = words.get(label, 0) + len(line.tokens)
    best = max(words, key=partial(words.__getitem__), default=None)
    return best if best and words[best] * 2 > total else None
