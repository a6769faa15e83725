"""Review: what was said about an article before it went live, and who approved which content."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .article import Article
from .immutable import ImmutableModel
from .people import Person


class SignOff(ImmutableModel):
    """A reviewer's approval of one exact content. Written once.

    It counts for the content with this hash alone: one keystroke later it is history.
    """

    # No constraint and DO_NOTHING: editions name it, and they survive the working copy.
    article = models.ForeignKey(
        Article, on_delete=models.DO_NOTHING, db_constraint=False, related_name="sign_offs"
    )
    # Canonical JSON, as in Edition: what changed since is a comparison with it.
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    # PROTECT: who approved is part of history.
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs"
    )
    # Kept as text, as they were on that day; a person's page may say something else by now.
    name = models.CharField(max_length=150)
    credentials = models.CharField(max_length=150, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["article_id", "-signed_at", "-pk"]
        verbose_name = "sign-off"
        indexes = [
            # The newest approval of an article.
            models.Index(fields=["article", "-id"], name="sign_off_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(content_hash=""), name="sign_off_has_a_hash"),
            models.CheckConstraint(condition=~Q(name=""), name="sign_off_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class ReviewAct(models.TextChoices):
    """What an entry of the thread does."""

    REQUESTED = "requested", "Asked for review"
    SIGNED_OFF = "signed_off", "Signed off"
    CHANGES_REQUESTED = "changes_requested", "Asked for changes"
    COMMENTED = "commented", "Commented"


class ReviewEntry(ImmutableModel):
    """One entry in the thread of an article's review. Written once."""

    # As in SignOff: the thread is part of history.
    article = models.ForeignKey(
        Article, on_delete=models.DO_NOTHING, db_constraint=False, related_name="review_entries"
    )
    act = models.CharField(max_length=20, choices=ReviewAct.choices)
    comment = models.TextField(blank=True)
    # The content that was talked about.
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    # PROTECT: as in SignOff.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_entries"
    )
    # Whom a request is addressed to; nobody in particular where it is empty.
    reviewer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="review_requests"
    )
    sign_off = models.OneToOneField(
        SignOff, null=True, blank=True, on_delete=models.PROTECT, related_name="entry"
    )

    class Meta:
        ordering = ["article_id", "pk"]
        verbose_name_plural = "review entries"
        indexes = [
            # The thread of an article, and its newest entry.
            models.Index(fields=["article", "id"], name="review_entry_thread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=ReviewAct.values), name="review_entry_act_is_known"
            ),
            models.CheckConstraint(
                condition=Q(act=ReviewAct.SIGNED_OFF, sign_off__isnull=False)
                | ~Q(act=ReviewAct.SIGNED_OFF) & Q(sign_off__isnull=True),
                name="review_entry_signs_off_with_a_sign_off",
            ),
            models.CheckConstraint(
                condition=Q(act=ReviewAct.REQUESTED) | Q(reviewer__isnull=True),
                name="review_entry_only_a_request_is_addressed",
            ),
            models.CheckConstraint(
                condition=~Q(
                    act__in=[ReviewAct.CHANGES_REQUESTED, ReviewAct.COMMENTED], comment=""
                ),
                name="review_entry_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.comment}" if self.comment else self.act
