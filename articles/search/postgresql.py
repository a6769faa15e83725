"""Search on PostgreSQL: a GIN index over text search vectors looks entries up.

No extension is needed: term rarity comes from the table of terms, misspellings are compared in
Python.
"""

from collections.abc import Sequence
from typing import Any

from .relational import Lexemes, RelationalBackend


class PostgreSQLBackend(RelationalBackend):
    def matches(self, groups: Sequence[Lexemes]) -> tuple[str, list[Any]]:
        # Every lexeme is quoted: nothing of a query is tsquery's language.
        expression = " & ".join(
            f"({' | '.join(_quoted(each) for each in group)})" for group in groups
        )
        return (
            f"SELECT id FROM {self.table} "  # noqa: S608
            "WHERE array_to_tsvector(string_to_array(lexemes, ' ')) @@ %s::tsquery",
            [expression],
        )

    def beginning_with(self, prefix: str, column: str) -> tuple[str, list[Any]]:
        # Keys and terms have letters, digits and spaces only, so nothing that LIKE takes for more.
        return f'"{column}" LIKE %s', [f"{prefix}%"]


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
