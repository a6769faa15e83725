"""When an attempt is made again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from articles.webhooks.timetable import next_attempt, pause_after, quiet_for

START = datetime(2026, 5, 1, tzinfo=UTC)
THREE_DAYS = timedelta(days=3)


@given(chance=st.floats(0, 1))
def test_attempts_go_on_for_three_days_ever_further_apart_and_end(chance):
    now, attempts, pauses = START, 0, []
    while True:
        attempts += 1
        due = next_attempt(
            attempts=attempts, first_at=START, now=now, give_up_after=THREE_DAYS, chance=chance
        )
        if due is None:
            break
        pauses.append(due - now)
        now = due
    assert now == START + THREE_DAYS
    assert pauses[:-1] == sorted(pauses[:-1])
    assert 10 < attempts < 30


def test_chance_spreads_attempts_so_that_many_dont_come_back_at_once():
    assert pause_after(3, chance=1.0) > pause_after(3, chance=0.0)


def test_what_cant_be_reached_is_left_alone_for_up_to_five_minutes():
    assert quiet_for(timedelta(0)) == timedelta(seconds=1)
    assert quiet_for(timedelta(hours=2)) == timedelta(minutes=5)
