"""Live reference data that articles point at: topics and notices.

Saving one takes effect at once (`articles.editorial.recompiling` carries it into the documents).
"""

from typing import Any

from django.db import models


class SlugQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class Topic(models.Model):
    """A subject area that articles are filed under."""

    slug = models.SlugField(max_length=100, unique=True, help_text="Part of addresses and filters.")
    name = models.CharField(max_length=120, unique=True, help_text="Shown to readers.")
    description = models.TextField(
        blank=True, help_text="One or two sentences for the topic's page; plain text."
    )
    review_interval_months = models.PositiveSmallIntegerField(
        "review interval, in months",
        null=True,
        blank=True,
        help_text="How long a review holds. Empty: as in the settings of the service.",
    )

    objects = SlugQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="topic_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="topic_has_a_slug"),
            models.CheckConstraint(
                condition=models.Q(review_interval_months__isnull=True)
                | models.Q(review_interval_months__gte=1, review_interval_months__lte=600),
                name="topic_review_interval_is_plausible",
                violation_error_message="The review interval lies outside 1 to 600 months.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Notice(models.Model):
    """A reusable text that stands below articles, such as a medical disclaimer."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(
        max_length=120, unique=True, help_text="Shown to readers above the notice."
    )
    body = models.TextField(help_text="What readers see under every article that uses the notice.")

    objects = SlugQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="notice_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="notice_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
