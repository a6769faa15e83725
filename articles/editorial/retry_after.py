"""How long a server asks to be left alone: `Retry-After` (RFC 9110, 10.2.3). Pure."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# Statuses with which the header says when to come again: too many requests, out of service.
BUSY = {429, 503}
LONGEST = timedelta(hours=1)


def asked_pause(status: int, retry_after: str, *, now: datetime) -> timedelta | None:
    """The pause that an answer asks for, at most LONGEST; None: it asks for none.

    Args:
        retry_after: the header's value, seconds or an HTTP date; "" where there is none.

    >>> now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    >>> str(asked_pause(429, "120", now=now))
    '0:02:00'
    >>> str(asked_pause(503, "Mon, 30 Nov 2026 12:00:30 GMT", now=now))
    '0:00:30'
    """
    value = retry_after.strip()
    if status not in BUSY or not value:
        return None
    if value.isascii() and value.isdigit():
        # No pause is longer than six digits of seconds; more would overflow.
        pause = timedelta(seconds=int(value)) if len(value) <= 6 else LONGEST  # noqa: PLR2004
        return min(pause, LONGEST)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    # Without a zone it is GMT, as every HTTP date is.
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta()), LONGEST)
