"""Texts as words to search by: folded, stemmed, without what says nothing. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

from .synonyms import ASPECTS, CHATTER, STOP_WORDS, SYNONYMS

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
# What combining characters are among; only these are looked at one by one.
_HIGH = re.compile(r"[^\x00-\u02ff]")
_stemmer = Stemmer.Stemmer("english")
# Longer ones are nobody's words.
LONGEST = 60


def fold(text: str) -> str:
    """`text` without case and accents.

    >>> fold("Ménière")
    'meniere'
    """
    folded = text.casefold()
    return folded if folded.isascii() else without_accents(folded)


def without_accents(text: str) -> str:
    """`text` in compatibility decomposition without its combining characters."""
    decomposed = unicodedata.normalize("NFKD", text)
    return _HIGH.sub(lambda hit: "" if unicodedata.combining(hit[0]) else hit[0], decomposed)


def words_of(text: str) -> list[str]:
    """The folded words of a text, without a possessive's ending.

    >>> words_of("Parkinson's disease, stage 2")
    ['parkinson', 'disease', 'stage', '2']
    """
    found = _WORD.findall(fold(text).replace("\u2019", "'"))
    return [
        (word.removesuffix("'s").replace("'", "") if "'" in word else word)[:LONGEST]
        for word in found
    ]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word.

    >>> stem("neuropathies")
    'neuropathi'
    """
    return str(_stemmer.stemWord(word))


def telling(words: Iterable[str]) -> list[str]:
    """The words that say something, in their order: no function words, no single letters."""
    return [word for word in words if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]


def stems_of(text: str) -> list[str]:
    """The stems of the telling words of a text, in their order."""
    return [stem(word) for word in telling(words_of(text))]


def is_chatter(word: str) -> bool:
    """Whether a word of a question says nothing about its subject: "please", "wondering"."""
    return word in CHATTER


_ASPECT_OF = {stem(word): aspect for aspect, words in ASPECTS.items() for word in words.split()}


def aspects_of(stems: Iterable[str]) -> set[str]:
    """The health aspects that a question or a heading asks about, by its wording."""
    return {_ASPECT_OF[each] for each in stems if each in _ASPECT_OF}


def _phrases() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    found: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}
    for line in SYNONYMS.strip().splitlines():
        group = [tuple(stem(word) for word in name.split()) for name in line.split(",")]
        for name in group:
            others = tuple(other for other in group if other != name)
            found[name] = found.get(name, ()) + others
    return found


# What else something is called: stems → the stems of each other name.
SYNONYMS_OF = _phrases()
LONGEST_NAME = max(map(len, SYNONYMS_OF))
