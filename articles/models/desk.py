"""The desk's own rows: acts that are due later, previews that were shared, work in bulk."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .article import Article


class LeasedWork(models.Model):
    """A row that any process may take up, and only one at a time.

    It is claimed by a conditional UPDATE that sets `leased_until`; a claim whose time has run out
    is anybody's again, so a process that was killed loses nothing.
    """

    leased_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class ScheduledAct(models.TextChoices):
    PUBLISH = "publish", "Publish"
    UNPUBLISH = "unpublish", "Unpublish"


class ScheduleState(models.TextChoices):
    PENDING = "pending", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Schedule(LeasedWork):
    """An act of publishing that is due at a time."""

    # CASCADE: what was deleted can't be published. A live article can't be deleted.
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="schedules")
    act = models.CharField(max_length=10, choices=ScheduledAct.choices)
    due_at = models.DateTimeField()
    # What was approved when this was scheduled, as canonical JSON; empty for unpublishing.
    content = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    # The article's newest edition at that time: what was published since is not set back.
    last_edition = models.PositiveIntegerField(default=0)
    # As in Edition and in `publish`.
    note = models.TextField(blank=True)
    is_correction = models.BooleanField(default=False)
    exception_reason = models.TextField(blank=True)
    # As in Redirect and in `unpublish`.
    explanation = models.TextField(blank=True)
    # SET_NULL: the explanation stands without its alternative.
    alternative = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # PROTECT: the act is done in this person's name.
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="schedules"
    )
    scheduled_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ScheduleState.choices, default=ScheduleState.PENDING
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    # Why it failed, for editors.
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            # When the next act is, which every request of the API asks in passing; what is due.
            # Without a parameter in its condition, so that SQLite too knows that it may use it.
            models.Index(
                fields=["due_at"], name="schedule_pending", condition=Q(finished_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "act"],
                condition=Q(state=ScheduleState.PENDING),
                name="schedule_once_per_act",
                violation_error_message="The article has a schedule for this already.",
            ),
            models.CheckConstraint(
                condition=Q(act__in=ScheduledAct.values), name="schedule_act_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ScheduleState.values), name="schedule_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ScheduleState.PENDING, finished_at__isnull=True)
                | ~Q(state=ScheduleState.PENDING) & Q(finished_at__isnull=False),
                name="schedule_is_finished_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=ScheduleState.FAILED) & ~Q(failure="")
                | ~Q(state=ScheduleState.FAILED) & Q(failure=""),
                name="schedule_failed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(act=ScheduledAct.PUBLISH) & ~Q(content="") & ~Q(content_hash="")
                | Q(act=ScheduledAct.UNPUBLISH, content="", content_hash=""),
                name="schedule_publishes_a_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.article_id} at {self.due_at:%Y-%m-%d %H:%M}"


class Preview(models.Model):
    """A link to an article's working copy for somebody without an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="previews")
    # PROTECT: who let somebody in is worth knowing as long as the link works.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="previews"
    )
    # For whom it was made: "Dr Voss".
    label = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="preview_expires_after_creation"
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"Preview of {self.article_id}"


class BulkAct(models.TextChoices):
    PUBLISH = "publish", "Publish"
    UNPUBLISH = "unpublish", "Unpublish"
    SET_TOPIC = "set_topic", "Set topic"
    SET_REVIEWER = "set_reviewer", "Set reviewer"
    EXPORT = "export", "Export"


class BulkJob(LeasedWork):
    """One act on many articles, done in the background."""

    act = models.CharField(max_length=20, choices=BulkAct.choices)
    # What the act needs, by its name: {"topic": 3}, {"note": "…", "exception_reason": "…"}.
    options = models.JSONField(default=dict, blank=True)
    # PROTECT: the act is done in this person's name.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bulk_jobs"
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            # What is left to do.
            models.Index(
                fields=["created_at"],
                name="bulk_job_unfinished",
                condition=Q(finished_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=BulkAct.values), name="bulk_job_act_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} ({self.created_at:%Y-%m-%d %H:%M})"


class BulkItemState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class BulkItem(models.Model):
    """One article of a bulk job, and what became of it."""

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="items", db_index=False)
    # An id without a constraint: the article may be deleted meanwhile, and the report stays.
    article_id = models.UUIDField()
    title = models.CharField(max_length=250)
    state = models.CharField(
        max_length=10, choices=BulkItemState.choices, default=BulkItemState.WAITING
    )
    # What was done or why it failed, for editors.
    message = models.TextField(blank=True)
    # What was asked to be published; empty for other acts.
    content_hash = models.CharField(max_length=64, blank=True)
    # What an export gives.
    result = models.TextField(blank=True)

    class Meta:
        ordering = ["job", "pk"]
        indexes = [
            # The next article of a job.
            models.Index(
                fields=["job", "id"],
                name="bulk_item_waiting",
                condition=Q(state=BulkItemState.WAITING),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["job", "article_id"], name="bulk_item_once_per_job"),
            models.CheckConstraint(
                condition=Q(state__in=BulkItemState.values), name="bulk_item_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"
