"""Today, for answers that depend on it: they hold until midnight in the service's time zone."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone


class Today(NamedTuple):
    """The day, its first moment and the first of the next."""

    day: date
    start: datetime
    end: datetime


def today() -> Today:
    zone = timezone.get_default_timezone()
    day = timezone.localdate(timezone=zone)
    start, end = (
        datetime.combine(each, time.min, tzinfo=zone) for each in (day, day + timedelta(days=1))
    )
    return Today(day, start, end)
