"""The piece of a text that answers a query best, with its words marked. Pure."""

import re
from collections import Counter
from collections.abc import Collection
from html import escape

from .words import stem, words_of

# In words.
LENGTH = 36
# Words of a text that are looked at.
MOST_WORDS = 3000


class Snippets:
    """The snippets of one answer: what a word of a text means to the query is found out once.

    >>> Snippets({"gout"}).of("Gout <hurts>.")
    '<mark>Gout</mark> &lt;hurts&gt;.'
    """

    def __init__(self, stems: Collection[str]) -> None:
        self._hits = _Hits(stems)

    def of(self, text: str) -> str:
        """HTML: `text` cut to the passage with the most different stems, each in a <mark>.

        Everything else is escaped, so it can be put into a page as it is.
        """
        pieces = text[: MOST_WORDS * 12].split()[:MOST_WORDS]
        hits = self._hits
        found = [hits[piece] for piece in pieces]
        start = _best_start(found)
        end = start + LENGTH
        told = " ".join(
            f"<mark>{escape(piece)}</mark>" if hit else escape(piece)
            for piece, hit in zip(pieces[start:end], found[start:end], strict=True)
        )
        return f"{'… ' if start else ''}{told}{' …' if end < len(pieces) else ''}"


class _Hits(dict[str, str]):
    """A piece of a text → the stem of the query that one of its words has, or nothing.

    An answer has some ten thousand words, so only those that begin as one of the stems does are
    folded and stemmed.
    """

    def __init__(self, stems: Collection[str]) -> None:
        super().__init__()
        self.stems = stems
        # Stemming keeps the first two letters, but makes an i of the y of “dying”.
        starts = {each[:2] for each in stems} | {
            f"{each[0]}y" for each in stems if each[1:2] == "i"
        }
        words = "|".join(sorted(map(re.escape, starts)))
        self._may_hit = re.compile(rf"(?:^|[\W_])(?:{words})", re.IGNORECASE) if stems else None

    def __missing__(self, piece: str) -> str:
        found = ""
        # A letter with an accent may stand for one without.
        if self._may_hit and (not piece.isascii() or self._may_hit.search(piece)):
            stems = map(stem, words_of(piece))
            found = next((each for each in stems if each in self.stems), "")
        self[piece] = found
        return found


def _best_start(found: list[str]) -> int:
    """Where the window with the most different stems starts: a few words before its first."""
    places = [place for place, hit in enumerate(found) if hit]
    best, start, end = 0, 0, 0
    inside: Counter[str] = Counter()
    for place in places:
        while end < len(places) and places[end] < place + LENGTH - 4:
            inside[found[places[end]]] += 1
            end += 1
        if len(inside) > best:
            best, start = len(inside), max(0, place - 4)
        inside[found[place]] -= 1
        if not inside[found[place]]:
            del inside[found[place]]
    return start
