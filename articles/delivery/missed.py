"""Counts the queries that find nothing, for editors to write from. Nothing says who asked.

The first few are written at once; a flood of them waits in the process and is written together, and
so is what meets a lock: no reader waits for a database that somebody else is writing to. One that
can't be written to at all (a replica) costs counts, never an answer.
"""

import re
from collections import Counter, deque
from datetime import date
from time import monotonic

from django.db import DatabaseError, connection
from django.utils import timezone

from articles.models import MissedQuery
from articles.models.impatient import impatient
from articles.search.words import telling, words_of

from .waiting import Waiting

# Seconds between writes, but for so many that are written at once.
WRITE_EVERY, AT_ONCE = 2.0, 10
# Of different queries between two writes, and on one day.
MOST_WAITING = 200
MOST_A_DAY = 2000
LONGEST = 100
# Addresses, numbers of people and telephones: not kept.
_PERSONAL = re.compile(r"@|https?:|www\.|\d[\d\s/.-]{5,}")


def normalised(text: str) -> str:
    """The folded words of a query; empty where it says nothing or may say who somebody is.

    >>> normalised("  Purple  HICCUPS?")
    'purple hiccups'
    >>> normalised("mail me at jo@example.org"), normalised("is it?")
    ('', '')
    """
    if _PERSONAL.search(text) or len(text) > LONGEST:
        return ""
    words = words_of(text)
    return " ".join(words) if telling(words) else ""


def count_missed(text: str) -> None:
    """Count a query that found nothing."""
    words = normalised(text)
    if not words or len(waiting) >= MOST_WAITING:
        return
    waiting.count((words, timezone.now().date()))
    now = monotonic()
    if len(_written_at_once) < AT_ONCE or now - _written_at_once[0] >= WRITE_EVERY:
        _written_at_once.append(now)
        waiting.flush()


def _write_if_possible(counts: Counter[tuple[str, date]]) -> Counter[tuple[str, date]] | None:
    try:
        _write(counts)
    except DatabaseError:
        return counts
    return None


def _write(counts: Counter[tuple[str, date]]) -> None:
    today = max(day for _, day in counts)
    with impatient():
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


waiting = Waiting[tuple[str, date]](_write_if_possible, seconds=lambda: WRITE_EVERY)
_written_at_once: deque[float] = deque(maxlen=AT_ONCE)
