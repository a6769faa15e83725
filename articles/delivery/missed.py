"""Counts the queries that find nothing, for editors to write from. Nothing says who asked.

Counts are kept in the process and written together, so that a flood of them costs few writes. A
database that can't be written to (a replica, a lock) costs counts, never an answer.
"""

import re
from collections import Counter
from datetime import date
from threading import Lock
from time import monotonic

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from articles.models import MissedQuery
from articles.search.words import words_of

# In seconds; of different queries between two writes, and on one day.
WRITE_EVERY = 5.0
MOST_WAITING = 200
MOST_A_DAY = 2000
LONGEST = 100
# Addresses, numbers of people and telephones: not kept.
_PERSONAL = re.compile(r"@|https?:|www\.|\d[\d\s/.-]{5,}")

_waiting: Counter[tuple[str, date]] = Counter()
_lock = Lock()
_next_write = 0.0


def normalised(text: str) -> str:
    """The folded words of a query; empty where it says nothing or may say who somebody is.

    >>> normalised("  Purple  HICCUPS?")
    'purple hiccups'
    >>> normalised("mail me at jo@example.org")
    ''
    """
    if _PERSONAL.search(text) or len(text) > LONGEST:
        return ""
    return " ".join(words_of(text))


def count_missed(text: str) -> None:
    """Count a query that found nothing."""
    words = normalised(text)
    if not words:
        return
    key = (words, timezone.now().date())
    with _lock:
        if key in _waiting or len(_waiting) < MOST_WAITING:
            _waiting[key] += 1
    write_when_due()


def write_when_due() -> None:
    """Write what waits, if the last time is long enough ago."""
    global _next_write  # noqa: PLW0603  (one clock a process)
    with _lock:
        if not _waiting or monotonic() < _next_write:
            return
        _next_write = monotonic() + WRITE_EVERY
        counts = dict(_waiting)
        _waiting.clear()
    try:
        _write(counts)
    except DatabaseError:
        return


def _write(counts: dict[tuple[str, date], int]) -> None:
    today = max(day for _, day in counts)
    with transaction.atomic():
        known = MissedQuery.objects.filter(day=today).count()
        rows = [
            MissedQuery(text=text[:LONGEST], day=day, count=number)
            for (text, day), number in sorted(counts.items())
        ][: max(0, MOST_A_DAY - known)]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_missedquery (text, day, count, is_dismissed) "
                "VALUES (%s, %s, %s, %s) ON CONFLICT (text, day) "
                "DO UPDATE SET count = articles_missedquery.count + excluded.count",
                [(row.text, row.day.isoformat(), row.count, False) for row in rows],
            )
