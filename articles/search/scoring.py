"""What is looked up for a question, and how well an entry answers it. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from .entries import ASPECT_MARK, HEAD_MARK, NAMES, QUESTIONS
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


def score_of(
    impacts: Mapping[str, Any],
    concepts: Sequence[Concept],
    aspects: Collection[str],
    possible: float,
) -> float:
    """BM25F of one entry, more where it has more of the question, and what kind of thing it asks.

    >>> score_of({"gout": 2.0}, [Concept({"gout": 1.0}, 3.0, 5)], (), 3.0)
    5.725
    """
    score = matched = 0.0
    # A loop and no max(): this runs for every concept of every entry of every search.
    for concept in concepts:
        impact = 0.0
        for term, weight in concept.terms.items():
            if term in impacts and impacts[term] * weight > impact:
                impact = impacts[term] * weight
        if impact:
            score += concept.idf * impact * (K1 + 1) / (K1 + impact)
            matched += concept.idf
    if not score:
        return 0.0
    score *= 0.4 + 0.6 * matched / possible
    terms = {term for concept in concepts for term in concept.terms}
    score += WHOLE_NAME * _covered(impacts.get(NAMES, ()), terms)
    score += WHOLE_HEADING * _covered(impacts.get(QUESTIONS, ()), terms)
    # Who names no aspect asks what it is.
    wanted = aspects or ("Overview",)
    return score + ASPECT_IDF * any(f"{ASPECT_MARK}{each}" in impacts for each in wanted)


def _covered(names: Iterable[Collection[str]], terms: Collection[str]) -> float:
    """The greatest part of a name's terms that the query has: 1 is all."""
    return max(
        (sum(term in terms for term in name) / len(name) for name in names if name), default=0.0
    )


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
