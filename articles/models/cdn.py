"""How far the caches in front have been told what changed."""

from django.db import models
from django.db.models import F, Q

from .desk import LeasedWork


class PurgeCursor(LeasedWork):
    """One cache's place in the log of changes: no purge is lost while the cache is away.

    Each change is purged twice, some seconds apart: an answer that was being fetched at the
    publish may have reached the cache after the first purge.
    """

    target = models.CharField(max_length=500, unique=True)
    # The newest change that was purged; that which is purged again at `settle_at`; and the newest
    # that was purged a second time. Ids of changes, without constraints; 0: nothing yet.
    change_id = models.PositiveBigIntegerField(default=0)
    settling_id = models.PositiveBigIntegerField(default=0)
    settled_id = models.PositiveBigIntegerField(default=0)
    settle_at = models.DateTimeField(null=True)
    # How often in a row it failed, and until when it is left alone.
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_id__lte=F("settling_id"), settling_id__lte=F("change_id")),
                name="purge_cursor_goes_forward",
            ),
            models.CheckConstraint(
                condition=Q(settle_at__isnull=True, settled_id=F("settling_id"))
                | Q(settle_at__isnull=False, settled_id__lt=F("settling_id")),
                name="purge_cursor_settles_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, retry_at__isnull=True)
                | Q(failures__gt=0, retry_at__isnull=False),
                name="purge_cursor_retries_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} at {self.change_id}"
