"""What the index keeps of a passage or an article. Pure.

Each term of an entry has one impact: how often it occurs, weighed by field and by the field's
length (the term frequency of BM25F). Lexemes are what databases look entries up by: the term,
and with `=` before it where it stands in a title, a name, a heading or a question.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import orjson
from cachetools import LRUCache, cached

from .words import aspects_of, stem, stems_of, telling, words_of

# Weight and length normalisation (b, and the usual length in telling words) of each field.
SUBJECT, HEADING, BODY = (2.4, 0.3, 4.0), (3.0, 0.3, 5.0), (1.0, 0.5, 120.0)
ASPECT_MARK = "#"
HEAD_MARK = "="
NAMES, QUESTIONS = "$", "?"
# How many telling words of a body are read.
MOST_WORDS = 5000
# How many terms of bodies are kept.
KEPT_TERMS = 30_000


@dataclass(frozen=True, slots=True)
class Text:
    """The searched texts of a passage or an article."""

    kind: str
    subjects: tuple[str, ...]  # the article's title and its other names
    headings: tuple[str, ...]  # the heading or question, and how else it is asked
    body: str
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    lexemes: tuple[str, ...]
    # JSON: term → impact; also the terms of each subject and each heading, under these keys.
    impacts: str
    words: Mapping[str, str]  # each term as it is written


@lru_cache(maxsize=1000)
def _subject(texts: tuple[str, ...]) -> dict[str, float]:
    return _frequencies([stems_of(text) for text in texts], *SUBJECT)


def _frequencies(
    parts: Iterable[list[str]], weight: float, b: float, usual: float
) -> dict[str, float]:
    """The greatest weighed frequency of each term in any of the parts."""
    found: dict[str, float] = {}
    for stems in parts:
        norm = weight / (1 - b + b * len(stems) / usual) if stems else 0
        for term, count in Counter(stems).items():
            found[term] = max(found.get(term, 0), count * norm)
    return found


@dataclass(frozen=True, slots=True)
class SearchedBody:
    """What the index takes from a body: the weighed frequency of its terms, and how each is
    written. Nobody may change it."""

    impacts: Mapping[str, float]
    words: Mapping[str, str]


def _size(body: SearchedBody) -> int:
    return len(body.words)


@cached(LRUCache(KEPT_TERMS, getsizeof=_size), lock=Lock())
def searched_body(text: str) -> SearchedBody:
    """Kept for a while: most bodies of an edition are those of the one before it."""
    body = telling(words_of(text))[:MOST_WORDS]
    stems = [stem(word) for word in body]
    return SearchedBody(_frequencies([stems], *BODY), dict(zip(stems, body, strict=True)))


def entry_of(text: Text) -> Entry:
    """The index's entry of a text."""
    headings = [stems_of(heading) for heading in text.headings]
    body = searched_body(text.body)
    impacts = dict(body.impacts)
    heads = [_subject(text.subjects), _frequencies(headings, *HEADING)]
    for head in heads:
        for term, value in head.items():
            impacts[term] = impacts.get(term, 0) + value
    asked = aspects_of(term for heading in headings for term in heading)
    for aspect in sorted(asked | ({text.aspect} - {""})) or ["Overview"]:
        impacts[f"{ASPECT_MARK}{aspect}"] = 3
    marked = {f"{HEAD_MARK}{term}" for head in heads for term in head}
    written = dict(body.words)
    for part in (*text.subjects, *text.headings):
        words = telling(words_of(part))
        written.update((stem(word), word) for word in words)
    kept: dict[str, object] = {term: round(value, 2) for term, value in impacts.items()}
    kept[NAMES] = [sorted(set(stems_of(subject))) for subject in text.subjects]
    kept[QUESTIONS] = [sorted(set(heading)) for heading in headings]
    return Entry(tuple(sorted({*impacts, *marked})), orjson.dumps(kept).decode(), written)


# Terms with their impacts, as they are written.
Impacts = list[tuple[str, str]]


def reader_of(terms: Iterable[str]) -> Callable[[str], tuple[Impacts, str, str]]:
    """Of stored impacts, those of `terms`, and the JSON of the names and of the questions.

    Parsing all of each would be most of what a search costs. Terms have nothing that JSON escapes,
    and what is no term comes last.

    >>> reader_of(["gout", "pain"])(entry_of(Text("faq", ("Gout",), ("Why?",), "A toe.")).impacts)
    ([('gout', '3.1')], '[["gout"]]', '[[]]')
    """
    # With what is before it: an expression that begins with two fixed characters is quicker.
    impact = re.compile(f',"({"|".join(map(re.escape, terms))})":([0-9.]+)')

    def read(impacts: str) -> tuple[Impacts, str, str]:
        own, _, rest = impacts.rpartition(f'"{NAMES}":')
        names, _, questions = rest.partition(f',"{QUESTIONS}":')
        return impact.findall(f",{own[1:]}"), names, questions[:-1]

    return read
