"""Anchors: the part of a link behind #. Made from a heading once, then kept."""

from collections.abc import Container, Sequence

from django.utils.text import slugify

MAX_LENGTH = 100


def anchor_for(heading: str, *, taken: Container[str]) -> str:
    """An anchor for `heading` that is not in `taken`.

    >>> anchor_for("How is it applied?", taken={"how-is-it-applied"})
    'how-is-it-applied-2'
    """
    base = slugify(heading)[: MAX_LENGTH - 8].strip("-") or "section"
    if base not in taken:
        return base
    # By doubling to a free number, then by halving to the first: where thousands of headings are
    # the same, counting up would look at all that came before.
    last, free = 1, 2
    while f"{base}-{free}" in taken:
        last, free = free, 2 * free
    while free - last > 1:
        middle = (last + free) // 2
        if f"{base}-{middle}" in taken:
            last = middle
        else:
            free = middle
    return f"{base}-{free}"


# An anchor as it is, perhaps empty, and the heading to make one of.
Headed = tuple[str, str]


def filled_anchors(
    sections: Sequence[Headed], faqs: Sequence[Headed]
) -> tuple[list[str], list[str]]:
    """The anchors of an article's sections and FAQs, unique within the article.

    Those that are there stay; those that are missing or taken are made from the headings.

    >>> filled_anchors([("", "Causes"), ("causes", "What causes it")], [("", "Causes?")])
    (['causes-2', 'causes'], ['causes-3'])
    """
    taken: set[str] = set()
    kept_later = {anchor for anchor, _ in faqs if anchor}
    return _fill(sections, taken, kept_later), _fill(faqs, taken, set())


def _fill(parts: Sequence[Headed], taken: set[str], kept_later: set[str]) -> list[str]:
    """Adds the anchors to `taken`. `kept_later` are those that later parts have and keep."""
    anchors: list[str] = []
    for anchor, _ in parts:
        usable = anchor if anchor not in taken else ""
        anchors.append(usable)
        if usable:
            taken.add(usable)
    known = taken | kept_later
    for place, (_, heading) in enumerate(parts):
        if not anchors[place]:
            anchors[place] = anchor_for(heading, taken=known)
            known.add(anchors[place])
    taken.update(anchors)
    return anchors
