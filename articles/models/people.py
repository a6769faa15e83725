"""The people who write and review. Live reference data, like topics."""

from django.db import models

from .topics import SlugQuerySet


class Person(models.Model):
    """An author or reviewer, as readers see them. Not a login."""

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
