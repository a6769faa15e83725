"""Writes of webhooks that the database refuses, by the constraint's name."""

from datetime import UTC, datetime

from articles.models import (
    Change,
    Delivery,
    DeliveryAttempt,
    Event,
    WebhookEndpoint,
    WebhookTopic,
)
from tests.factories import make_topic

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def endpoint(**values):
    defaults = {"name": "E", "url": "https://example.org/", "secret": "whsec_eA=="}
    return WebhookEndpoint.objects.create(**defaults | values)


def event(**values):
    defaults = {"type": "webhook.test", "subject": "s", "body": "{}", "created_at": NOW}
    return Event.objects.create(**defaults | values)


def delivery(**values):
    return Delivery.objects.create(
        **{"endpoint": endpoint(), "event": event(), "subject": "s", "due_at": NOW} | values
    )


def attempt(**values):
    defaults = {"at": NOW, "milliseconds": 1, "request_headers": {}}
    return DeliveryAttempt.objects.create(delivery=delivery(), **defaults | values)


def twice(make):
    made = make()
    made.pk = None
    made.save(force_insert=True)


CASES = {
    "webhook_has_a_secret": lambda _: endpoint(secret=""),
    "webhook_is_paused_for_a_reason": lambda _: endpoint(paused_at=NOW),
    "webhook_previous_secret_ends": lambda _: endpoint(previous_secret="whsec_eA=="),
    "webhook_topic_once": lambda _: twice(
        lambda: WebhookTopic.objects.create(endpoint=endpoint(), topic=make_topic())
    ),
    "event_is_known": lambda _: event(type="article.eaten", change=Change.objects.first()),
    "event_tells_of_a_change": lambda _: event(type="article.moved"),
    "delivery_once": lambda _: twice(delivery),
    "delivery_state_is_known": lambda _: delivery(state="lost", finished_at=NOW),
    "delivery_is_finished_at_a_time": lambda _: delivery(state="delivered"),
    "attempt_has_an_answer_or_an_error": lambda _: attempt(),
}
