"""Two texts, word by word.

The longest common run of words is rapidfuzz's: bit-parallel, so 10,000 words against 10,000 take
milliseconds, where difflib takes time by their square and guesses at what is common in long texts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from .values import PLAIN, Kind, Run, Style

# A word (also “don't”, “0.5”, “well-being”) or one other character, and the space behind it.
_TOKEN = re.compile(r"([^\W_]+(?:['\u2019.,\-][^\W_]+)*|\S)(\s*)|\s+")
# Words against words, beyond which the middle of two texts counts as replaced: the table of bits
# is then some twelve megabytes.
MOST_PAIRS = 10_000 * 10_000
# Common words between two changes, up to which the changes read better as one.
SHORT_GAP = 3


class Segment(NamedTuple):
    """Text in one style."""

    text: str
    style: Style = PLAIN


class Token(NamedTuple):
    word: str
    space: str
    style: Style


class Hunk(NamedTuple):
    """Words `old_from:old_to` were replaced by words `new_from:new_to`; either may be none."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int

    @property
    def size(self) -> int:
        return max(self.old_to - self.old_from, self.new_to - self.new_from)


class Reformatted(NamedTuple):
    """Words that stayed and are set otherwise."""

    text: str
    old: Style
    new: Style


class WordComparison(NamedTuple):
    old: tuple[Run, ...]
    new: tuple[Run, ...]
    reformatted: tuple[Reformatted, ...]


def tokens_of(segments: Iterable[Segment]) -> list[Token]:
    """The words of a text, each with the space behind it: together they are the text."""
    tokens: list[Token] = []
    for segment in segments:
        for found in _TOKEN.finditer(segment.text):
            word, space = found[1] or "", found[2] or ""
            if word or not tokens:
                tokens.append(Token(word, space if word else found[0], segment.style))
            else:
                last = tokens[-1]
                tokens[-1] = last._replace(space=last.space + found[0])
    return tokens


def numbered(*texts: Sequence[Token]) -> list[list[int]]:
    """The words of texts as numbers, the same word as the same one.

    rapidfuzz compares hashes, and those of small numbers are unique.
    """
    numbers: dict[str, int] = {}
    return [[numbers.setdefault(token.word, len(numbers)) for token in text] for text in texts]


def likeness(old: Sequence[int], new: Sequence[int], *, at_least: float = 0.0) -> float:
    """How much two texts have in common, from 0 to 1; 0 where that is under `at_least`."""
    if not old and not new:
        return 1.0
    return Indel.normalized_similarity(old, new, score_cutoff=at_least)


def compare_words(old: Sequence[Token], new: Sequence[Token]) -> WordComparison:
    """What became of each word. The runs of a side make up its text."""
    left, right, reformatted = _Runs(), _Runs(), _Reformatted()
    old_at = new_at = 0
    for hunk in [*_hunks(old, new), Hunk(len(old), len(old), len(new), len(new))]:
        for before, after in zip(
            old[old_at : hunk.old_from], new[new_at : hunk.new_from], strict=True
        ):
            _keep(before, after, left, right)
            reformatted.note(before, after)
        reformatted.end()
        for token in old[hunk.old_from : hunk.old_to]:
            left.add(Kind.DELETED, token.word + token.space, token.style)
        for token in new[hunk.new_from : hunk.new_to]:
            right.add(Kind.INSERTED, token.word + token.space, token.style)
        old_at, new_at = hunk.old_to, hunk.new_to
    return WordComparison(left.runs(), right.runs(), tuple(reformatted.found))


def all_of_kind(kind: Kind, segments: Iterable[Segment]) -> tuple[Run, ...]:
    """A whole text as unchanged, deleted or inserted."""
    return tuple(Run(kind, segment.text, segment.style) for segment in segments if segment.text)


def _keep(before: Token, after: Token, left: "_Runs", right: "_Runs") -> None:
    kind = Kind.SAME if before.style == after.style else Kind.REFORMATTED
    left.add(kind, before.word, before.style)
    right.add(kind, after.word, after.style)
    if before.space == after.space:
        left.add(kind, before.space, before.style)
        right.add(kind, after.space, after.style)
    else:
        left.add(Kind.DELETED, before.space, before.style)
        right.add(Kind.INSERTED, after.space, after.style)


class _Runs:
    """Collects words, neighbours of one fate and style as one run."""

    def __init__(self) -> None:
        self._collected: list[tuple[Kind, Style, list[str]]] = []

    def add(self, kind: Kind, text: str, style: Style) -> None:
        if not text:
            return
        if self._collected and self._collected[-1][:2] == (kind, style):
            self._collected[-1][2].append(text)
        else:
            self._collected.append((kind, style, [text]))

    def runs(self) -> tuple[Run, ...]:
        return tuple(Run(kind, "".join(texts), style) for kind, style, texts in self._collected)


class _Reformatted:
    """Collects words that are set otherwise, neighbours with the same change as one phrase."""

    def __init__(self) -> None:
        self.found: list[Reformatted] = []
        self._is_open = False

    def note(self, before: Token, after: Token) -> None:
        if before.style == after.style:
            self.end()
            return
        text = after.word + after.space
        if self._is_open and self.found[-1][1:] == (before.style, after.style):
            self.found[-1] = self.found[-1]._replace(text=self.found[-1].text + text)
        else:
            self.found.append(Reformatted(text, before.style, after.style))
        self._is_open = True

    def end(self) -> None:
        self._is_open = False


def _hunks(old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """The changes, those with next to nothing in common between them joined."""
    joined: list[Hunk] = []
    for hunk in _plain_hunks(old, new):
        if joined and _reads_as_one(joined[-1], hunk):
            last = joined.pop()
            joined.append(Hunk(last.old_from, hunk.old_to, last.new_from, hunk.new_to))
        else:
            joined.append(hunk)
    return joined


def _reads_as_one(first: Hunk, second: Hunk) -> bool:
    gap = second.old_from - first.old_to
    return gap <= SHORT_GAP and gap < min(first.size, second.size)


def _plain_hunks(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Hunk]:
    start, end = _common_ends(old, new)
    old_end, new_end = len(old) - end, len(new) - end
    if (old_end - start) * (new_end - start) > MOST_PAIRS:
        yield Hunk(start, old_end, start, new_end)
        return
    hunk: Hunk | None = None
    for step in Indel.opcodes(*numbered(old[start:old_end], new[start:new_end])):
        if step.tag == "equal":
            if hunk:
                yield hunk
            hunk = None
            continue
        old_from, new_from = start + step.src_start, start + step.dest_start
        if hunk:
            old_from, new_from = hunk.old_from, hunk.new_from
        hunk = Hunk(old_from, start + step.src_end, new_from, start + step.dest_end)
    if hunk:
        yield hunk


def _common_ends(old: Sequence[Token], new: Sequence[Token]) -> tuple[int, int]:
    """How many words two texts have in common at their beginning, and behind that at their end."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start].word == new[start].word:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end].word == new[-1 - end].word:
        end += 1
    return start, end
