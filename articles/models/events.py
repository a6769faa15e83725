"""The outbox: who is told of what changed, and what became of each telling."""

import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from .desk import LeasedWork
from .history import Change
from .topics import Topic


class EventType(models.TextChoices):
    ARTICLE_PUBLISHED = "article.published", "article.published: a first or renewed publication"
    ARTICLE_UPDATED = "article.updated", "article.updated: a new edition"
    ARTICLE_MOVED = "article.moved", "article.moved: another address"
    ARTICLE_UNPUBLISHED = "article.unpublished", "article.unpublished: withdrawn"
    ARTICLE_REFRESHED = (
        "article.refreshed",
        "article.refreshed: shows a topic, person, notice or linked article differently",
    )
    TOPIC_UPDATED = "topic.updated", "topic.updated"
    TOPIC_DELETED = "topic.deleted", "topic.deleted"
    PERSON_UPDATED = "person.updated", "person.updated"
    PERSON_DELETED = "person.deleted", "person.deleted"
    NOTICE_UPDATED = "notice.updated", "notice.updated"
    NOTICE_DELETED = "notice.deleted", "notice.deleted"
    TEST = "webhook.test", "webhook.test"


class WebhookEndpoint(LeasedWork):
    """An address of somebody else's that is told of events. One process at a time sends to it."""

    name = models.CharField(max_length=100, help_text="What it is: “Next.js, production”.")
    url = models.URLField(
        "URL",
        max_length=500,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Where events are posted to; https wherever you can.",
    )
    # Values of EventType.
    event_types = models.JSONField("events", default=list, blank=True)
    topics = models.ManyToManyField(Topic, through="WebhookTopic", related_name="+", blank=True)
    secret = models.CharField(max_length=100, editable=False)
    # Signs too until then, so that a receiver has the time to change over.
    previous_secret = models.CharField(max_length=100, blank=True, editable=False)
    previous_secret_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_active = models.BooleanField(
        "on", default=True, help_text="Off: it is told of nothing, and what waits is not sent."
    )
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    paused_because = models.TextField(blank=True, editable=False)
    # Of the first failure since the last success.
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    # Nothing is sent until then: it could not be reached, or asked for a pause.
    quiet_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_success_at = models.DateTimeField(null=True, blank=True, editable=False)
    # SET_NULL: the endpoint outlives the account of whoever is told when it fails.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who is told, by mail, when it keeps failing.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(secret=""), name="webhook_has_a_secret"),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_because="")
                | Q(paused_at__isnull=False) & ~Q(paused_because=""),
                name="webhook_is_paused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(previous_secret="", previous_secret_until__isnull=True)
                | ~Q(previous_secret="") & Q(previous_secret_until__isnull=False),
                name="webhook_previous_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WebhookTopic(models.Model):
    """A topic that an endpoint is told of, with those under it; without any it hears of all."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="topic_rows", db_index=False
    )
    # PROTECT: with its last topic gone the endpoint would hear of all.
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "topic"], name="webhook_topic_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} for {self.endpoint_id}"


class Event(models.Model):
    """What receivers are told: written with its change, in one transaction. Kept for a while."""

    # Goes out as `webhook-id`, the same in every attempt.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # One: so nothing is told twice. None for a test. PROTECT: changes aren't deleted.
    change = models.OneToOneField(Change, null=True, on_delete=models.PROTECT, related_name="event")
    type = models.CharField(max_length=30, choices=EventType.choices)
    # As "article:1f…": deliveries of one subject keep their order.
    subject = models.CharField(max_length=60)
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [models.Index(fields=["created_at"], name="event_by_age")]
        constraints = [
            models.CheckConstraint(condition=Q(type__in=EventType.values), name="event_is_known"),
            models.CheckConstraint(
                condition=Q(type=EventType.TEST, change__isnull=True)
                | ~Q(type=EventType.TEST) & Q(change__isnull=False),
                name="event_tells_of_a_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.subject}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Given up"


class Delivery(models.Model):
    """One event for one endpoint."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    # The event's: an earlier one of the same subject goes first.
    subject = models.CharField(max_length=60)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    due_at = models.DateTimeField()
    # Of this series of attempts, and how many it has had.
    first_attempt_at = models.DateTimeField(null=True)
    attempts_made = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "endpoint"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, finished_at__isnull=True)
                | ~Q(state=DeliveryState.WAITING) & Q(finished_at__isnull=False),
                name="delivery_is_finished_at_a_time",
            ),
        ]
        indexes = [
            # What waits for an endpoint; what goes before it. Their conditions hold no parameter,
            # so that SQLite too knows that it may use them.
            models.Index(
                fields=["endpoint", "due_at"],
                name="delivery_waiting",
                condition=Q(finished_at__isnull=True),
            ),
            models.Index(
                fields=["endpoint", "subject", "id"],
                name="delivery_in_order",
                condition=Q(finished_at__isnull=True),
            ),
            models.Index(fields=["endpoint", "-id"], name="delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.endpoint_id}"


class DeliveryAttempt(models.Model):
    """One request to an endpoint and its answer: the log. Goes with its delivery."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    request_headers = models.JSONField()
    # The answer, or why there is none.
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__isnull=True) & ~Q(error="") | Q(status__isnull=False, error=""),
                name="attempt_has_an_answer_or_an_error",
            )
        ]

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.at:%Y-%m-%d %H:%M:%S}"
