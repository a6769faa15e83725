"""How hard a text is to read, by two named formulas. Pure; English only, as the formulas are.

*Flesch-Kincaid grade level* (Kincaid and others, 1975) and *SMOG* (McLaughlin, 1969) both give
the American school grade that follows a text at first reading. Syllables come from the CMU
Pronouncing Dictionary; a word that it lacks is counted by its groups of vowels.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import import_module
from math import sqrt
from typing import Any

import sentencex

# Below this many words both formulas say more about chance than about the text.
MIN_WORDS = 100
POLYSYLLABLE = 3  # syllables, as SMOG defines it

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+(?:[.,:/]\d+)*")
_VOWELS = re.compile(r"[aeiouyàâäáéèêëíîïóôöœøúùûüæ]+")


class Band(StrEnum):
    """How a grade is shown: the formulas are too coarse for a number alone."""

    EASY = "easy"
    PLAIN = "plain"
    DEMANDING = "demanding"
    ACADEMIC = "academic"


@dataclass(frozen=True, slots=True)
class Readability:
    """What was counted in a text, and the two grades that follow from it."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    polysyllables: int = 0

    def __add__(self, other: "Readability") -> "Readability":
        return Readability(
            words=self.words + other.words,
            sentences=self.sentences + other.sentences,
            syllables=self.syllables + other.syllables,
            polysyllables=self.polysyllables + other.polysyllables,
        )

    @property
    def flesch_kincaid(self) -> float:
        """The grade; 0 for what is easier than any grade."""
        per_sentence, per_word = self.words / self.sentences, self.syllables / self.words
        return max(0.0, 0.39 * per_sentence + 11.8 * per_word - 15.59)

    @property
    def smog(self) -> float:
        return 1.0430 * sqrt(self.polysyllables * 30 / self.sentences) + 3.1291

    @property
    def band(self) -> Band:
        """Up to grade 6, 9, 12, and above: by Flesch-Kincaid, as it is shown (one decimal)."""
        grade = round(self.flesch_kincaid, 1)
        bands = ((6, Band.EASY), (9, Band.PLAIN), (12, Band.DEMANDING))
        return next((band for limit, band in bands if grade <= limit), Band.ACADEMIC)


def count(sentences: Iterable[str]) -> Readability:
    """Count the sentences given. The counts of several texts add up."""
    parts = [words for sentence in sentences if (words := words_of(sentence))]
    counts = [count_syllables(word) for words in parts for word in words]
    return Readability(
        words=len(counts),
        sentences=len(parts),
        syllables=sum(counts),
        polysyllables=sum(1 for count in counts if count >= POLYSYLLABLE),
    )


def measure(sentences: Iterable[str]) -> Readability | None:
    """The same; None where they have fewer than MIN_WORDS words together."""
    counted = count(sentences)
    return counted if counted.words >= MIN_WORDS else None


def reading_grade(counted: Readability) -> float | None:
    """The Flesch-Kincaid grade to one decimal; None below MIN_WORDS words."""
    return round(counted.flesch_kincaid, 1) if counted.words >= MIN_WORDS else None


def words_of(text: str) -> list[str]:
    """Words and numbers, without punctuation; the parts of a hyphenated word are words.

    >>> words_of("It isn't a well-known 0.5 mg dose.")
    ['It', "isn't", 'a', 'well', 'known', '0.5', 'mg', 'dose']
    """
    return _WORD.findall(text)


@lru_cache(maxsize=65_536)
def count_syllables(word: str) -> int:
    """Syllables in one word; a number counts as one.

    >>> count_syllables("medicine"), count_syllables("paracetamol"), count_syllables("0.5")
    (3, 5, 1)
    """
    word = word.lower().replace("\u2019", "'")
    if known := _dictionary()(word):
        return known
    groups = len(_VOWELS.findall(word))
    if word.endswith(("e", "es")) and not word.endswith(("le", "les", "ses", "ces", "ges")):
        groups -= 1  # A final e is silent.
    return max(1, groups)


@cache
def _dictionary() -> Callable[[str], int | None]:
    """Loaded when a text is measured: 12 MB, which a process that only answers readers spares."""
    count: Callable[[str], int | None] = import_module("pysyllables").get_syllable_count
    return count


# --- Sentences ---


def sentences_of(blocks: Iterable[Mapping[str, Any]]) -> list[str]:
    """The sentences of a body, given as blocks (see `richtext.to_blocks`).

    The end of a line, a paragraph or a list item ends a sentence. Tables and code are left out:
    they aren't read in sentences.
    """
    return [
        sentence.strip()
        for text in _texts(blocks)
        for line in text.splitlines()
        if line.strip()
        # With plain spaces: the segmenter panics on “vitamin A” + no-break space + full stop.
        for sentence in sentencex.segment("en", " ".join(line.split()))
    ]


def _texts(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "paragraph" | "quote":
                yield block["text"]
            case "term_list":
                yield from (f"{item['term']}: {item['text']}" for item in block["items"])
            case "list":
                for item in block["items"]:
                    yield item["text"]
                    yield from _texts(item["blocks"])
