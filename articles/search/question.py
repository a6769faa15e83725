"""From what somebody typed to the concepts that are looked for. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .words import LONGEST_NAME, SYNONYMS_OF, aspects_of, is_chatter, stem, telling, words_of

# Of a longer text only so much is read, in characters and in different words.
READ_CHARACTERS = 2000
MOST_WORDS = 60
MOST_CONCEPTS = 14
_QUOTED = re.compile(r'["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]+)["\u201c\u201d\u201e]')
# How much a synonym or a spelling that was guessed weighs beside the word itself.
SYNONYM, GUESS = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Question:
    """The telling words with their stems, exact phrases as stems, and the aspects asked about."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    phrases: tuple[str, ...]
    aspects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Concept:
    """Terms that mean the same, each with how well it does; and how rare the concept is."""

    terms: Mapping[str, float]
    idf: float
    frequency: int


def question_of(text: str) -> Question:
    """Read a query. Chatter counts only where there is nothing else."""
    text = text[:READ_CHARACTERS]
    words = list(dict.fromkeys(telling(words_of(text))))[:MOST_WORDS]
    kept = [word for word in words if not is_chatter(word)] or words
    stems = tuple(dict.fromkeys(stem(word) for word in kept))
    phrases = tuple(" ".join(words_of(each)) for each in _QUOTED.findall(text))
    return Question(
        tuple(kept), stems, tuple(each for each in phrases if each), frozenset(aspects_of(stems))
    )


def synonyms_of(stems: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """For each stem the terms that may stand for it, with their weights."""
    found: dict[str, dict[str, float]] = {each: {} for each in stems}
    for start in range(len(stems)):
        for end in range(start + 1, min(len(stems), start + LONGEST_NAME) + 1):
            name = stems[start:end]
            for other in SYNONYMS_OF.get(name, ()):
                # A name of several words weighs as a whole as much as one.
                for term in other:
                    if term not in stems:
                        found[name[0]].setdefault(term, SYNONYM / len(other))
    return found
