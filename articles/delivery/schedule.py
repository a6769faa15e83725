"""The time of the next scheduled act: what readers got before it must not be shown after it.

Every query that an answer begins with carries it along, so knowing it costs no query.
"""

from datetime import datetime

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models import Schedule

# Raw, since putting together a Subquery takes half as long again as the query it would be part of.
NEXT_DUE = RawSQL(  # noqa: S611  (constant)
    f'(SELECT MIN("due_at") FROM "{Schedule._meta.db_table}" WHERE "finished_at" IS NULL)',  # noqa: S608
    (),
    output_field=models.DateTimeField(null=True),
)


class ActsDue(Exception):  # noqa: N818
    """Something scheduled is due and not done yet: the database tells of a time that has passed."""


def refuse_the_past(next_due: datetime | None) -> None:
    """Stop an answer that is made of what was true before the act at `next_due`.

    Raises:
        ActsDue: the act is due.
    """
    if next_due is not None and next_due <= timezone.now():
        raise ActsDue


def next_due() -> datetime | None:
    """When the next act is due, for an answer that is made of no row. One query."""
    waiting = Schedule.objects.filter(finished_at__isnull=True).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()
