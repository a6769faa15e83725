"""Counting views: in memory first, written together. Nothing of who looked is kept."""

import logging
import threading
from collections import Counter
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from secrets import token_bytes
from uuid import UUID

from crawlerdetect import CrawlerDetect  # type: ignore[import-untyped]
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from articles.models import Document, Redirect, ViewCount

from .waiting import Waiting

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


def count(article_id: UUID, day: date) -> None:
    """Count a look; written with others, at once only where very many wait."""
    buffer.count((article_id, day))
    if len(buffer) >= MOST_WAITING:
        buffer.flush()


def _write(counts: Counter[tuple[UUID, date]]) -> Counter[tuple[UUID, date]] | None:
    """Add to what is counted. What the database can't take now goes on waiting, unless it has been
    away for so long that counts fill the memory."""
    try:
        ViewCount.objects.add(counts, at=timezone.now())
    except DatabaseError as fault:
        logger.warning("%d views could not be written yet: %s", counts.total(), fault)
        return counts if len(buffer) < 10 * MOST_WAITING else None
    return None


throttle = Throttle()
buffer = Waiting[tuple[UUID, date]](_write, seconds=lambda: settings.VIEWS_FLUSH_SECONDS)
