"""The piece of a text that answers a query best, with its words marked. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from html import escape

from .words import stem, words_of

# In words.
LENGTH = 36
# Words of a text that are looked at.
MOST_WORDS = 3000

# The place of a word in its text, and the stem of the query that it has.
Hit = tuple[int, str]


class Snippets:
    """The snippets of one answer: what a word of a text means to the query is found out once.

    >>> Snippets({"gout"}).of("Gout <hurts>.")
    '<mark>Gout</mark> &lt;hurts&gt;.'
    """

    def __init__(self, stems: Collection[str]) -> None:
        self._meant = _Meant(stems)
        # Stemming changes the last three letters of a stem at most and leaves the first two as they
        # are, but makes an i of the y of “dying”.
        starts = {each[: max(2, len(each) - 3)] for each in stems} | {
            f"{each[0]}y" for each in stems if each[1:2] == "i"
        }
        # In ASCII, in lower case. Other letters count as ends of words, which does no harm.
        self._start = re.compile(f"[^a-z0-9](?:{'|'.join(map(re.escape, sorted(starts)))})")

    def of(self, text: str) -> str:
        """HTML: `text` cut to the passage with the most different stems, each in a <mark>.

        Everything else is escaped, so it can be put into a page as it is.
        """
        pieces = text[: MOST_WORDS * 12].split()[:MOST_WORDS]
        hits = [
            (place, hit) for place in self._places(pieces) if (hit := self._meant[pieces[place]])
        ]
        start = _best_start(hits)
        told, done, end = [], start, start + LENGTH
        for place in (place for place, _ in hits if start <= place < end):
            told += [*_escaped(pieces[done:place]), f"<mark>{escape(pieces[place])}</mark>"]
            done = place + 1
        told += _escaped(pieces[done:end])
        return f"{'… ' if start else ''}{' '.join(told)}{' …' if end < len(pieces) else ''}"

    def _places(self, pieces: Sequence[str]) -> list[int]:
        """Where the pieces are that begin as one of the stems does, or could in other letters."""
        if not self._meant.stems:
            return []
        text = f" {' '.join(pieces).lower()}"
        found, place, counted = set(), -1, 0
        for match in self._start.finditer(text):
            end = match.end()
            place += text.count(" ", counted, end)
            counted = end
            found.add(place)
        if not text.isascii():
            # A letter with an accent may stand for one without.
            found.update(place for place, piece in enumerate(pieces) if not piece.isascii())
        return sorted(found)


class _Meant(dict[str, str]):
    """A piece of a text → the stem of the query that one of its words has, or nothing."""

    def __init__(self, stems: Collection[str]) -> None:
        super().__init__()
        self.stems = stems

    def __missing__(self, piece: str) -> str:
        found = next((each for each in map(stem, words_of(piece)) if each in self.stems), "")
        self[piece] = found
        return found


def _escaped(pieces: Sequence[str]) -> list[str]:
    return [escape(" ".join(pieces))] if pieces else []


def _best_start(hits: Sequence[Hit]) -> int:
    """Where the window with the most different stems starts: a few words before its first."""
    best, start, end = 0, 0, 0
    inside: dict[str, int] = defaultdict(int)
    for place, hit in hits:
        while end < len(hits) and hits[end][0] < place + LENGTH - 4:
            inside[hits[end][1]] += 1
            end += 1
        if len(inside) > best:
            best, start = len(inside), max(0, place - 4)
        inside[hit] -= 1
        if not inside[hit]:
            del inside[hit]
    return start
