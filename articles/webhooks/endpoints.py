"""What is done to endpoints by hand: secrets, pauses, tests, sending again."""

import base64
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from articles.documents.events import test_body
from articles.models import (
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    Event,
    EventType,
    WebhookEndpoint,
)

from .sending import TIMEOUT, attempt

# How long the old secret signs beside the new one.
OVERLAP = timedelta(hours=24)
# How long events and their log are kept.
LOG_KEPT = timedelta(days=30)
_SECRET_BYTES = 32
_BATCH = 500


def new_secret() -> str:
    """A secret in the form of Standard Webhooks: `whsec_` and base64."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}"


def rotate_secret(endpoint: WebhookEndpoint, *, now: datetime | None = None) -> str:
    """Give `endpoint` a new secret, which is returned; the old one signs too for a while."""
    endpoint.previous_secret = endpoint.secret
    endpoint.previous_secret_until = (now or timezone.now()) + OVERLAP
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "previous_secret", "previous_secret_until"])
    return endpoint.secret


def resume(endpoint: WebhookEndpoint, *, now: datetime | None = None) -> int:
    """Send again to an endpoint that was paused; gives how many deliveries wait for it."""
    now = now or timezone.now()
    with transaction.atomic():
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
            paused_at=None, paused_because="", failing_since=None, quiet_until=None
        )
        waiting = Delivery.objects.filter(endpoint=endpoint, finished_at__isnull=True)
        return waiting.update(due_at=now, first_attempt_at=None, attempts_made=0)


def send_test(endpoint: WebhookEndpoint, *, now: datetime | None = None) -> DeliveryAttempt:
    """Send a test event at once, paused or not, and give what came of it."""
    now = now or timezone.now()
    with transaction.atomic():
        event = Event.objects.create(
            type=EventType.TEST,
            subject=f"test:{now:%Y%m%d%H%M%S%f}",
            body=test_body(now),
            created_at=now,
        )
        # Due later, so that no worker sends it beside us.
        delivery = Delivery.objects.create(
            endpoint=endpoint,
            event=event,
            subject=event.subject,
            due_at=now + timedelta(seconds=2 * TIMEOUT),
        )
    return attempt(delivery)


def send_again(delivery: Delivery, *, now: datetime | None = None) -> None:
    """Let a delivery be sent once more, by a worker; its log of attempts stays."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING,
        finished_at=None,
        first_attempt_at=None,
        attempts_made=0,
        due_at=now or timezone.now(),
    )


def forget_old(now: datetime) -> bool:
    """Delete events of long ago with their log. False: there were none.

    Those that still wait are forgotten too: for an endpoint that was paused for so long.
    """
    old = Event.objects.filter(created_at__lt=now - LOG_KEPT).order_by("created_at")
    keys = list(old.values_list("pk", flat=True)[:_BATCH])
    if not keys:
        return False
    Event.objects.filter(pk__in=keys).delete()
    return True
