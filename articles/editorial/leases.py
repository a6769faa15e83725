"""Leases: of several processes one takes up a piece of work, and a dead one loses nothing."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

# How long a piece of work is left to the process that took it up. Short, so that what a killed
# worker left is done within 5 s; one that takes longer loses nothing but the lease, for the change
# lock and a second look see to it that nothing is done twice.
LEASE = timedelta(seconds=3)


def free(now: datetime, lease: timedelta = LEASE) -> Q:
    """Rows of `LeasedWork` that nobody works on.

    A lease from before the clock was set back would hold for long: nobody's is that long.
    """
    return (
        Q(leased_until__isnull=True)
        | Q(leased_until__lte=now)
        | Q(leased_until__gt=now + 2 * lease)
    )


def claim(row: QuerySet, *, now: datetime, lease: timedelta = LEASE) -> bool:
    """Take up the one `row`; False: another process has it. One UPDATE, whose count decides."""
    return row.filter(free(now, lease)).update(leased_until=now + lease) == 1
