"""What a word that nobody wrote was meant to be: a known one that looks or sounds like it. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log10
from string import ascii_lowercase, digits

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

# A misspelt word has at least so many letters, and so many if two of them may be wrong.
SHORTEST_GUESSED, SHORTEST_FOR_TWO = 4, 6
# How many more may be wrong where it sounds right.
MORE_BY_EAR = 2
# What counts as much as so many wrong letters: another sound, the stem alone being alike, another
# first letter, which most people get right; and a tenth of the entries.
OTHER_SOUND, STEM_ALONE, OTHER_START, RARER = 1.2, 1.5, 0.5, 0.45

# Letters that English, and the Greek and Latin of medicine, write for what is heard as another's.
_HEARD = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"^(?:ps|sc(?=[eiy])|x)", "s"),
        (r"^(?:kn|gn|pn|mn)", "n"),
        (r"^pt", "t"),
        (r"^wr|rrh|rh", "r"),
        (r"sthm", "sm"),
        (r"ph", "f"),
        (r"[cx]z|cs|cks", "x"),
        (r"gm(?=$|[^aeiouy])", "m"),
        (r"tch", "ch"),
        (r"sch", "sk"),
        (r"ck|ch|q", "k"),
        (r"t(?=i[ao])|sh|sc(?=[eiy])", "s"),
        (r"c(?=[eiy])|z", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"dg|g(?=[eiy])", "j"),
        (r"gh", ""),
        (r"th", "t"),
        (r"wh", "w"),
        (r"^[aeiouyh]+", "a"),
    )
)
_UNHEARD = re.compile(r"(?!^)[aeiouyhw]+")
_TWICE = re.compile(r"(.)\1+")
# How else a beginning may be written.
_STARTS = {
    "e": ("ae", "oe"),
    "f": ("ph",),
    "h": ("wh",),
    "k": ("ch",),
    "n": ("pn", "kn", "gn"),
    "r": ("rh", "wr"),
    "s": ("ps", "sc"),
    "z": ("x",),
}

# A known term, how it is written, and how many entries have it.
Known = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Guess:
    """A known word that may be meant, and how many letters are wrong then. `cost` is in wrong
    letters, too; less is likelier."""

    term: str
    word: str
    entries: int
    wrong: int
    cost: float


@lru_cache(maxsize=10_000)
def sound(word: str) -> str:
    """What is heard of a word: its consonants, each as it is most simply written.

    >>> sound("hemroids"), sound("haemorrhoids"), sound("heroin")
    ('amrds', 'amrds', 'arn')
    """
    for written, heard in _HEARD:
        word = written.sub(heard, word)
    return _TWICE.sub(r"\1", _UNHEARD.sub("", word))


def most_wrong(word: str) -> int:
    """How many letters of `word` may be wrong; none where it is too short to guess."""
    if len(word) < SHORTEST_GUESSED or word.isdigit():
        return 0
    return 1 if len(word) < SHORTEST_FOR_TWO else 2


def lengths(term: str) -> tuple[int, int]:
    """How short and how long the terms are that `term` may stand for."""
    most = most_wrong(term) + MORE_BY_EAR
    return len(term) - most, len(term) + most


def other_starts(term: str) -> Iterator[str]:
    """How terms begin where the first letter of `term` is missing, another, too many or second, or
    where their beginning sounds as that of `term`.

    Beginnings and no pattern for the second letter: an index leads to each, however many terms
    there are.

    >>> list(other_starts("migrane"))[:3], list(other_starts("numonia"))[-3:]
    (['ig', 'im', 'ami'], ['pn', 'kn', 'gn'])
    """
    yield term[1:3]
    yield term[1] + term[0]
    for first in ascii_lowercase + digits:
        yield first + term[:2]
        yield first + term[1:3]
    yield from _STARTS.get(term[0], ())


def likeliest(word: str, term: str, among: Iterable[Known]) -> Guess | None:
    """The one of the known words that was most likely meant by `word`, whose stem is `term`.

    Few letters may be wrong, a few more where it sounds right. Of those the one with the fewest
    wrong letters, and that is in many entries.
    """
    most = most_wrong(term)
    rows = [row for row in {*among} if row[0] != term]
    far = most + MORE_BY_EAR
    spelt = _distances(word, [row[1] for row in rows], far)
    stems = _distances(term, [row[0] for row in rows], far)
    heard = {sound(word), sound(term)}
    best: Guess | None = None
    for place in sorted({*spelt, *stems}, key=rows.__getitem__):
        known, written, entries = rows[place]
        by_word, by_stem = spelt.get(place, far + 1), stems.get(place, far + 1)
        sounds_right = sound(written) in heard or sound(known) in heard
        if sounds_right or min(by_word, by_stem) <= most:
            cost = min(by_word, by_stem + STEM_ALONE) - RARER * log10(entries)
            cost += (not sounds_right) * OTHER_SOUND + (known[0] != term[0]) * OTHER_START
            if best is None or cost < best.cost:
                best = Guess(known, written, entries, min(by_word, by_stem), cost)
    return best


def _distances(word: str, others: list[str], most: int) -> dict[int, int]:
    """Place → how many letters are wrong, of the words of which at most so many are."""
    found = process.extract(
        word, others, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None
    )
    return {place: int(distance) for _, distance, place in found}
