"""Search in a relational database: candidates by the index, scores in Python.

The same on every database, so that all rank the same. Candidates come from posting lists that
are short: a common term is looked up only together with a rare one, however large the site.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from math import log
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles.models import SearchEntry, SearchTerm, Suggestion
from articles.models.inserting import insert_rows

from .backend import Found, Hit
from .entries import HEAD_MARK
from .phrases import with_phrases
from .question import GUESS, MOST_CONCEPTS, Concept, Question, question_of, synonyms_of
from .scoring import Lexemes, posting_lists, score_of
from .spelling import SHORTEST_FOR_TWO, Known, most_wrong, nearest, other_starts
from .words import stem, telling, words_of

# How many rows of one posting list are read, and how many entries are scored.
LONGEST_LIST = 2000
SCORED = 150
# How many rows of a list are looked at for those that a search is narrowed to, and with how many
# of them it is content.
LOOKED_AT, ENOUGH = 6000, 20
# How many rows one statement writes.
ROWS_AT_ONCE = 500
# What scores less than this part of the best is left out.
FLOOR = 0.2
# Terms in no more entries than this may be misspellings that happen to be words.
RARE = 5
# A row of the table of terms: how many entries there are.
ALL = "#all"


class RelationalBackend:
    """What the databases share. A subclass says how to ask its index."""

    table: ClassVar[str] = SearchEntry._meta.db_table

    def matches(self, groups: Sequence[Lexemes]) -> tuple[str, list[Any]]:
        """SQL, with its parameters, for the ids of entries that have one of each group."""
        raise NotImplementedError

    def before_removal(self, document_ids: Collection[UUID]) -> None:
        """Take the entries out of an index that doesn't see to it itself."""

    def after_insertion(self, document_ids: Collection[UUID]) -> None:
        """Put the entries into an index that doesn't see to it itself."""

    def beginning_with(self, prefix: str, column: str) -> tuple[str, list[Any]]:
        """An SQL condition that `column` begins with `prefix`, as an index serves it."""
        raise NotImplementedError

    # --- Writing ---

    def index(self, entries: Mapping[UUID, Iterable[Any]]) -> None:
        rows, counts, words = [], Counter[str](), {}
        suggestions: Counter[tuple[str, str]] = Counter()
        for document_id, each in ((key, each) for key, own in entries.items() for each in own):
            entry = each.entry
            lexemes, suggests = " ".join(entry.lexemes), orjson.dumps(each.suggests).decode()
            rows.append((document_id, each.passage_id, lexemes, entry.impacts, suggests))
            counts.update(_terms(entry.lexemes))
            words.update(entry.words)
            suggestions.update(map(tuple, each.suggests))
        counts[ALL] = len(rows)
        insert_rows(SearchEntry, ("document", "passage", "lexemes", "impacts", "suggests"), rows)
        self.after_insertion(entries.keys())
        self._count(counts, words)
        self._count_suggestions(suggestions)

    def remove(self, document_ids: Collection[UUID]) -> None:
        rows = SearchEntry.objects.filter(document__in=document_ids)
        counts: Counter[str] = Counter()
        suggestions: Counter[tuple[str, str]] = Counter()
        for lexemes, suggests in rows.values_list("lexemes", "suggests"):
            counts.update(_terms(lexemes.split()))
            counts[ALL] += 1
            suggestions.update(map(tuple, orjson.loads(suggests)))
        if not counts:
            return
        self.before_removal(document_ids)
        rows._raw_delete(rows.db)
        self._count(Counter({term: -count for term, count in counts.items()}), {})
        keys = self._count_suggestions(Counter({key: -count for key, count in suggestions.items()}))
        for start in range(0, len(keys), ROWS_AT_ONCE):
            # By their keys: unused ones alone would be looked for among all that there are.
            unused = Suggestion.objects.filter(key__in=keys[start : start + ROWS_AT_ONCE])
            unused.filter(uses__lte=0).delete()

    def _count(self, counts: Counter[str], words: dict[str, str]) -> None:
        """Add to how many entries have each term. In order, and under the change lock."""
        _add(
            "articles_searchterm (term, word, entries)",
            [(term, words.get(term, term), count) for term, count in sorted(counts.items())],
            "(term) DO UPDATE SET entries = articles_searchterm.entries + excluded.entries",
        )

    def _count_suggestions(self, suggestions: Counter[tuple[str, str]]) -> list[str]:
        """Add to how often each is offered; gives the keys under which they are."""
        # A statement may meet a row only once, and a text may be of two kinds: the first stays.
        rows: dict[tuple[str, str], tuple[Any, ...]] = {}
        for (kind, text), count in suggestions.items():
            for place, key in enumerate(keys_of(text)):
                *first, uses = rows.get((key, text), (key, text, kind, place == 0, 0))
                rows[key, text] = (*first, uses + count)
        _add(
            'articles_suggestion ("key", text, kind, is_start, uses)',
            list(rows.values()),
            '("key", text) DO UPDATE SET uses = articles_suggestion.uses + excluded.uses',
        )
        return sorted({key for key, _ in rows})

    # --- Reading ---

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
        best = sorted(rough, key=lambda key: (-rough[key], key))[:SCORED]
        hits = self._scored(best, concepts, question)
        return Found(tuple(hits), _shown(question, concepts, corrections), tuple(corrections))

    def _concepts(self, question: Question) -> tuple[list[Concept], list[tuple[str, str]]]:
        alike = synonyms_of(question.stems)
        terms = {ALL, *question.stems, *(term for each in alike.values() for term in each)}
        known = dict(
            SearchTerm.objects.filter(term__in=terms, entries__gt=0).values_list("term", "entries")
        )
        total = known.get(ALL, 0)
        concepts, corrections = [], []
        seldom = [term for term in question.stems if known.get(term, RARE + 1) <= RARE]
        written = dict(
            SearchTerm.objects.filter(term__in=seldom).values_list("term", "word") if seldom else ()
        )
        unknown = [
            word
            for word in question.words
            if (term := stem(word)) not in known
            # Known only by chance: "migrane" has the stem of "migrans".
            or (term in written and written[term] != word and len(term) >= SHORTEST_FOR_TWO)
        ]
        guesses = self._guesses([word for word in unknown if not alike[stem(word)]])
        for term in question.stems:
            weights = {term: 1.0} if term in known else {}
            weights |= {other: weight for other, weight in alike[term].items() if other in known}
            frequency = known.get(term) or max((known[other] for other in weights), default=0)
            if term in guesses and guesses[term][3] > 2 * frequency:
                found, word, right, frequency = guesses[term]
                weights = {found: GUESS}
                corrections.append((word, right))
            if weights:
                idf = log(1 + (total - frequency + 0.5) / (frequency + 0.5))
                concepts.append(Concept(weights, idf, frequency))
        concepts.sort(key=lambda concept: -concept.idf)
        return concepts[:MOST_CONCEPTS], corrections

    def _guesses(self, words: list[str]) -> dict[str, tuple[str, str, str, int]]:
        """For the stem of a word that nothing has: the term that was most likely meant."""
        found = {}
        for word in words[:6]:
            term = stem(word)
            if most := most_wrong(term):
                # Most people get the first letter right.
                best = nearest(term, most, self._terms_like(term, most, [term[0]])) or nearest(
                    term, most, self._terms_like(term, most, other_starts(term))
                )
                if best:
                    found[term] = (best[0], word, *best[1:])
        return found

    def _terms_like(self, term: str, most: int, starts: Iterable[str]) -> list[Known]:
        """The terms that begin in one of these ways and are about as long as `term`."""
        parts: list[str] = []
        values: list[Any] = []
        for start in starts:
            condition, given = self.beginning_with(start, "term")
            parts.append(
                "SELECT term, word, entries FROM articles_searchterm WHERE entries > 0 "  # noqa: S608
                f"AND length(term) BETWEEN {len(term) - most} AND {len(term) + most} "
                f"AND {condition}"
            )
            values += given
        with connection.cursor() as cursor:
            # No OR, for which SQLite would rather read the whole table.
            cursor.execute(" UNION ALL ".join(parts), values)
            return cursor.fetchall()

    def _rough(
        self,
        lists: Sequence[tuple[float, Sequence[Lexemes]]],
        among: QuerySet | None,
        looked_at: int,
    ) -> dict[int, float]:
        """A first score of all entries that the lists lead to."""
        parts: list[str] = []
        parameters: list[Any] = []
        for number, (_, groups) in enumerate(lists):
            sql, found = self.matches(groups)
            limit = LONGEST_LIST if among is None else looked_at
            ids = f"SELECT id FROM ({sql}) AS matched LIMIT {limit}"  # noqa: S608
            parts.append(f"SELECT {number} AS list, id FROM ({ids}) AS entries")  # noqa: S608
            parameters += found
        statement = " UNION ALL ".join(parts)
        if among is not None:
            # Asked once of each entry, for what a search is narrowed to may be half a site.
            own = among.order_by().filter(pk=RawSQL("m.id", [])).values("pk")
            sql, given = own.query.sql_with_params()
            statement = (
                f"WITH found AS ({statement}) SELECT list, id FROM found WHERE id IN "  # noqa: S608
                f"(SELECT id FROM (SELECT DISTINCT id FROM found) AS m WHERE EXISTS ({sql}))"
            )
            parameters += given
        rough: dict[int, float] = defaultdict(float)
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            for number, key in cursor.fetchall():
                rough[key] += lists[number][0]
        return rough

    def _scored(
        self, keys: Sequence[int], concepts: Sequence[Concept], question: Question
    ) -> list[Hit]:
        possible = sum(concept.idf for concept in concepts)
        hits = []
        for document_id, passage_id, impacts in self._entries(keys):
            score = score_of(orjson.loads(impacts), concepts, question.aspects, possible)
            if score > 0:
                key = document_id if isinstance(document_id, UUID) else UUID(document_id)
                hits.append(Hit(key, passage_id, score))
        hits.sort(key=lambda hit: (-hit.score, hit.document_id.int, hit.passage_id or 0))
        if question.phrases:
            hits = with_phrases(hits, question.phrases)
        floor = hits[0].score * FLOOR if hits else 0
        return [hit for hit in hits if hit.score >= floor]

    def _entries(self, keys: Sequence[int]) -> list[tuple[UUID | str, int | None, str]]:
        """Document, passage and impacts of these entries; past the ORM, for they are many."""
        if not keys:
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT document_id, passage_id, impacts FROM {self.table} "  # noqa: S608
                f"WHERE id IN ({', '.join(map(str, keys))}) ORDER BY id"
            )
            return cursor.fetchall()

    def suggest(self, text: str, limit: int) -> list[tuple[str, str]]:
        prefix = key_of(text)[:100]
        if not prefix:
            return []
        condition, values = self.beginning_with(prefix, "key")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kind, text, is_start, uses FROM articles_suggestion "  # noqa: S608
                f'WHERE {condition} ORDER BY "key" LIMIT 300',
                values,
            )
            rows = cursor.fetchall()
        order = {kind: place for place, kind in enumerate(("title", "name", "question"))}
        rows.sort(key=lambda row: (not row[2], order.get(row[0], 3), -row[3], len(row[1]), row[1]))
        found = {text: (kind, text) for kind, text, _, _ in reversed(rows)}
        texts = dict.fromkeys(text for _, text, _, _ in rows)
        return [found[text] for text in islice(texts, limit)]


def _add(table: str, rows: Sequence[tuple[Any, ...]], conflict: str) -> None:
    """Insert rows, or add to those that are there: few statements, without a model each."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            batch = rows[start : start + ROWS_AT_ONCE]
            row = f"({', '.join(['%s'] * len(batch[0]))})"
            cursor.execute(
                f"INSERT INTO {table} VALUES {', '.join([row] * len(batch))} "  # noqa: S608
                f"ON CONFLICT {conflict}",
                [value for each in batch for value in each],
            )


def _terms(lexemes: Iterable[str]) -> list[str]:
    return [lexeme for lexeme in lexemes if lexeme[0] != HEAD_MARK]


def _shown(
    question: Question, concepts: Sequence[Concept], corrections: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    """The words that are marked in snippets."""
    others = (term for concept in concepts for term in concept.terms)
    return (*question.words, *others, *(right for _, right in corrections))


def key_of(text: str) -> str:
    """A text as suggestions are looked up: folded words with one space between."""
    return " ".join(words_of(text))


def keys_of(text: str) -> list[str]:
    """The text from its start, and from each of its telling words on.

    >>> keys_of("What is gout?")
    ['what is gout', 'gout']
    """
    words = words_of(text)
    starts = [0, *(place for place in range(1, min(len(words), 12)) if telling([words[place]]))]
    keys = (" ".join(words[start:])[:100] for start in starts if words)
    return list(dict.fromkeys(keys))
