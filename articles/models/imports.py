"""Imports that were started in the admin: the file, how far it is, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .desk import LeasedWork


class ImportFormat(models.TextChoices):
    AUTO = "auto", "As its name tells"
    MARKDOWN = "markdown", "Markdown"
    HTML = "html", "Web pages"
    TEXT = "text", "Plain text"
    WORDPRESS = "wordpress", "WordPress export (WXR)"
    GHOST = "ghost", "Ghost export (JSON)"


class ImportState(models.TextChoices):
    CHECKING = "checking", "Being looked through"
    CHECKED = "checked", "Looked through"
    STORING = "storing", "Being imported"
    STORED = "stored", "Imported"


class ImportJob(LeasedWork):
    """A file that is looked through first, and imported once somebody has seen the report."""

    file_name = models.CharField(max_length=200)
    format = models.CharField(
        max_length=20,
        choices=ImportFormat.choices,
        default=ImportFormat.AUTO,
        help_text="A zip is looked into; what is in it is told by its name.",
    )
    address = models.URLField(
        "the old site's address",
        max_length=300,
        blank=True,
        help_text="Ghost's exports and saved pages don't say it: links within them need it.",
    )
    overwrite = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.CHECKING
    )
    # Steps that were taken in this state, for whoever watches.
    steps = models.PositiveIntegerField(default=0)
    # One entry for each article: name, title, outcome, problem, notes, article.
    report = models.JSONField(default=list)
    # PROTECT: whose import it was is worth knowing as long as it is kept.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "import"
        indexes = [
            # What waits for a worker, who asks again and again.
            models.Index(
                fields=["created_at"],
                name="import_waiting",
                condition=Q(state__in=["checking", "storing"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(format__in=ImportFormat.values), name="import_format_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportChunk(models.Model):
    """A piece of the file: workers may run on other machines than the page that took it."""

    job = models.ForeignKey(
        ImportJob, on_delete=models.CASCADE, related_name="chunks", db_index=False
    )
    position = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="import_chunk_once")
        ]

    def __str__(self) -> str:
        return f"{self.position} of {self.job_id}"
