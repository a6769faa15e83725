"""Working copies that gave way to another one: nothing that somebody wrote is lost."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .article import Article
from .immutable import ImmutableModel


class SetAsideBecause(models.TextChoices):
    OVERWRITTEN = "overwritten", "Another text was saved over it"
    DROPPED = "dropped", "Its writer took another text instead"
    DELETED = "deleted", "The article was deleted while it was written"
    REPLACED = "replaced", "An older text was brought back"


class SetAside(ImmutableModel):
    """A content that somebody wrote and that is no working copy any more. Written once."""

    # No constraint and DO_NOTHING: as in Edition, it outlives the working copy.
    article = models.ForeignKey(
        Article, on_delete=models.DO_NOTHING, db_constraint=False, related_name="set_aside"
    )
    # Canonical JSON, as in Edition.
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    why = models.CharField(max_length=20, choices=SetAsideBecause.choices)
    at = models.DateTimeField()
    # PROTECT: whose text it is, and who put another one in its place, is part of history. Empty
    # for a text that a program wrote.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="texts_set_aside",
    )
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "text set aside"
        verbose_name_plural = "texts set aside"
        constraints = [
            models.CheckConstraint(condition=~Q(content_hash=""), name="set_aside_has_a_hash"),
            models.CheckConstraint(
                condition=Q(why__in=SetAsideBecause.values), name="set_aside_for_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.get_why_display()}"
