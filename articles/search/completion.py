"""What completes the beginning of a query: texts by their folded words. Pure."""

from collections.abc import Iterable
from itertools import islice

from .words import telling, words_of

LONGEST_KEY = 100
# How many words of a text may be the first of what is typed.
MOST_STARTS = 12
# Titles come first, then other names of articles, then questions, then all else.
_PLACES = {"title": 0, "name": 1, "question": 2}

# Kind and text, whether its first word is the beginning, and how many entries offer it.
Offered = tuple[str, str, bool, int]


def key_of(text: str) -> str:
    """A text as suggestions are looked up: folded words with one space between."""
    return " ".join(words_of(text))[:LONGEST_KEY]


def keys_of(text: str) -> list[str]:
    """The text from its start, and from each of its telling words on.

    >>> keys_of("What is gout?")
    ['what is gout', 'gout']
    """
    words = words_of(text)
    rest = range(1, min(len(words), MOST_STARTS))
    starts = [0, *(place for place in rest if telling([words[place]]))]
    keys = (" ".join(words[start:])[:LONGEST_KEY] for start in starts if words)
    return list(dict.fromkeys(keys))


def ordered(rows: Iterable[Offered], limit: int) -> list[tuple[str, str]]:
    """Kind and text of the best, each text once."""
    best = sorted(
        rows, key=lambda row: (not row[2], _PLACES.get(row[0], 3), -row[3], len(row[1]), row[1])
    )
    kinds: dict[str, str] = {}
    for kind, text, _, _ in best:
        kinds.setdefault(text, kind)
    return [(kind, text) for text, kind in islice(kinds.items(), limit)]
