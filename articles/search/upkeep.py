"""What the databases share in writing the index."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.db import connection

from articles.models import SearchEntry, Suggestion
from articles.models.inserting import insert_rows

from .completion import keys_of
from .entries import HEAD_MARK

# How many rows one statement writes.
ROWS_AT_ONCE = 500
# A row of the table of terms: how many entries there are.
ALL = "#all"


class Upkeep:
    """Keeps entries, the number of entries that have a term, and suggestions in step."""

    table: ClassVar[str] = SearchEntry._meta.db_table

    def before_removal(self, document_ids: Collection[UUID]) -> None:
        """Take the entries out of an index that doesn't see to it itself."""

    def after_insertion(self, document_ids: Collection[UUID]) -> None:
        """Put the entries into an index that doesn't see to it itself."""

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
