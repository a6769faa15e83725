"""The service's heartbeat: the newest change. Every list asks for it."""

from datetime import datetime
from functools import cache

from django.db.models import QuerySet

from articles.models import Change


@cache
def _newest() -> QuerySet:
    """Made once: see `lookup`."""
    return Change.objects.order_by("-id").values_list("id", "at")[:1]


def heartbeat() -> tuple[int, datetime | None]:
    """The newest change's id and time; (0, None) where nothing has happened yet. One query."""
    return next(iter(_newest().all()), (0, None))
