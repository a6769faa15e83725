"""Since when the public has had an article: here, or elsewhere before it came. Pure."""

from datetime import UTC, date, datetime, time


def public_since(first_published_on: date | None, published_at: datetime) -> datetime:
    """The moment to name where there is room for one only, as in JSON-LD and feeds.

    A day has no hour: its first moment in UTC stands for it. A day after the first edition here
    is a slip, which the checks tell, and counts for nothing.

    Args:
        published_at: of the first edition.

    >>> public_since(date(2019, 5, 3), datetime(2026, 1, 1, tzinfo=UTC)).isoformat()
    '2019-05-03T00:00:00+00:00'
    >>> public_since(date(2027, 5, 3), datetime(2026, 1, 1, tzinfo=UTC)).isoformat()
    '2026-01-01T00:00:00+00:00'
    """
    if first_published_on is None:
        return published_at
    return min(datetime.combine(first_published_on, time.min, UTC), published_at)
