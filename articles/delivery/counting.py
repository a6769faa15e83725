"""Counting views: in memory first, written together. Nothing of who looked is kept.

Each process counts for itself and adds what it has to the database every few seconds, and when it
ends.
"""

import atexit
import logging
import threading
from collections import Counter
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from multiprocessing.util import Finalize
from secrets import token_bytes
from uuid import UUID

from crawlerdetect import CrawlerDetect  # type: ignore[import-untyped]
from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from articles.models import Document, Redirect, ViewCount

logger = logging.getLogger(__name__)
# As many articles and days wait at most; more are written at once.
MOST_WAITING = 2_000
# Past these, clients share a place: bounds the memory.
MOST_CLIENTS = 100_000
_crawlers = CrawlerDetect()


def article_of(slug: str) -> UUID | None:
    """The live article that has or had this slug; None if there is none. One or two queries."""
    live = Document.objects.order_by().filter(slug=slug).values_list("pk", flat=True).first()
    if live:
        return live
    moved = Redirect.objects.filter(slug=slug).values("article_id")
    return Document.objects.order_by().filter(pk__in=moved).values_list("pk", flat=True).first()


@lru_cache(maxsize=2_000)
def is_crawler(user_agent: str) -> bool:
    return bool(_crawlers.isCrawler(user_agent))


class Throttle:
    """How much of each client counts, in fixed minutes.

    A client is known by a hash of its address under a key that lives for that minute in this
    process alone: nobody can find out afterwards who it was.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute, self._key = -1, b""
        self._seen: Counter[bytes] = Counter()

    def takes(self, address: str, *, now: datetime) -> bool:
        """Whether one more of this client counts."""
        minute = int(now.timestamp()) // 60
        with self._lock:
            if minute != self._minute:
                self._minute, self._key = minute, token_bytes(32)
                self._seen.clear()
            size = 8 if len(self._seen) < MOST_CLIENTS else 2
            client = blake2b(_network(address).encode(), key=self._key, digest_size=size).digest()
            self._seen[client] += 1
            return self._seen[client] <= settings.VIEWS_PER_MINUTE


def _network(address: str) -> str:
    """What one client has: an IPv4 address, or the 64 bits of IPv6 that it may vary behind."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address[:100]
    return str(ip_network((ip, 64), strict=False)) if isinstance(ip, IPv6Address) else str(ip)


def client_address(remote: str, forwarded_for: str) -> str:
    """The client's address: what the farthest of our own proxies saw.

    What stands before that in X-Forwarded-For the client may have made up.
    """
    if not settings.NUM_PROXIES:
        return remote
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    if not hops:
        return remote
    return hops[-min(settings.NUM_PROXIES, len(hops))]


class Buffer:
    """Counts that wait to be written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: Counter[tuple[UUID, date]] = Counter()
        self._timer: threading.Timer | None = None

    def count(self, article_id: UUID, day: date) -> None:
        with self._lock:
            self._waiting[article_id, day] += 1
            is_full = len(self._waiting) >= MOST_WAITING
            if self._timer is None and not is_full:
                self._timer = threading.Timer(settings.VIEWS_FLUSH_SECONDS, self._flush_later)
                self._timer.daemon = True
                self._timer.start()
        if is_full:
            self.flush()

    def flush(self) -> None:
        """Write what waits. If the database can't take it now, it goes on waiting."""
        with self._lock:
            counts, self._waiting = self._waiting, Counter()
            if self._timer:
                self._timer.cancel()
            self._timer = None
        if not counts:
            return
        try:
            ViewCount.objects.add(counts, at=timezone.now())
        except DatabaseError:
            logger.exception("%d views could not be written yet.", counts.total())
            self._put_back(counts)

    def _put_back(self, counts: Counter[tuple[UUID, date]]) -> None:
        """Keep them, unless the database has been away for so long that they fill the memory."""
        with self._lock:
            if len(self._waiting) < 10 * MOST_WAITING:
                self._waiting += counts

    def _flush_later(self) -> None:
        try:
            self.flush()
        finally:
            connections.close_all()


throttle = Throttle()
buffer = Buffer()
# A worker of a server ends as a child of it, where `atexit` may not be called.
atexit.register(buffer.flush)
Finalize(None, buffer.flush, exitpriority=10)
