"""The desk in numbers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.editorial import figures
from articles.editorial.figures import TopicCount
from articles.editorial.publishing import unpublish
from tests.factories import make_article, make_live_article, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_sign_off_needed(settings: Any) -> None:
    settings.REQUIRE_SIGN_OFF = False


@pytest.fixture(autouse=True)
def _on_15_june() -> Iterator[None]:
    with time_machine.travel("2026-06-15 12:00Z", tick=False):  # a Monday
        yield


def due(day: date) -> None:
    make_live_article(reviewed_on=date(2020, 1, 1), review_due=day)


def test_the_figures_count_each_article_where_it_stands():
    make_article()
    unpublish(make_live_article(), by=None)
    due(date(2026, 6, 14))
    due(date(2026, 6, 15))
    found = figures.figures_for(make_user(is_superuser=True), at=timezone.now())
    assert (found.live, found.drafts) == (2, 1)
    assert (found.overdue, found.due_in_30) == (1, 1)
    assert (found.waiting, found.scheduled, found.stale) == (0, 0, 0)


def test_reviews_due_are_counted_by_month_for_a_year():
    for day in ("2026-06-14", "2026-06-15", "2026-06-30", "2027-05-31", "2027-06-01"):
        due(date.fromisoformat(day))
    months = figures.reviews_due_by_month(on=date(2026, 6, 15))
    assert [month.isoformat() for month, _ in months][:2] == ["2026-06-01", "2026-07-01"]
    assert [number for _, number in months] == [2, *[0] * 10, 1]


def test_publications_are_counted_by_week_in_local_time(settings):
    settings.TIME_ZONE = "Europe/London"
    # Sunday, and Monday half an hour after midnight, in London.
    for moment in ("2026-06-07 22:30Z", "2026-06-07 23:30Z", "2026-03-29 22:30Z"):
        with time_machine.travel(moment, tick=False):
            make_live_article()
    weeks = dict(figures.publications_by_week(at=timezone.now()))
    assert len(weeks) == 12
    assert (min(weeks), max(weeks)) == (date(2026, 3, 30), date(2026, 6, 15))
    assert (weeks[date(2026, 6, 1)], weeks[date(2026, 6, 8)]) == (1, 1)
    assert sum(weeks.values()) == 2


def test_live_articles_are_counted_by_topic_the_smallest_ones_together(monkeypatch):
    monkeypatch.setattr(figures, "TOPICS_SHOWN", 1)
    pain, sleep = make_topic("Pain"), make_topic("Sleep")
    for topic in (pain, pain, sleep, None):
        make_live_article(topic=topic)
    make_article(topic=sleep)
    assert figures.live_by_topic() == [
        TopicCount("Pain", 2, pain.pk),
        TopicCount("Other topics", 1),
        TopicCount("No topic", 1),
    ]
