"""The service's heartbeat: the newest change, and when the next is due. Every list asks for it."""

from datetime import datetime
from functools import cache

from django.db.models import QuerySet

from articles.models import Change

from .schedule import NEXT_DUE, next_due, refuse_the_past


@cache
def _newest() -> QuerySet:
    """Made once: see `lookup`."""
    return Change.objects.order_by("-id").values_list("id", "at", NEXT_DUE)[:1]


def heartbeat() -> tuple[int, datetime | None, datetime | None]:
    """The newest change's id and time, and when the next scheduled act is due. One query.

    (0, None, …) where nothing has happened yet.

    Raises:
        ActsDue: something is due that isn't done yet.
    """
    found = next(iter(_newest().all()), None) or (0, None, next_due())
    refuse_the_past(found[2])
    return found
