"""When an attempt that failed is made again. Pure."""

from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=5)
GROWTH = 3
LONGEST_PAUSE = timedelta(hours=8)
# The share of a pause by which chance lengthens it, so that many don't come back at once.
JITTER = 0.25


def pause_after(attempts: int, *, chance: float = 0.0) -> timedelta:
    """How long to wait after so many attempts; `chance` is from 0 to 1.

    >>> [str(pause_after(attempts)) for attempts in (1, 2, 5, 20)]
    ['0:00:05', '0:00:15', '0:06:45', '8:00:00']
    """
    pause = FIRST_PAUSE
    for _ in range(attempts - 1):
        pause = min(pause * GROWTH, LONGEST_PAUSE)
    return pause * (1 + JITTER * chance)


def next_attempt(
    *,
    attempts: int,
    first_at: datetime,
    now: datetime,
    give_up_after: timedelta,
    chance: float,
) -> datetime | None:
    """When the next attempt is due; None: it is given up. The last one comes at the very end."""
    end = first_at + give_up_after
    if now >= end:
        return None
    return min(now + pause_after(attempts, chance=chance), end)


def quiet_for(failing: timedelta) -> timedelta:
    """How long an endpoint that can't be reached is left alone, by how long that has been so."""
    return min(max(failing, timedelta(seconds=1)), timedelta(minutes=5))
