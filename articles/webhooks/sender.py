"""Sends what is due: endpoints side by side, the deliveries of each one after the other.

A thread claims an endpoint by a lease and sends to it alone, so an endpoint that is slow holds up
none but itself, and a process that is killed repeats at most what was on its way.
"""

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Event as Flag
from time import monotonic

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import Delivery, WebhookEndpoint

from .sending import TIMEOUT, attempt

logger = logging.getLogger(__name__)

# Endpoints that one process sends to at the same time.
THREADS = 32
# Longer than any request, and renewed before each.
LEASE = timedelta(seconds=TIMEOUT + 5)
# Seconds after which an endpoint makes way for others, should all threads be taken.
TURN = 30.0


class Sender:
    """Threads that send what is due."""

    def __init__(self, *, threads: int = THREADS) -> None:
        self.threads = threads
        self.stopping = Flag()
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="webhooks")
        self.under_way: dict[Future[None], int] = {}

    def send_due(self) -> int:
        """Put threads to work on the endpoints for which something is due; gives how many."""
        self.under_way = {job: pk for job, pk in self.under_way.items() if not job.done()}
        room = self.threads - len(self.under_way)
        if room <= 0 or self.stopping.is_set():
            return 0
        now = timezone.now()
        started = 0
        busy = list(self.under_way.values())
        for pk in due_endpoints(now).exclude(pk__in=busy).values_list("pk", flat=True)[:room]:
            held_until = now + LEASE
            free = WebhookEndpoint.objects.filter(_free(now), pk=pk)
            if free.update(leased_until=held_until):
                job = self.pool.submit(send_to, pk, held_until, self.stopping)
                self.under_way[job] = pk
                started += 1
        return started

    def send_all(self) -> None:
        """Send until nothing is due any more."""
        while self.send_due() or self.under_way:
            wait(self.under_way, return_when=FIRST_COMPLETED)

    def stop(self) -> None:
        """Let what is on its way end, and begin nothing new."""
        self.stopping.set()
        self.pool.shutdown(wait=True, cancel_futures=True)


def due_endpoints(now: datetime) -> QuerySet[WebhookEndpoint]:
    """Those for which something is due, and that nobody sends to. Who waits longest comes first."""
    waiting = Delivery.objects.filter(
        endpoint=OuterRef("pk"), finished_at__isnull=True, due_at__lte=now
    )
    quiet = Q(quiet_until__isnull=True) | Q(quiet_until__lte=now)
    rows = WebhookEndpoint.objects.filter(
        _free(now), quiet, Exists(waiting), is_active=True, paused_at=None
    )
    return rows.order_by("leased_until", "pk")


def _free(now: datetime) -> Q:
    """As `leases.free`, with a longer lease: one that is even longer is from another clock."""
    held = Q(leased_until__gt=now, leased_until__lte=now + 2 * LEASE)
    return Q(leased_until__isnull=True) | ~held


def send_to(pk: int, held_until: datetime, stopping: Flag) -> None:
    """Send what is due to one endpoint, in order, while its lease is ours."""
    ends = monotonic() + TURN
    try:
        while not stopping.is_set() and monotonic() < ends:
            now = timezone.now()
            delivery = next_delivery(pk, now)
            if delivery is None:
                break
            held = WebhookEndpoint.objects.filter(pk=pk, leased_until=held_until)
            held_until = now + LEASE
            if not held.update(leased_until=held_until):
                return  # Another process has it: ours took too long.
            attempt(delivery)
        WebhookEndpoint.objects.filter(pk=pk, leased_until=held_until).update(leased_until=None)
    except Exception:
        # Its lease runs out, and then it is tried again.
        logger.exception("Sending to webhook endpoint %s broke", pk)
    finally:
        connections.close_all()


def next_delivery(pk: int, now: datetime) -> Delivery | None:
    """The first delivery that is due to an endpoint that may be sent to; of each subject the
    oldest one only: the next waits until it is delivered or given up."""
    waiting = Delivery.objects.filter(endpoint=pk, finished_at__isnull=True)
    earlier = waiting.filter(subject=OuterRef("subject"), pk__lt=OuterRef("pk"))
    due = waiting.filter(
        ~Exists(earlier),
        Q(endpoint__quiet_until__isnull=True) | Q(endpoint__quiet_until__lte=now),
        due_at__lte=now,
        endpoint__is_active=True,
        endpoint__paused_at=None,
    )
    return due.select_related("endpoint__owner", "event").order_by("pk").first()
