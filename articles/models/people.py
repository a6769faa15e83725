"""The people who write and review. Live reference data, like topics."""

from django.conf import settings
from django.db import models

from .topics import SlugQuerySet


class Person(models.Model):
    """An author or reviewer, as readers see them."""

    slug = models.SlugField(max_length=100, unique=True, help_text="Part of addresses and filters.")
    name = models.CharField(max_length=150, help_text="As it stands in the byline.")
    credentials = models.CharField(
        max_length=150,
        blank=True,
        help_text="Degrees and registrations, for example “MD, PhD”. Readers and search engines "
        "take them as a sign of expertise.",
    )
    job_title = models.CharField(max_length=150, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    bio = models.TextField(blank=True, help_text="A short biography; plain text.")
    url = models.URLField(
        "profile page", blank=True, help_text="A public page about this person, if there is one."
    )

    # SET_NULL: a person outlives the account.
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        help_text="The login of this person, if there is one. A sign-off by it carries the name "
        "and the credentials given here.",
    )

    objects = SlugQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="person_has_a_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
