"""What is looked up for a question, and how well an entry answers it. Pure."""

from collections.abc import Collection, Iterable, Sequence

from .entries import ASPECT_MARK, HEAD_MARK, NAMES, QUESTIONS, reader_of
from .question import Concept
from .words import stems_of

# BM25's saturation of term frequency.
K1 = 1.2
# Terms in more entries than this are looked up together with rarer ones only.
COMMON = 2000
ASPECT_IDF = 1.6
# What an article's whole name, or a whole heading or question, adds where the query has it.
WHOLE_NAME, WHOLE_HEADING = 2.5, 2.0


Lexemes = tuple[str, ...]


class Scoring:
    """How well entries answer one question.

    >>> gout = Concept({"gout": 1.0}, 3.0, 5)
    >>> Scoring([gout], ()).of('{"gout":2.0,"toe":1.0,"$":[],"?":[]}')
    4.125
    """

    def __init__(self, concepts: Sequence[Concept], aspects: Collection[str]) -> None:
        # Who names no aspect asks what it is.
        self._aspects = [f"{ASPECT_MARK}{each}" for each in aspects or ("Overview",)]
        self._terms = {term for concept in concepts for term in concept.terms}
        self._concepts = [(each.idf, tuple(each.terms.items())) for each in concepts]
        self._possible = sum(concept.idf for concept in concepts)
        self._read = reader_of([*self._terms, *self._aspects])

    def of(self, stored: str) -> float:
        """BM25F of an entry by its stored impacts, more where it has more of the question, and what
        kind of thing it asks. 0 where it has none of it."""
        impacts = self._read(stored)
        score = matched = 0.0
        # A loop and no max(): this runs for every concept of every entry of every search.
        for idf, terms in self._concepts:
            impact = 0.0
            for term, weight in terms:
                if term in impacts and impacts[term] * weight > impact:
                    impact = impacts[term] * weight
            if impact:
                score += idf * impact * (K1 + 1) / (K1 + impact)
                matched += idf
        if not score:
            return 0.0
        score *= 0.4 + 0.6 * matched / self._possible
        score += WHOLE_NAME * self._covered(impacts[NAMES])
        score += WHOLE_HEADING * self._covered(impacts[QUESTIONS])
        return score + ASPECT_IDF * any(each in impacts for each in self._aspects)

    def _covered(self, names: Iterable[Collection[str]]) -> float:
        """The greatest part of a name's terms that the query has: 1 is all."""
        covered = 0.0
        for name in names:
            if name:
                part = sum(map(self._terms.__contains__, name)) / len(name)
                covered = max(covered, part)
        return covered


def posting_lists(
    concepts: Sequence[Concept], aspects: Collection[str], phrases: Iterable[str]
) -> Iterable[tuple[float, Sequence[Lexemes]]]:
    """What to look up: a weight, and groups of lexemes of each of which an entry has to have one.

    Rare concepts by themselves; common ones together with a rare one, or with each other.
    """
    required = tuple((term,) for phrase in phrases for term in stems_of(phrase))
    rare = [concept for concept in concepts if concept.frequency <= COMMON]
    if not rare:
        rare = list(concepts[:1])
    alone = {id(concept) for concept in rare}
    gate = tuple(term for concept in rare for term in concept.terms)
    for concept in concepts:
        lexemes = tuple(concept.terms)
        heads = tuple(f"{HEAD_MARK}{term}" for term in lexemes)
        behind = (*required, *(() if id(concept) in alone else (gate,)))
        yield concept.idf, (lexemes, *behind)
        yield concept.idf, (heads, *behind)
    for aspect in sorted(aspects):
        if gate:
            yield ASPECT_IDF, ((f"{ASPECT_MARK}{aspect}",), gate, *required)
