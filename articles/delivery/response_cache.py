"""Finished answers, kept in this process: exact, since what they are made of is part of their key.

An answer is found only under the `Stamp` of the moment: the newest change's id and the time of
the next scheduled act, asked of the database by one small query before every look, or of Redis
where there is one (see `articles.models.generation`). A publish
makes each older answer unreachable in every process with its commit; saving a draft changes no
stamp. A stamp is read *before* the answer is made, so what a publish overtakes meanwhile is at
most newer than its key says, and that key is never asked for again.

Nothing is found at or after the next act's time: the view then does what is due. A restart, and
so new code or settings, begins empty.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Change, Schedule
from articles.models.generation import shared_generation

MEGABYTE = 1024 * 1024
# What an entry takes beside its bytes: the objects around them.
OVERHEAD = 1024
# One answer takes at most this part of the cache, and all that are no 200 together take this part.
LARGEST, MISSES = 8, 16
# Seconds for which a request waits for another that makes the same answer.
PATIENCE = 5.0

_STAMP = (
    f'SELECT (SELECT MAX("id") FROM "{Change._meta.db_table}"), '  # noqa: S608  (constants)
    f'(SELECT MIN("due_at") FROM "{Schedule._meta.db_table}" WHERE "finished_at" IS NULL)'
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the answers of a moment are made of."""

    generation: int
    next_due: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Whether an act is due, so that nothing kept is true any more."""
        return self.next_due is not None and self.next_due <= now


@dataclass(slots=True)
class Kept:
    """An answer: its plain body, its headers without the body's own, and its compressed bodies."""

    status: int
    headers: dict[str, str]
    body: bytes
    counts_down: bool  # Cache-Control tells the time until the next act
    until: datetime | None = None
    encoded: dict[str, bytes] = field(default_factory=dict)

    def size(self) -> int:
        headers = sum(len(name) + len(value) for name, value in self.headers.items())
        return OVERHEAD + headers + len(self.body) + sum(map(len, self.encoded.values()))


def read_stamp() -> Stamp:
    """As Redis has it for all processes, else as the database says."""
    shared = shared_generation()
    if shared is None:
        return stamp_of_database()
    told, epoch = shared.read()
    if told is not None and (stamp := stamp_told(told)):
        return stamp
    stamp = stamp_of_database()
    if epoch is not None:
        due_at = stamp.next_due.isoformat() if stamp.next_due else ""
        shared.offer(f"{stamp.generation} {due_at}", epoch)
    return stamp


def stamp_told(text: str) -> Stamp | None:
    """The stamp that was offered as this text; None where it is none of ours."""
    generation, _, due_at = text.partition(" ")
    try:
        stamp = Stamp(int(generation), datetime.fromisoformat(due_at) if due_at else None)
    except ValueError:
        return None
    return None if stamp.next_due and timezone.is_naive(stamp.next_due) else stamp


def stamp_of_database() -> Stamp:
    """One query, past the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        generation, due_at = cursor.fetchone()
    if isinstance(due_at, str):  # SQLite has no times.
        due_at = parse_datetime(due_at)
    if due_at is not None and timezone.is_naive(due_at):
        due_at = due_at.replace(tzinfo=UTC)
    return Stamp(generation or 0, due_at)


@dataclass(slots=True)
class Turn:
    """Of the one request that makes an answer; others wait for its end."""

    over: threading.Event = field(default_factory=threading.Event)
    failed: bool = False


class ResponseCache:
    """Answers by key, the least recently used forgotten first. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # The newest stamp and when it was asked for (monotonic seconds).
        self._known: tuple[Stamp, float] | None = None
        self._making: dict[Hashable, Turn] = {}
        self._entries: tuple[OrderedDict[Hashable, tuple[Kept, int]], ...]
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._empty()
            self._known = None

    def _empty(self) -> None:
        self._entries = (OrderedDict(), OrderedDict())
        self._sizes = [0, 0]

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(self._sizes)

    def stamp(self) -> Stamp:
        """The stamp of the moment, or one that is no older than settings allow."""
        allowed = settings.GENERATION_MAX_AGE_MS
        known, asked_at = self._known, time.monotonic()
        if allowed and known is not None and (asked_at - known[1]) * 1000 < allowed:
            return known[0]
        stamp = read_stamp()
        with self._lock:
            known = self._known
            if known is None or asked_at >= known[1]:  # A slow thread's stamp is no news.
                if known is not None and known[0] != stamp:
                    self._empty()  # Nobody asks for what an older stamp made.
                self._known = stamp, asked_at
        return stamp

    def find(self, key: Hashable) -> Kept | None:
        with self._lock:
            for entries in self._entries:
                if found := entries.get(key):
                    entries.move_to_end(key)
                    kept = found[0]
                    break
            else:
                return None
        return kept if kept.until is None or timezone.now() < kept.until else None

    def keep(self, key: Hashable, kept: Kept) -> None:
        """Keep an answer, in place of what was kept under its key; not one that is too large."""
        budget = settings.RESPONSE_CACHE_MB * MEGABYTE
        part = 0 if kept.status == 200 else 1  # noqa: PLR2004
        limit = budget // MISSES if part else budget - budget // MISSES
        size = kept.size() + len(repr(key))
        if size > limit // LARGEST:
            return
        with self._lock:
            entries = self._entries[part]
            if old := entries.pop(key, None):
                self._sizes[part] -= old[1]
            entries[key] = kept, size
            self._sizes[part] += size
            while self._sizes[part] > limit:
                _, (_, freed) = entries.popitem(last=False)
                self._sizes[part] -= freed

    def encoded(self, key: Hashable, kept: Kept, encoding: str, make: Callable[[], bytes]) -> bytes:
        """The body in `encoding`, made once."""
        body = kept.encoded.get(encoding)
        if body is None:
            body = kept.encoded[encoding] = make()
            if self.find(key) is kept:
                self.keep(key, kept)  # It weighs more now.
        return body

    def take_turn(self, key: Hashable) -> bool:
        """True for the one who makes this answer, and must `end_turn`; False after waiting.

        Who waited looks again, and makes the answer itself where there is none. Where making it
        failed, one of those who waited is the next to try, and the others wait for that.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            with self._lock:
                turn = self._making.get(key)
                if turn is None:
                    self._making[key] = Turn()
                    return True
            if not turn.over.wait(deadline - time.monotonic()) or not turn.failed:
                return False

    def end_turn(self, key: Hashable, *, failed: bool = False) -> None:
        with self._lock:
            turn = self._making.pop(key)
        turn.failed = failed
        turn.over.set()


responses = ResponseCache()
