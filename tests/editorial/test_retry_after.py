"""What a server that is busy asks for with Retry-After."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.editorial.retry_after import LONGEST, asked_pause

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("Mon, 30 Nov 2026 12:01:30 GMT", 90),
        ("Monday, 30-Nov-26 12:01:30 GMT", 90),
        ("Mon Nov 30 12:01:30 2026", 90),
        ("Mon, 30 Nov 2026 11:00:00 GMT", 0),
    ],
    ids=["seconds", "blanks", "none", "date", "old date", "ctime", "past"],
)
def test_seconds_and_dates_are_read(value, seconds):
    assert asked_pause(503, value, now=NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value", ["7200", "9" * 400, "Wed, 02 Dec 2099 12:00:00 GMT"], ids=["long", "endless", "date"]
)
def test_no_pause_is_longer_than_an_hour(value):
    assert asked_pause(429, value, now=NOW) == LONGEST


@pytest.mark.parametrize(
    "value",
    ["", "soon", "-5", "1.5", "\u0663"],
    ids=["empty", "word", "negative", "fraction", "other digits"],
)
def test_what_says_nothing_asks_for_nothing(value):
    assert asked_pause(429, value, now=NOW) is None


@pytest.mark.parametrize("status", [200, 301, 403, 500])
def test_other_answers_ask_for_nothing(status):
    assert asked_pause(status, "120", now=NOW) is None
