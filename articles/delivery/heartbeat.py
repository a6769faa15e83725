"""The service's heartbeat: the newest change, and when the next is due. Every list asks for it."""

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from articles.models import Change

from .schedule import NEXT_DUE, next_due, refuse_the_past


@cache
def _newest() -> tuple[str, tuple[Any, ...]]:
    """Put together once, and asked past the ORM: that takes several times as long as the answer."""
    rows = Change.objects.order_by("-id").values_list("id", "at", NEXT_DUE)[:1]
    sql, parameters = rows.query.sql_with_params()
    return sql, tuple(parameters)


def heartbeat() -> tuple[int, datetime | None, datetime | None]:
    """The newest change's id and time, and when the next scheduled act is due. One query.

    (0, None, …) where nothing has happened yet.

    Raises:
        ActsDue: something is due that isn't done yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(*_newest())
        row = cursor.fetchone()
    found = (row[0], _time(row[1]), _time(row[2])) if row else (0, None, next_due())
    refuse_the_past(found[2])
    return found


def _time(stored: Any) -> datetime | None:
    """As the ORM reads it: SQLite keeps times as texts."""
    convert: Any = getattr(connection.ops, "convert_datetimefield_value", None)
    found: datetime | None = convert(stored, None, connection) if convert else stored
    return found
