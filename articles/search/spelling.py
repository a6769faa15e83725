"""What a word that nobody wrote was meant to be: the known term that is nearest to it. Pure."""

from collections.abc import Iterable, Iterator
from string import ascii_lowercase, digits

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

# A misspelt word has at least so many letters, and so many if two of them may be wrong.
SHORTEST_GUESSED, SHORTEST_FOR_TWO = 4, 6

# A known term, how it is written, and how many entries have it.
Known = tuple[str, str, int]


def most_wrong(term: str) -> int:
    """How many letters of `term` may be wrong; none where it is too short to guess."""
    if len(term) < SHORTEST_GUESSED or term.isdigit():
        return 0
    return 1 if len(term) < SHORTEST_FOR_TWO else 2


def other_starts(term: str) -> Iterator[str]:
    """How terms begin where the first letter of `term` is missing, another, too many or second.

    Beginnings and no pattern for the second letter: an index leads to each, however many terms
    there are.

    >>> list(other_starts("migrane"))[:3], list(other_starts("migrane"))[-2:]
    (['ig', 'im', 'ami'], ['8ig', '9ig'])
    """
    yield term[1:3]
    yield term[1] + term[0]
    for first in ascii_lowercase + digits:
        yield first + term[:2]
        yield first + term[1:3]


def nearest(term: str, most: int, among: Iterable[Known]) -> Known | None:
    """That of the known terms which differs from `term` in the fewest letters, at most `most`;
    of several the one that most entries have."""
    rows = [row for row in among if row[0] != term]
    found = process.extract(
        term,
        [row[0] for row in rows],
        scorer=DamerauLevenshtein.distance,
        score_cutoff=most,
        limit=None,
    )
    best = min(
        ((distance, -rows[place][2], rows[place]) for _, distance, place in found), default=None
    )
    return best[2] if best else None
