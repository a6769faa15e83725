"""After each change, exactly what it altered is dropped from the caches in front.

The log of changes is the outbox: a publish writes nothing more, and each cache has a cursor of its
own in the log, so that one that is away holds up no other and misses nothing.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from articles.documents.surrogate_keys import EVERYTHING, keys_changed
from articles.editorial import leases
from articles.editorial.retry_after import asked_pause
from articles.models import Change, PurgeCursor

from .purgers import PurgeError, Purger, purgers

logger = logging.getLogger(__name__)

# Longer than an answer may take from the database to a cache, and no process answers from what it
# knew before for longer than GENERATION_MAX_AGE_MS.
SETTLE = timedelta(seconds=5)
# Longer than a purge takes.
LEASE = timedelta(seconds=20)
# Seconds until the next try grow up to this.
LONGEST_PAUSE = 60
# Whatever a cache asks for: no loop without a pause.
SHORTEST_PAUSE = timedelta(seconds=1)
# More changes at once aren't told one by one.
MOST_CHANGES = 5_000


def purge_due() -> bool:
    """Send each cache the one purge that it needs next; False: there was none to send."""
    found = [purger for purger in purgers() if _purge_next(purger, timezone.now())]
    return bool(found)


def _purge_next(purger: Purger, now: datetime) -> bool:
    cursor = PurgeCursor.objects.filter(target=purger.url).first()
    if cursor is None:
        cursor, _ = PurgeCursor.objects.get_or_create(target=purger.url)
    if not _needs_purge(cursor, now):
        return False
    if not leases.claim(PurgeCursor.objects.filter(pk=cursor.pk), now=now, lease=LEASE):
        return False
    cursor.refresh_from_db()  # Another worker may have done it meanwhile.
    if not _needs_purge(cursor, now):
        _release(cursor)
        return False
    keys = _advance(cursor, purger.batch, now)
    try:
        purger.purge(keys)
    except PurgeError as error:
        _put_off(cursor.pk, cursor.failures + 1, error, now)
        return True
    if cursor.failures:
        logger.info("%s takes purges again", purger.url)
    logger.debug("Purged from %s: %s", purger.url, " ".join(keys))
    cursor.failures, cursor.retry_at, cursor.leased_until = 0, None, None
    cursor.save()
    return True


def _newest() -> int:
    return Change.objects.aggregate(newest=Max("id"))["newest"] or 0


def _needs_purge(cursor: PurgeCursor, now: datetime) -> bool:
    if cursor.retry_at is not None and now < cursor.retry_at:
        return False
    return _newest() > cursor.change_id or _is_to_settle(cursor, now)


def _is_to_settle(cursor: PurgeCursor, now: datetime) -> bool:
    return cursor.settle_at is not None and cursor.settle_at <= now


def _settle_at(now: datetime) -> datetime:
    return now + SETTLE + timedelta(milliseconds=settings.GENERATION_MAX_AGE_MS)


def _advance(cursor: PurgeCursor, most: int, now: datetime) -> tuple[str, ...]:
    """Move `cursor` (unsaved) past the next changes, and give the keys to purge before it is."""
    newest = _newest()
    if newest > cursor.change_id:
        cursor.change_id, keys = _next_keys(cursor.change_id, newest, most)
        if cursor.settle_at is None:
            cursor.settling_id, cursor.settle_at = cursor.change_id, _settle_at(now)
        return keys
    cursor.settled_id, keys = _next_keys(cursor.settled_id, cursor.settling_id, most)
    if cursor.settled_id == cursor.settling_id:
        is_behind = cursor.change_id > cursor.settling_id
        cursor.settling_id = cursor.change_id
        cursor.settle_at = _settle_at(now) if is_behind else None
    return keys


def _next_keys(after: int, until: int, most: int) -> tuple[int, tuple[str, ...]]:
    """What the next changes after one altered, and the last of those that one purge takes.

    A cache that was never told anything, or nothing for long, drops all that is Galley's.
    """
    changes = Change.objects.filter(id__gt=after, id__lte=until).order_by("id")
    if not after or changes.count() > MOST_CHANGES:
        return until, (EVERYTHING,)
    return as_many_as_fit(changes.values_list("id", "subject", "subject_id"), most, until)


def as_many_as_fit(
    changes: Iterable[tuple[int, str, str]], most: int, until: int
) -> tuple[int, tuple[str, ...]]:
    """The keys of as many changes as `most` keys name, and the last of these changes."""
    keys: dict[str, None] = {}
    last = 0
    for number, subject, subject_id in changes:
        more = dict.fromkeys(keys_changed(subject, subject_id))
        if last and len(keys | more) > most:
            return last, tuple(keys)
        keys, last = keys | more, number
    return until, tuple(keys)


def _put_off(key: int, failures: int, error: PurgeError, now: datetime) -> None:
    """Leave the cursor where it is, and try again when the cache asks to, or later each time; what
    comes meanwhile waits with it."""
    asked = asked_pause(error.status, error.retry_after, now=now)
    own = timedelta(seconds=min(LONGEST_PAUSE, 2 ** min(failures - 1, 10)))
    pause = own if asked is None else max(asked, SHORTEST_PAUSE)
    rows = PurgeCursor.objects.filter(pk=key)
    rows.update(failures=failures, retry_at=now + pause, leased_until=None)
    target = rows.values_list("target", flat=True).get()
    seconds = round(pause.total_seconds())
    logger.warning("A purge of %s failed, next try in %s s: %s", target, seconds, error)


def _release(cursor: PurgeCursor) -> None:
    PurgeCursor.objects.filter(pk=cursor.pk).update(leased_until=None)
