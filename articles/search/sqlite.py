"""Search on SQLite: an FTS5 table looks entries up."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from .relational import Lexemes, RelationalBackend

INDEX = "articles_searchindex"


class SQLiteBackend(RelationalBackend):
    def matches(self, groups: Sequence[Lexemes]) -> tuple[str, list[Any]]:
        # Every lexeme is quoted: nothing of a query is FTS5's language.
        expression = " AND ".join(
            f"({' OR '.join(_quoted(each) for each in group)})" for group in groups
        )
        return f"SELECT rowid AS id FROM {INDEX} WHERE {INDEX} MATCH %s", [expression]  # noqa: S608

    def before_removal(self, document_ids: Collection[UUID]) -> None:
        self._write(
            f"INSERT INTO {INDEX}({INDEX}, rowid, lexemes) SELECT 'delete', id, lexemes",
            document_ids,
        )

    def after_insertion(self, document_ids: Collection[UUID]) -> None:
        self._write(f"INSERT INTO {INDEX}(rowid, lexemes) SELECT id, lexemes", document_ids)

    def _write(self, statement: str, document_ids: Collection[UUID]) -> None:
        places = ", ".join(["%s"] * len(document_ids))
        with connection.cursor() as cursor:
            cursor.execute(
                f"{statement} FROM {self.table} WHERE document_id IN ({places})",
                [each.hex for each in document_ids],
            )

    def beginning_with(self, prefix: str, column: str) -> tuple[str, list[Any]]:
        return f'"{column}" >= %s AND "{column}" < %s', [prefix, f"{prefix}\U0010ffff"]


def _quoted(lexeme: str) -> str:
    return '"' + lexeme.replace('"', '""') + '"'
