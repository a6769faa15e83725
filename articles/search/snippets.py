"""The piece of a text that answers a query best, with its words marked. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from html import escape

from .words import stem, words_of

# In words.
LENGTH, BEFORE = 36, 4
# Words of a text that are looked at.
MOST_WORDS = 3000
# What each byte of an ASCII text is to words: a letter in lower case, a digit, or an end.
_LETTERS = bytes(ord(each.lower()) if each.isalnum() else 32 for each in map(chr, range(128)))
_LETTERS = _LETTERS.ljust(256)
_PRINTABLE = bytes(range(32, 127))
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# So many words, where others follow.
_SHOWN = re.compile(rf"(?:[^ ]* ){{{LENGTH}}}")

# Where a word stands: as which one of the text, from and to which character; and its stem.
Hit = tuple[int, int, int, str]


class Snippets:
    """The snippets of one answer: what a word of a text means to the query is found out once.

    >>> Snippets({"gout"}).of("Gout <hurts>.")
    '<mark>Gout</mark> &lt;hurts&gt;.'
    """

    def __init__(self, stems: Collection[str]) -> None:
        self._meant = _Meant(stems)
        # Stemming changes the last letter of a stem at most, but makes “die” of “dying”.
        starts = {each[: max(2, len(each) - 1)] for each in stems} | {
            f"{each[0]}y" for each in stems if each[1:] == "ie"
        }
        plain = sorted(each.encode() for each in starts if each.isascii())
        # What begins as another does is found with that.
        plain = [each for each in plain if not each.startswith(tuple({*plain} - {each}))]
        self._start = re.compile(b" (?:%s)" % b"|".join(plain))

    def of(self, text: str) -> str:
        """HTML: `text` cut to the passage with the most different stems, each in a <mark>.

        Everything else is escaped, so it can be put into a page as it is.
        """
        text = _with_single_spaces(text)
        hits = self._hits(text) if self._meant.stems else []
        start = _start_of_best(hits)
        for _ in range(BEFORE if start else 0):
            start = text.rfind(" ", 0, max(0, start - 1)) + 1
        cut = _SHOWN.match(text, start)
        end = cut.end() - 1 if cut else len(text)
        told, done = [], start
        for _, first, last, _ in hits:
            if first >= end:
                break
            if start <= first:
                told += [escape(text[done:first]), f"<mark>{escape(text[first:last])}</mark>"]
                done = last
        told.append(escape(text[done:end]))
        return f"{'… ' if start else ''}{''.join(told)}{' …' if cut else ''}"

    def _hits(self, text: str) -> list[Hit]:
        """All pieces between spaces that mean something. An answer has some ten thousand."""
        hits, place, counted, end = [], 0, 0, -1
        for at in self._candidates(text):
            if at > end:
                start = text.rfind(" ", 0, at) + 1
                end = text.find(" ", at)
                end = len(text) if end < 0 else end
                if meant := self._meant[text[start:end]]:
                    place += text.count(" ", counted, start)
                    counted = start
                    hits.append((place, start, end, meant))
        return hits

    def _candidates(self, text: str) -> Iterable[int]:
        """Characters of all pieces that begin as a stem does, or could in other letters."""
        letters = text.encode("ascii", "replace").translate(_LETTERS)
        found = [match.start() for match in self._start.finditer(b" " + letters)]
        if text.isascii():
            return found
        # A letter with an accent may stand for one without.
        return sorted([*found, *(match.start() for match in _NOT_ASCII.finditer(text))])


class _Meant(dict[str, str]):
    """A piece of a text → the stem of the query that one of its words has, or nothing."""

    def __init__(self, stems: Collection[str]) -> None:
        super().__init__()
        self.stems = stems

    def __missing__(self, piece: str) -> str:
        found = next((each for each in map(stem, words_of(piece)) if each in self.stems), "")
        self[piece] = found
        return found


def _with_single_spaces(text: str) -> str:
    """The first words of a text, with one space between."""
    text = text[: MOST_WORDS * 12]
    spaced = " ".join(filter(None, text.split("\n")))
    # Most texts have no other space. Taking them apart costs several times as much as looking.
    if not spaced.isascii() or spaced.encode().translate(None, _PRINTABLE) or "  " in spaced:
        spaced = " ".join(text.split())
    spaced = spaced.strip(" ")
    if len(spaced) < 2 * MOST_WORDS or spaced.count(" ") < MOST_WORDS:
        return spaced
    return " ".join(spaced.split(" ", MOST_WORDS)[:MOST_WORDS])


def _start_of_best(hits: Sequence[Hit]) -> int:
    """The first character of the hit that begins the window with the most different stems."""
    best, start, end = 0, 0, 0
    most = len({hit for *_, hit in hits})
    inside: dict[str, int] = defaultdict(int)
    for place, first, _, hit in hits:
        while end < len(hits) and hits[end][0] < place + LENGTH - BEFORE:
            inside[hits[end][3]] += 1
            end += 1
        if len(inside) > best:
            best, start = len(inside), first
            if best == most:
                break
        inside[hit] -= 1
        if not inside[hit]:
            del inside[hit]
    return start
