"""Reads many rows by few words, past the ORM, which prepares each key and value several times over.

Thousands of small rows come as one text: that takes half the time, and asks for the interpreter's
lock once, where SQLite does so for each row.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

# What no stored text has, as all are without control characters: ends of a value and of a row.
_VALUE, _ROW = "\x1f", "\x1e"
_AGGREGATES = {"sqlite": "group_concat", "postgresql": "string_agg"}


def joined(expression: str, mark: str = ",") -> str:
    """SQL for the values of `expression` in all rows as one text, in no order, `mark` between
    them. Without rows it is null."""
    return f"{_AGGREGATES[connection.vendor]}(CAST({expression} AS text), '{mark}')"


def rows(
    columns: Sequence[str], source: str, parameters: Sequence[Any] = ()
) -> list[Sequence[str]]:
    """What `SELECT columns FROM source` gives, in no order, all as texts; null is an empty one."""
    row = f" || '{_VALUE}' || ".join(f"coalesce(CAST({each} AS text), '')" for each in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {joined(row, _ROW)} FROM {source}", parameters)  # noqa: S608
        (text,) = cursor.fetchone()
    return [each.split(_VALUE) for each in text.split(_ROW)] if text else []


def counts(
    model: type[Model], keys: Collection[Any], columns: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Each combination of values that these rows have in `columns`, and how many rows have it."""
    if not keys:
        return []
    names = ", ".join(f'"{each}"' for each in columns)
    source, given = _rows_of(model, keys)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}, count(*) FROM {source} GROUP BY {names}", given)  # noqa: S608
        return cursor.fetchall()


def values(
    model: type[Model], keys: Collection[Any], columns: Sequence[str]
) -> dict[Any, Sequence[Any]]:
    """Primary key → what `columns` say, of those of the rows that are there. For long texts: each
    row is one by itself, since putting them together would cost more than it saves."""
    if not keys:
        return {}
    own: Any = model._meta.pk
    names = ", ".join(f'"{each}"' for each in (*columns, own.column))
    source, given = _rows_of(model, keys)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {source}", given)  # noqa: S608
        key_of = {_as_stored(key): key for key in keys}
        return {key_of[row[-1]]: row[:-1] for row in cursor.fetchall()}


def _rows_of(model: type[Model], keys: Collection[Any]) -> tuple[str, list[Any]]:
    """The rows with these primary keys, for after FROM: SQL with its parameters."""
    own: Any = model._meta.pk
    source = f'"{model._meta.db_table}" WHERE "{own.column}"'
    if connection.vendor == "postgresql":  # Its driver takes its time with each parameter.
        return f"{source} = ANY(%s)", [list(keys)]
    return f"{source} IN ({', '.join(['%s'] * len(keys))})", list(map(_as_stored, keys))


def _as_stored(key: Any) -> Any:
    """By hand: fields, asked to prepare a hundred keys, take as long as the database with them."""
    is_text = isinstance(key, UUID) and not connection.features.has_native_uuid_field
    return key.hex if is_text else key
