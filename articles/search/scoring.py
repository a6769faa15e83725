"""What is looked up for a question, and how well an entry answers it. Pure."""

from collections.abc import Collection, Iterable, Sequence

import orjson

from .entries import ASPECT_MARK, HEAD_MARK, reader_of
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
        self._idfs = [each.idf for each in concepts]
        self._possible = sum(self._idfs)
        self._terms = {term for each in concepts for term in each.terms}
        # Term → the places of its concepts, with how well it stands for each; the last place is
        # of the aspects. Who names none asks what it is.
        self._places: dict[str, list[tuple[int, float]]] = {term: [] for term in self._terms}
        for place, concept in enumerate(concepts):
            for term, weight in concept.terms.items():
                self._places[term].append((place, weight))
        for aspect in aspects or ("Overview",):
            self._places[f"{ASPECT_MARK}{aspect}"] = [(len(concepts), 1.0)]
        self._read = reader_of(self._places)
        self._covered: dict[str, float] = {}

    def of(self, stored: str) -> float:
        """BM25F of an entry by its stored impacts, more where it has more of the question, and what
        kind of thing it asks. 0 where it has none of it."""
        # This runs for every entry of every search: what it doesn't have isn't looked at.
        found, names, questions = self._read(stored)
        impacts = [0.0] * (len(self._idfs) + 1)
        for term, value in found:
            for place, weight in self._places[term]:
                if (impact := float(value) * weight) > impacts[place]:
                    impacts[place] = impact
        has_aspect = impacts.pop() > 0
        score = matched = 0.0
        for idf, impact in zip(self._idfs, impacts, strict=True):
            if impact:
                score += idf * impact * (K1 + 1) / (K1 + impact)
                matched += idf
        if not score:
            return 0.0
        score *= 0.4 + 0.6 * matched / self._possible
        score += WHOLE_NAME * self._part_of(names)
        score += WHOLE_HEADING * self._part_of(questions)
        return score + ASPECT_IDF * has_aspect

    def _part_of(self, names: str) -> float:
        """The greatest part of a name's terms that the query has: 1 is all. `names` is JSON."""
        if names not in self._covered:  # Those of an article are the same in all its passages.
            self._covered[names] = max(map(self._part, orjson.loads(names)), default=0.0)
        return self._covered[names]

    def _part(self, name: Collection[str]) -> float:
        return sum(map(self._terms.__contains__, name)) / len(name) if name else 0.0


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
