"""The piece of a text that answers a query best, with its words marked. Pure."""

import re
from collections.abc import Collection

from django.utils.html import escape

from .words import stem, words_of

# In words.
LENGTH = 36
# Words of a text that are looked at.
MOST_WORDS = 3000
_PIECE = re.compile(r"\S+")


def snippet_of(text: str, stems: Collection[str]) -> str:
    """HTML: `text` cut to the passage with the most different `stems`, each in a <mark>.

    Everything else is escaped, so it can be put into a page as it is.

    >>> snippet_of("Gout <hurts>.", {"gout"})
    '<mark>Gout</mark> &lt;hurts&gt;.'
    """
    pieces = _PIECE.findall(text[: MOST_WORDS * 12])[:MOST_WORDS]
    found = [_stem_in(piece, stems) for piece in pieces]
    start = _best_start(found)
    end = start + LENGTH
    told = " ".join(
        f"<mark>{escape(piece)}</mark>" if hit else escape(piece)
        for piece, hit in zip(pieces[start:end], found[start:end], strict=True)
    )
    return f"{'… ' if start else ''}{told}{' …' if end < len(pieces) else ''}"


def _stem_in(piece: str, stems: Collection[str]) -> str:
    return next((each for each in map(stem, words_of(piece)) if each in stems), "")


def _best_start(found: list[str]) -> int:
    """Where the window with the most different stems starts: a few words before its first."""
    best, start = 0, 0
    for place, hit in enumerate(found):
        if hit:
            number = len(set(found[place : place + LENGTH - 4]) - {""})
            if number > best:
                best, start = number, max(0, place - 4)
    return start
