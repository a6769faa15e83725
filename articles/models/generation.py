"""The newest generation of answers, shared through Redis, so that no reader asks the database.

Without `CACHE_URL` none of this happens: each request asks the database. With it, readers find the
*stamp* of the moment under one key, and where there is none, they ask the database and offer what
they found to the others. The keys, all of one database:

    stamp   what the database said, for `STAMP_SECONDS`
    hold    who is writing: while it stands, nobody's offer is taken
    epoch   another at the start and at the end of each write: an offer is taken only if it is what
            it was before the question

    writer: lock · hold, new epoch, drop stamp · … · commit · new epoch, drop stamp and own hold
    reader: stamp? → use it · none: epoch? · ask the database · offer (if no hold, and same epoch)

A reader who comes after a commit therefore finds no older stamp: the writer dropped it before the
commit, no offer is taken during the write, and one that was asked for before or during it fails on
the epoch however late it comes. What may go wrong costs speed, or is over within `STAMP_SECONDS`:

    the writer dies, or its transaction fails     the hold runs out; till then all ask the database
    Redis is down, or holds what isn't ours       all ask the database
    Redis comes back empty, or with what it had   nothing, or a stamp that has run out
    Redis is emptied, or the hold runs out, in    a stamp may outlive the commit until the end of
    the middle of a write                         the write, a moment later
    the writer can't reach Redis, but readers can a stamp may outlive the commit by STAMP_SECONDS
    a schedule is made or changed                 known after STAMP_SECONDS at the latest
"""

import logging
import secrets
import threading
import time
from functools import cache
from hashlib import sha256
from typing import Any

import redis
from django.conf import settings
from django.db import connections, transaction
from redis.exceptions import RedisError

STAMP_SECONDS = 1
# Longer than any transaction that publishes.
HOLD_SECONDS = 60
# Seconds to wait for Redis, and for which a reader does without one that did not answer.
TIMEOUT, PAUSE = 0.25, 1.0

logger = logging.getLogger(__name__)

_OFFER = """
if redis.call('exists', KEYS[2]) == 1 then return 0 end
if (redis.call('get', KEYS[3]) or '') ~= ARGV[2] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'EX', ARGV[3])
return 1
"""
_RELEASE = """
if redis.call('get', KEYS[2]) == ARGV[1] then redis.call('del', KEYS[2]) end
redis.call('set', KEYS[3], ARGV[2])
redis.call('del', KEYS[1])
return 1
"""


class SharedGeneration:
    """The stamp of one database in one Redis. Safe for threads."""

    def __init__(self, url: str, database: str) -> None:
        self._redis: Any = redis.Redis.from_url(
            url,
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            decode_responses=True,
            encoding_errors="replace",  # Whatever stands there is no reason to fail.
        )
        prefix = f"galley:{sha256(database.encode()).hexdigest()[:12]}"
        self.stamp, self.hold, self.epoch = (f"{prefix}:{n}" for n in ("stamp", "hold", "epoch"))
        self._keys = [self.stamp, self.hold, self.epoch]
        self._offer = self._redis.register_script(_OFFER)
        self._release = self._redis.register_script(_RELEASE)
        self._silent_until, self._is_away = 0.0, False
        self._lock = threading.Lock()

    # --- Readers ---

    def read(self) -> tuple[str | None, str | None]:
        """The stamp, or None and the epoch in which to ask; (None, None) where Redis is silent."""
        if time.monotonic() < self._silent_until:
            return None, None
        try:
            stamp = self._redis.get(self.stamp)
            epoch = None if stamp else str(self._redis.get(self.epoch) or "")
        except RedisError as fault:
            self._do_without(fault)
            return None, None
        if stamp and self._is_away:
            self._is_back()
        return stamp or None, epoch

    def offer(self, stamp: str, epoch: str) -> None:
        """Share what the database said, if nobody wrote since `epoch` was read."""
        try:
            self._offer(keys=self._keys, args=[stamp, epoch, STAMP_SECONDS])
        except RedisError as fault:  # One that is full answers questions alone.
            self._do_without(fault)
            return
        if self._is_away:
            self._is_back()

    def _do_without(self, fault: RedisError) -> None:
        """For a while; the log says when it begins, and when Redis takes or gives a stamp again."""
        with self._lock:
            self._silent_until = time.monotonic() + PAUSE
            is_news, self._is_away = not self._is_away, True
        if is_news:
            logger.warning("Redis does not answer, so the database is asked instead: %s", fault)

    def _is_back(self) -> None:
        with self._lock:
            is_news, self._is_away = self._is_away, False
        if is_news:
            logger.warning("Redis answers again.")

    # --- Writers ---

    def begin_write(self) -> str:
        """Drop the stamp and take no offers until `end_write`; gives the token for it."""
        token = secrets.token_hex(8)
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(self.hold, token, ex=HOLD_SECONDS)
                pipe.set(self.epoch, token)
                pipe.delete(self.stamp)
                pipe.execute()
        except RedisError as fault:
            self._do_without(fault)
        return token

    def end_write(self, token: str) -> None:
        """Drop the hold, if it is still ours, and whatever was offered meanwhile."""
        try:
            self._release(keys=self._keys, args=[token, secrets.token_hex(8)])
        except RedisError as fault:
            self._do_without(fault)


@cache
def _shared(url: str, database: str) -> SharedGeneration:
    return SharedGeneration(url, database)


def shared_generation(using: str = "default") -> SharedGeneration | None:
    """That of a database; None where no Redis is configured."""
    if not settings.CACHE_URL:
        return None
    values = connections[using].settings_dict
    name = " ".join(str(values[part]) for part in ("ENGINE", "HOST", "PORT", "NAME"))
    return _shared(settings.CACHE_URL, name)


def announce_write(using: str) -> None:
    """Say that this transaction, which holds the change lock, is about to write a change."""
    if shared := shared_generation(using):
        token = shared.begin_write()
        # If this is lost, the hold runs out by itself.
        transaction.on_commit(lambda: shared.end_write(token), using=using)
