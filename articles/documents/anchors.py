"""Anchors: the part of a link behind #. Made from a heading once, then kept."""

from collections.abc import Container

from django.utils.text import slugify

MAX_LENGTH = 100


def anchor_for(heading: str, *, taken: Container[str]) -> str:
    """An anchor for `heading` that is not in `taken`.

    >>> anchor_for("How is it applied?", taken={"how-is-it-applied"})
    'how-is-it-applied-2'
    """
    base = slugify(heading)[: MAX_LENGTH - 8].strip("-") or "section"
    anchor, number = base, 2
    while anchor in taken:
        anchor, number = f"{base}-{number}", number + 1
    return anchor
