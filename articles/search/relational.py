"""Search in a relational database: candidates by the index, scores in Python.

The same on every database, so that all rank the same. Candidates come from posting lists that
are short: a common term is looked up only together with a rare one, however large the site.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models import at_once

from .backend import Found, Hit
from .completion import key_of, ordered
from .phrases import with_phrases
from .question import GUESS, MOST_CONCEPTS, Concept, Question, question_of, synonyms_of
from .scoring import Lexemes, Scoring, posting_lists
from .spelling import (
    Guess,
    Known,
    lengths,
    likeliest,
    most_wrong,
    other_starts,
)
from .upkeep import ALL, Upkeep
from .words import stem

# How many rows of one posting list are read, and how many entries are scored.
LONGEST_LIST = 2000
SCORED = 150
# How many rows of a list are looked at for those that a search is narrowed to, and with how many
# of them it is content.
LOOKED_AT, ENOUGH = 6000, 20
# Of how many words that nothing has is it guessed what was meant.
MOST_GUESSED = 6
# How many texts are looked at for a beginning.
MOST_OFFERED = 300
# What scores less than this part of the best is left out.
FLOOR = 0.2
# Terms in no more entries than this may be misspellings that happen to be words, if they have as
# many letters.
RARE, SHORTEST_BY_CHANCE = 5, 6


class RelationalBackend(Upkeep):
    """What the databases share. A subclass says how to ask its index."""

    def matches(self, groups: Sequence[Lexemes]) -> tuple[str, list[Any]]:
        """SQL, with its parameters, for the ids of entries that have one of each group."""
        raise NotImplementedError

    def beginning_with(self, prefix: str, column: str) -> tuple[str, list[Any]]:
        """An SQL condition that `column` begins with `prefix`, as an index serves it."""
        raise NotImplementedError

    def search(self, text: str, *, among: QuerySet | None = None) -> Found:
        question = question_of(text)
        if not question.stems:
            return Found()
        concepts, corrections = self._concepts(question)
        lists = list(posting_lists(concepts, question.aspects, question.phrases))
        if not lists:
            return Found(words=question.words)
        rough = self._rough(lists, among, LOOKED_AT)
        is_cut = among is not None and concepts[0].frequency > LOOKED_AT
        if is_cut and len(rough) < ENOUGH:  # Common words alone, among few: through all of them.
            rough = self._rough(lists, among, sum(each.frequency for each in concepts))
        # Of equal ones the first: sorting by key, then stably by score, needs no function of ours.
        best = sorted(sorted(rough), key=rough.__getitem__, reverse=True)[:SCORED]
        hits = self._scored(best, concepts, question)
        return Found(tuple(hits), _shown(question, concepts, corrections), tuple(corrections))

    def _concepts(self, question: Question) -> tuple[list[Concept], list[tuple[str, str]]]:
        alike = synonyms_of(question.stems)
        whole = {stem(half): stem(half + other) for half, other in pairwise(question.words)}
        terms = {
            ALL,
            *question.stems,
            *whole.values(),
            *(t for each in alike.values() for t in each),
        }
        marks = ", ".join(["%s"] * len(terms))
        source = f"articles_searchterm WHERE entries > 0 AND term IN ({marks})"
        rows = at_once.rows(("term", "word", "entries"), source, list(terms))
        known = {term: int(entries) for term, _, entries in rows}
        total = known.get(ALL, 0)
        concepts, corrections = [], []
        written = {term: word for term, word, _ in rows if known[term] <= RARE}
        unknown = [
            word
            for word in question.words
            if (term := stem(word)) not in known
            # Known only by chance: "migrane" has the stem of "migrans".
            or (term in written and written[term] != word and len(term) >= SHORTEST_BY_CHANCE)
        ]
        # What nothing has may be half of a word: "gall stones" are gallstones.
        halves = {term for term in question.stems if term not in known and whole.get(term) in known}
        for term in halves:
            alike[term][whole[term]] = 1.0
        guesses = self._guesses([word for word in unknown if not alike[stem(word)]])
        for term in question.stems:
            weights = {term: 1.0} if term in known else {}
            weights |= {other: weight for other, weight in alike[term].items() if other in known}
            frequency = known.get(term) or max((known[other] for other in weights), default=0)
            word, guess = guesses.get(term, ("", None))
            # A word that something has, if only by chance, is at most a slip away from another.
            if guess and guess.entries > 2 * frequency and (guess.wrong == 1 or not frequency):
                weights, frequency = {guess.term: GUESS}, guess.entries
                corrections.append((word, guess.word))
            if weights:
                idf = log(1 + (total - frequency + 0.5) / (frequency + 0.5))
                concepts.append(Concept(weights, idf, frequency))
        concepts.sort(key=lambda concept: -concept.idf)
        return concepts[:MOST_CONCEPTS], corrections

    def _guesses(self, words: list[str]) -> dict[str, tuple[str, Guess]]:
        """For the stem of a word that nothing has: the word, and what was most likely meant."""
        found = {}
        for word in words[:MOST_GUESSED]:
            term = stem(word)
            if not most_wrong(word):
                continue
            guess = likeliest(word, term, self._terms_like(word, [term[0]]))
            # Most people get the first letter right.
            if guess is None or guess.wrong > 1:
                others = likeliest(word, term, self._terms_like(word, other_starts(term)))
                guess = min(filter(None, (guess, others)), key=lambda each: each.cost, default=None)
            if guess:
                found[term] = (word, guess)
        return found

    def _terms_like(self, word: str, starts: Iterable[str]) -> list[Known]:
        """The terms that begin in one of these ways and are about as long as that of `word`."""
        parts: list[str] = []
        values: list[Any] = []
        shortest, longest = lengths(word, stem(word))
        for start in starts:
            condition, given = self.beginning_with(start, "term")
            parts.append(
                "SELECT term, word, entries FROM articles_searchterm WHERE entries > 0 "  # noqa: S608
                f"AND length(term) BETWEEN {shortest} AND {longest} AND {condition}"
            )
            values += given
        # No OR, for which SQLite would rather read the whole table.
        rows = at_once.rows(
            ("term", "word", "entries"), f"({' UNION ALL '.join(parts)}) AS known", values
        )
        return [(known, word, int(entries)) for known, word, entries in rows]

    def _rough(
        self,
        lists: Sequence[tuple[float, Sequence[Lexemes]]],
        among: QuerySet | None,
        looked_at: int,
    ) -> dict[int, float]:
        """A first score of all entries that the lists lead to."""
        lookups: list[str] = []
        parameters: list[Any] = []
        limit = LONGEST_LIST if among is None else looked_at
        for _, groups in lists:
            sql, found = self.matches(groups)
            lookups.append(f"(SELECT id FROM ({sql}) AS matched LIMIT {limit}) AS entries")  # noqa: S608
            parameters += found
        if among is None:
            statement = " UNION ALL ".join(
                f"SELECT {number} AS list, {at_once.joined('id')} FROM {lookup}"  # noqa: S608
                for number, lookup in enumerate(lookups)
            )
        else:
            rows = " UNION ALL ".join(
                f"SELECT {number} AS list, id FROM {lookup}"  # noqa: S608
                for number, lookup in enumerate(lookups)
            )
            # Asked once of each entry, for what a search is narrowed to may be half a site.
            own = among.order_by().filter(pk=RawSQL("m.id", [])).values("pk")
            sql, given = own.query.sql_with_params()
            statement = (
                f"WITH found AS ({rows}) SELECT list, {at_once.joined('id')} FROM found "  # noqa: S608
                "WHERE id IN (SELECT id FROM (SELECT DISTINCT id FROM found) AS m "
                f"WHERE EXISTS ({sql})) GROUP BY list"
            )
            parameters += given
        rough: dict[int, float] = {}
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            for number, ids in sorted(cursor.fetchall()):
                weight = lists[number][0]
                for key in orjson.loads(f"[{ids or ''}]"):
                    rough[key] = rough.get(key, 0.0) + weight
        return rough

    def _scored(
        self, keys: Sequence[int], concepts: Sequence[Concept], question: Question
    ) -> list[Hit]:
        scoring = Scoring(concepts, question.aspects)
        found = [
            (-score, document_id, int(passage_id or 0))
            for document_id, passage_id, impacts in self._entries(keys)
            if (score := scoring.of(impacts))
        ]
        found.sort()
        if question.phrases:
            found = with_phrases(found, question.phrases)
        floor = found[0][0] * FLOOR if found else 0
        found = [each for each in found if each[0] <= floor]
        key_of = {document_id: UUID(document_id) for _, document_id, _ in found}
        return [Hit(key_of[key], passage or None, -score) for score, key, passage in found]

    def _entries(self, keys: Sequence[int]) -> list[Sequence[str]]:
        """Document, passage and impacts of these entries."""
        if not keys:
            return []
        source = f"{self.table} WHERE id IN ({', '.join(map(str, keys))})"
        return at_once.rows(("document_id", "passage_id", "impacts"), source)

    def suggest(self, text: str, limit: int) -> list[tuple[str, str]]:
        prefix = key_of(text)
        if not prefix:
            return []
        condition, values = self.beginning_with(prefix, "key")
        offered = f'articles_suggestion WHERE {condition} ORDER BY "key" LIMIT {MOST_OFFERED}'
        columns = ("kind", "text", "CASE WHEN is_start THEN 1 ELSE 0 END", "uses")
        rows = at_once.rows(columns, f"(SELECT * FROM {offered}) AS offered", values)  # noqa: S608
        return ordered(
            ((kind, text, is_start == "1", int(uses)) for kind, text, is_start, uses in rows), limit
        )


def _shown(
    question: Question, concepts: Sequence[Concept], corrections: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    """The words that are marked in snippets."""
    others = (term for concept in concepts for term in concept.terms)
    return (*question.words, *others, *(right for _, right in corrections))
