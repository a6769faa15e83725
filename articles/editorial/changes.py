"""What changed between two contents of an article, in words. Pure: values in, values out.

The same changes as in a comparison (`articles.editorial.comparison`), each told in one line.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.documents.content import Content

from .comparison.fields import FIELDS, PICKS, field_acts, pick_acts
from .comparison.parts import FAQS, REFERENCES, SECTIONS, Sort, acts_of


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One line of a summary: “Section “Causes”” was “moved”."""

    part: str
    act: str

    def __str__(self) -> str:
        return f"{self.part}: {self.act}"


def summarise_changes(old: Content, new: Content) -> list[ChangedPart]:
    """The parts in which `new` differs from `old`, in the order in which editors see them.

    Sections and FAQs are the same ones if they have the same anchor, else if they are alike.
    Contents that differ give at least one line, and only they do.
    """
    return [
        *(ChangedPart(FIELDS[name], act) for name, act in field_acts(old, new)),
        *_parts(SECTIONS, old, new),
        *_parts(FAQS, old, new),
        *(ChangedPart(PICKS[name], act) for name, act in pick_acts(old, new)),
        *_parts(REFERENCES, old, new),
    ]


def _parts(sort: Sort, old: Content, new: Content) -> Iterable[ChangedPart]:
    before, after = getattr(old, sort.field), getattr(new, sort.field)
    for each in sort.match(old, new):
        if acts := acts_of(each, before, after):
            part = before[each.old] if each.new is None else after[each.new]
            yield ChangedPart(sort.label(part), " and ".join(acts))
