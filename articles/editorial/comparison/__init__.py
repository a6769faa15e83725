"""Two contents of an article side by side, word by word. Pure: values in, values out.

    comparison = compare(old, new, names)

`articles.editorial.naming.names_in(old, new)` gives the names; `admin/articles/comparison.html`
shows the comparison.
"""

from collections.abc import Iterator
from dataclasses import replace

from articles.documents.content import Content

from .fields import FIELDS, PICKS, field_acts, field_rows, pick_acts, pick_rows
from .parts import FAQS, REFERENCES, SECTIONS, Sort, compare_parts
from .values import Comparison, Entry, Group, Kind, Names, Row, Run, Side

__all__ = ["Comparison", "Entry", "Group", "Kind", "Names", "Row", "Run", "Side", "compare"]


def compare(old: Content, new: Content, names: Names) -> Comparison:
    """What stands in `old` and in `new`, and what of it differs.

    Sections and FAQs are the same ones if they have the same anchor, else if they are alike; one
    that stands elsewhere has moved. Contents that differ give at least one change, and only they.
    """
    groups = [
        Group("The article", "field", "fields", tuple(_fields(old, new, names))),
        *(_parts(sort, old, new, names) for sort in (SECTIONS, FAQS)),
        Group("People and picks", "list", "lists", tuple(_picks(old, new, names))),
        _parts(REFERENCES, old, new, names),
    ]
    return Comparison(tuple(_identified([group for group in groups if group.entries])))


def _fields(old: Content, new: Content, names: Names) -> Iterator[Entry]:
    acts = dict(field_acts(old, new))
    for name, label in FIELDS.items():
        rows = field_rows(name, old, new, names)
        yield Entry("", label, (acts[name],) if name in acts else (), tuple(rows))


def _picks(old: Content, new: Content, names: Names) -> Iterator[Entry]:
    acts = dict(pick_acts(old, new))
    for name, label in PICKS.items():
        rows = pick_rows(name, old, new, names)
        yield Entry("", label, (acts[name],) if name in acts else (), tuple(rows))


def _parts(sort: Sort, old: Content, new: Content, names: Names) -> Group:
    nouns = sort.title if sort.title == "FAQs" else sort.title.lower()
    noun = sort.noun if sort.noun == "FAQ" else sort.noun.lower()
    return Group(sort.title, noun, nouns, tuple(compare_parts(sort, old, new, names)))


def _identified(groups: list[Group]) -> Iterator[Group]:
    """The groups, their entries numbered through."""
    number = 0
    for group in groups:
        entries = []
        for entry in group.entries:
            number += 1
            entries.append(replace(entry, identifier=f"compared-{number}"))
        yield replace(group, entries=tuple(entries))
