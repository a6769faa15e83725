"""Inserts rows by the hundred without a model instance each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
from django.db.models import Model


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that nobody needs back, in one statement. `bulk_create` prepares every value of
    every row anew in several places, which costs more than the database does.

    Args:
        names: the fields that the rows give, in order; all others need a default in the database.
        rows: values as a model would have them; a foreign key's is the other's key.
    """
    connection = connections[model._default_manager.db]
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    stored = [
        [
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, row, strict=True)
        ]
        for row in rows
    ]
    if stored:
        with connection.cursor() as cursor:
            cursor.executemany(statement, stored)
