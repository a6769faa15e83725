"""Finds questions that ask nearly the same, among thousands and fast. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from rapidfuzz import fuzz, process

# Of the words that carry the meaning, in alphabetical order: how much of their letters agrees.
LIKENESS = 85
# Words that differ must be spellings of one another: “treatment” and “treatments”.
WORD_LIKENESS = 80

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
# What questions are built with. They say how one asks, not what about.
_FRAME_TEXT = (
    "a about actually after all am an and any are as at be been being but by can could did do does "
    "for from get given go had has have having help how i if in into is it its just may me might "
    "my of on one or our really shall should so some than that the their them there these they "
    "this those to too up us use used was we were what when where which who whom whose why will "
    "with would you your"
)
_FRAME = frozenset(_FRAME_TEXT.split())


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question that an article answers, live or in its working copy."""

    question: str
    article_id: UUID
    article_title: str
    article_slug: str


@dataclass(frozen=True)
class QuestionIndex:
    """The questions of many articles."""

    questions: tuple[KnownQuestion, ...] = ()

    @classmethod
    def of(cls, questions: Iterable[KnownQuestion]) -> "QuestionIndex":
        return cls(tuple(questions))

    def like(self, question: str, *, besides: UUID) -> Iterator[KnownQuestion]:
        """Questions of other articles than `besides` that ask nearly the same, closest first."""
        key = key_of(question)
        if not key:
            return
        found = process.extract_iter(key, self._keys, scorer=fuzz.ratio, score_cutoff=LIKENESS)
        for _, _, place in sorted(found, key=lambda match: (-match[1], match[2])):
            known = self.questions[place]
            if known.article_id != besides and _same_words(key, self._keys[place]):
                yield known

    @cached_property
    def _keys(self) -> list[str]:
        return [key_of(known.question) for known in self.questions]


@lru_cache(maxsize=8192)
def key_of(question: str) -> str:
    """The words of a question that carry its meaning, in alphabetical order.

    >>> key_of("What are the side effects of statins?"), key_of("Do statins have side effects?")
    ('effects side statins', 'effects side statins')
    """
    words = (word.replace("\u2019", "'") for word in _WORD.findall(question.casefold()))
    return " ".join(sorted(set(words) - _FRAME))


def _same_words(one: str, other: str) -> bool:
    """Whether each word of either has its like in the other: names that differ are no spelling."""
    first, second = set(one.split()), set(other.split())
    return all(
        any(fuzz.ratio(word, candidate) >= WORD_LIKENESS for candidate in candidates)
        for words, candidates in ((first - second, second), (second - first, first))
        for word in words
    )
