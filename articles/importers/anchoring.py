"""Anchors of what is imported: kept from the stored article where a part is the same."""

from collections.abc import Sequence
from typing import Any

from articles.documents.anchors import anchor_for
from articles.documents.content import Content

from .drafts import ArticleDraft, FAQDraft, SectionDraft

Anchored = list[tuple[str, Any]]


def anchored(draft: ArticleDraft, stored: Content | None) -> tuple[Anchored, Anchored]:
    """Each section and FAQ of the draft with its anchor.

    A part keeps the anchor that it has in `stored`: it is known again by its own anchor, its
    heading, or its text. A new part gets a new anchor.
    """
    old_sections = stored.sections if stored else ()
    old_faqs = stored.faqs if stored else ()
    own = {part.anchor for part in draft.sections if part.anchor}
    own |= {part.anchor for part in draft.faqs if part.anchor}
    sections = _keep(
        draft.sections, [(part.anchor, part.heading, part.body) for part in old_sections], own
    )
    faqs = _keep(draft.faqs, [(part.anchor, part.question, part.answer) for part in old_faqs], own)
    taken = {anchor for anchor in (*sections, *faqs) if anchor}
    return _fill(draft.sections, sections, taken), _fill(draft.faqs, faqs, taken)


def _words(part: SectionDraft | FAQDraft) -> tuple[str, str]:
    if isinstance(part, SectionDraft):
        return part.heading, part.body
    return part.question, part.answer


def _keep(parts: Sequence[Any], old: list[tuple[str, str, str]], own: set[str]) -> list[str]:
    anchors = [part.anchor for part in parts]
    taken = set(own)
    for place in (1, 2):  # By heading first, then by text.
        free: dict[str, list[str]] = {}
        for entry in reversed(old):
            if entry[0] not in taken:
                free.setdefault(entry[place], []).append(entry[0])
        for index, part in enumerate(parts):
            wanted = _words(part)[place - 1]
            if not anchors[index] and wanted and free.get(wanted):
                anchors[index] = free[wanted].pop()
                taken.add(anchors[index])
    return anchors


def _fill(parts: Sequence[Any], anchors: list[str], taken: set[str]) -> Anchored:
    filled = []
    for part, kept in zip(parts, anchors, strict=True):
        anchor = kept or anchor_for(_words(part)[0], taken=taken)
        taken.add(anchor)
        filled.append((anchor, part))
    return filled
