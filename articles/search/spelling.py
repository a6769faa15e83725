"""What a word that nobody wrote was meant to be: a known one that looks or sounds like it. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log10
from string import ascii_lowercase, digits

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

# A misspelt word has at least so many letters, so many if the first may be another, and so many
# if two may be wrong: of shorter ones nearly any is near to some other.
SHORTEST_GUESSED, SHORTEST_FOR_OTHER_START, SHORTEST_FOR_TWO = 4, 6, 8
# How many more may be wrong where it sounds right, from so many letters on: "stood" sounds as "STD"
# does.
MORE_BY_EAR, SHORTEST_BY_EAR = 2, 7
# How many letters of the stem may be wrong where the word is further off: its ending is another.
STEM_WRONG = 1
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


def lengths(word: str, term: str) -> tuple[int, int]:
    """How short and how long the terms are that `word`, whose stem is `term`, may stand for."""
    most = most_wrong(word) + MORE_BY_EAR
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
    wrong letters, and that is in many entries. Better none than any: what is searched for instead
    hides that nothing was written about the word.
    """
    most = most_wrong(word)
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
        has_start = known[0] == term[0]
        wrong = min(by_word, by_stem) if by_stem <= STEM_WRONG else by_word
        if wrong <= _allowed(word, written, sounds_right=sounds_right, has_start=has_start):
            cost = min(by_word, by_stem + STEM_ALONE) - RARER * log10(entries)
            cost += (not sounds_right) * OTHER_SOUND + (not has_start) * OTHER_START
            if best is None or cost < best.cost:
                best = Guess(known, written, entries, min(by_word, by_stem), cost)
    return best


def _allowed(word: str, meant: str, *, sounds_right: bool, has_start: bool) -> int:
    """How many letters of `word` may be wrong if it is to be `meant`.

    >>> _allowed("hemroids", "haemorrhoids", sounds_right=True, has_start=True)
    4
    >>> _allowed("asma", "asthma", sounds_right=True, has_start=True)
    2
    >>> _allowed("zest", "best", sounds_right=False, has_start=False)
    0
    """
    most = most_wrong(word)
    if sounds_right:
        if len(word) >= SHORTEST_BY_EAR:
            return most + MORE_BY_EAR
        return most + _leaves_out(_TWICE.sub(r"\1", word), meant)
    if not has_start and len(word) < SHORTEST_FOR_OTHER_START:
        return int(sorted(word) == sorted(meant))  # Two letters changed places.
    return most


def _leaves_out(word: str, meant: str) -> bool:
    """Whether `word` is what is left of `meant` without some of its letters."""
    rest = iter(meant)
    return all(letter in rest for letter in word)


def _distances(word: str, others: list[str], most: int) -> dict[int, int]:
    """Place → how many letters are wrong, of the words of which at most so many are."""
    found = process.extract(
        word, others, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None
    )
    return {place: int(distance) for _, distance, place in found}
