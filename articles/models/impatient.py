"""A write that matters less than the time it takes: it gives up where others would wait."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# How long PostgreSQL may wait for a row that somebody else is writing; SQLite doesn't wait at all.
LOCK_TIMEOUT = "50ms"


@contextmanager
def impatient() -> Iterator[None]:
    """A transaction that fails where another's lock stands in its way.

    Raises:
        django.db.DatabaseError: by a statement inside, or at the start.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic():
            _do(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            yield
        return
    patience = _do("PRAGMA busy_timeout")
    _do("PRAGMA busy_timeout = 0")
    try:
        with transaction.atomic():
            yield
    finally:
        _do(f"PRAGMA busy_timeout = {patience}")


def _do(statement: str) -> int | None:
    """Execute it; what it tells, if anything."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return None if row is None else int(row[0])
