"""One attempt: sign, post, write down what came of it. Never inside a transaction."""

import logging
import random
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from standardwebhooks import Webhook

from articles.editorial.retry_after import asked_pause
from articles.models import Delivery, DeliveryAttempt, DeliveryState, EventType, WebhookEndpoint

from .posting import AddressRefusedError, Answer, NoAnswerError, post
from .timetable import next_attempt, quiet_for

logger = logging.getLogger(__name__)

# Seconds for a whole request.
TIMEOUT = 10.0
# Characters of an answer that are kept.
ANSWER_KEPT = 2_000
GONE = 410


class InTransactionError(RuntimeError):
    """Something was to be sent inside a transaction, which a slow receiver would hold open."""


def attempt(delivery: Delivery) -> DeliveryAttempt:
    """Send a delivery's event to its endpoint once, and write down what came of it.

    Raises:
        InTransactionError: the caller is in a transaction.
    """
    if connection.in_atomic_block:
        raise InTransactionError("Webhooks are sent outside of transactions.")
    endpoint, event = delivery.endpoint, delivery.event
    at = timezone.now()
    body = event.body
    headers = headers_for(endpoint, str(event.pk), body, at)
    started = time.monotonic()
    answer, error = None, ""
    try:
        answer = post(
            endpoint.url,
            headers=headers,
            body=body.encode(),
            seconds=TIMEOUT,
            allowed_hosts=settings.WEBHOOKS_ALLOWED_HOSTS,
        )
    except (NoAnswerError, AddressRefusedError) as refused:
        error = str(refused)
    made = DeliveryAttempt(
        delivery=delivery,
        at=at,
        milliseconds=round((time.monotonic() - started) * 1000),
        request_headers=headers,
        status=answer.status if answer else None,
        answer=answer.text[:ANSWER_KEPT] if answer else "",
        error=error,
    )
    paused_because = _write_down(delivery, made, answer)
    if paused_because:
        tell_owner(endpoint, paused_because)
    return made


def headers_for(
    endpoint: WebhookEndpoint, message_id: str, body: str, at: datetime
) -> dict[str, str]:
    """The headers of Standard Webhooks; with two signatures while the secret changes over."""
    secrets = [endpoint.secret]
    if endpoint.previous_secret_until and endpoint.previous_secret_until > at:
        secrets.append(endpoint.previous_secret)
    signed = [Webhook(secret).sign(message_id, at.astimezone(UTC), body) for secret in secrets]
    return {
        "content-type": "application/json",
        "user-agent": f"Galley/{version('galley')}",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def succeeded(made: DeliveryAttempt) -> bool:
    return made.status is not None and 200 <= made.status < 300  # noqa: PLR2004


def _write_down(delivery: Delivery, made: DeliveryAttempt, answer: Answer | None) -> str:
    """Keep the attempt and what follows from it; gives why the endpoint is paused now, if so."""
    now = timezone.now()
    endpoints = WebhookEndpoint.objects.filter(pk=delivery.endpoint_id)
    with transaction.atomic():
        if not Delivery.objects.filter(pk=delivery.pk).exists():
            return ""  # The endpoint was deleted meanwhile.
        made.save(force_insert=True)
        delivery.attempts_made += 1
        delivery.first_attempt_at = delivery.first_attempt_at or made.at
        paused_because = ""
        if succeeded(made):
            delivery.state, delivery.finished_at = DeliveryState.DELIVERED, now
            endpoints.update(failing_since=None, quiet_until=None, last_success_at=now)
        elif delivery.event.type == EventType.TEST:
            # Somebody looks on: it is not tried again, and says nothing of the others.
            delivery.state, delivery.finished_at = DeliveryState.FAILED, now
        else:
            paused_because = _failed(delivery, made, answer, now)
        delivery.save(
            update_fields=["state", "finished_at", "due_at", "attempts_made", "first_attempt_at"]
        )
    return paused_because


def _failed(delivery: Delivery, made: DeliveryAttempt, answer: Answer | None, now: datetime) -> str:
    give_up_after = timedelta(seconds=settings.WEBHOOKS_GIVE_UP_AFTER)
    endpoints = WebhookEndpoint.objects.filter(pk=delivery.endpoint_id)
    endpoints.update(failing_since=Coalesce("failing_since", made.at))
    failing_since = endpoints.values_list("failing_since", flat=True)[0]
    rest = _rest(answer, now - (failing_since or now), now)
    if rest:
        endpoints.update(quiet_until=now + rest)
    first_at = delivery.first_attempt_at or made.at
    due_at = next_attempt(
        attempts=delivery.attempts_made,
        first_at=first_at,
        now=now,
        give_up_after=give_up_after,
        chance=random.random(),  # noqa: S311  (no secret)
    )
    paused_because = ""
    if made.status == GONE:
        paused_because = "It answered 410: it is gone and wants no more events."
    elif due_at is None and failing_since and failing_since <= first_at:
        paused_because = f"No delivery has succeeded since {failing_since:%Y-%m-%d %H:%M} UTC."
    if due_at is None:
        delivery.state, delivery.finished_at = DeliveryState.FAILED, now
    else:
        delivery.due_at = due_at
    if paused_because:
        # False: it was paused already, and its owner told.
        is_new = endpoints.filter(paused_at=None).update(
            paused_at=now, paused_because=paused_because
        )
        return paused_because if is_new else ""
    return ""


def _rest(answer: Answer | None, failing: timedelta, now: datetime) -> timedelta | None:
    """How long nothing is sent at all; None: a fault of this event alone, perhaps."""
    if answer is None:
        return quiet_for(failing)
    return asked_pause(answer.status, answer.headers.get("retry-after", ""), now=now)


def tell_owner(endpoint: WebhookEndpoint, why: str) -> None:
    """Mail whoever looks after the endpoint; the admin's pages say it too."""
    logger.warning("Webhook endpoint “%s” is paused: %s", endpoint.name, why)
    address = endpoint.owner.email if endpoint.owner else ""
    if not address:
        return
    text = (
        f"Galley has paused the webhook endpoint “{endpoint.name}” ({endpoint.url}).\n\n{why}\n\n"
        "Events wait for it. Mend it, then press Resume on its page in the admin."
    )
    try:
        send_mail(f"Paused: webhook endpoint “{endpoint.name}”", text, None, [address])
    except Exception:  # A mail server that is away must not stop deliveries.
        logger.exception("The owner of webhook endpoint “%s” could not be told", endpoint.name)
