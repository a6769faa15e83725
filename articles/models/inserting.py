"""Inserts rows by the hundred without a model instance each.

`bulk_create` prepares every value of every row anew in several places, which costs more than the
database does.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Field, Model, TextField


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that nobody needs back, in one statement.

    Args:
        names: the fields that the rows give, in order; all others need a default in the database.
        rows: values as a model would have them; a foreign key's is the other's key.
    """
    connection = connections[model._default_manager.db]
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    if stored := _stored(fields, rows, connection):
        statement = f"{_insert_into(model, fields, connection)} VALUES ({_marks(fields)})"
        with connection.cursor() as cursor:
            cursor.executemany(statement, stored)


def insert_and_number(
    model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[int]:
    """The same, where the keys that the database gives are needed: one for each row, in order."""
    connection = connections[model._default_manager.db]
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    stored = _stored(fields, rows, connection)
    at_once = connection.ops.bulk_batch_size(fields, stored) or 1
    key = connection.ops.quote_name(model._meta.pk.column or "")
    keys: list[int] = []
    with connection.cursor() as cursor:
        for start in range(0, len(stored), at_once):
            batch = stored[start : start + at_once]
            cursor.execute(
                f"{_insert_into(model, fields, connection)} "
                f"VALUES {', '.join([f'({_marks(fields)})'] * len(batch))} RETURNING {key}",
                [value for row in batch for value in row],
            )
            keys += [key for (key,) in cursor.fetchall()]
    return keys


def _insert_into(model: type[Model], fields: list[Any], connection: BaseDatabaseWrapper) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns})"


def _marks(fields: list[Any]) -> str:
    return ", ".join(["%s"] * len(fields))


def _stored(
    fields: list[Any], rows: Iterable[Sequence[Any]], connection: BaseDatabaseWrapper
) -> list[tuple[Any, ...]]:
    """The rows as the database takes them, prepared by columns."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return []
    prepared = [
        _prepared(field, values, connection) for field, values in zip(fields, columns, strict=True)
    ]
    return list(zip(*prepared, strict=True))


def _prepared(
    field: Field, values: Iterable[Any], connection: BaseDatabaseWrapper
) -> Iterator[Any]:
    prepare = field.get_db_prep_save
    # Text is most of what is stored, and is stored as it is.
    as_it_is = str if isinstance(field, CharField | TextField) else ()
    for value in values:
        yield value if isinstance(value, as_it_is) else prepare(value, connection)
