"""The desk's lists: for each, what is in it and what isn't."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.editorial import queue, review, waiting
from articles.editorial.publishing import unpublish
from articles.editorial.queue import Staleness, Window
from articles.models import Article
from tests.desk import edit, failed, schedule, written_by
from tests.factories import make_article, make_live_article, make_topic, publish
from tests.roles import PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture
def writer() -> Any:
    return make_member(WRITERS)


@pytest.fixture
def reviewer() -> Any:
    return make_member(REVIEWERS)


@pytest.fixture
def publisher() -> Any:
    return make_member(PUBLISHERS)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-06-15 12:00Z") as traveller:
        yield traveller


# --- Due for review ---


def due_in(days: int, **values: Any) -> Article:
    due = TODAY + timedelta(days=days)
    defaults = {"title": str(days), "reviewed_on": date(2020, 1, 1), "review_due": due}
    return make_article(**defaults | values)


def live_due_in(*days: int, **values: Any) -> None:
    for number in days:
        publish(due_in(number, **values))


@pytest.mark.parametrize(
    ("window", "found"),
    [
        (Window.ALL, ["-1", "0", "30", "31", "60", "61", "90"]),
        (Window.OVERDUE, ["-1"]),
        (Window.IN_30, ["0", "30"]),
        (Window.IN_60, ["0", "30", "31", "60"]),
        (Window.IN_90, ["0", "30", "31", "60", "61", "90"]),
    ],
)
def test_live_articles_are_listed_by_the_day_their_review_is_due(settings, window, found):
    settings.REQUIRE_SIGN_OFF = False
    live_due_in(-1, 0, 30, 31, 60, 61, 90, 91)
    listing = queue.due_for_review(on=TODAY, window=window)
    assert [article.title for article in listing.rows] == found
    assert queue.due_counts(on=TODAY)[window] == listing.total == len(found)


def test_a_draft_is_not_due(settings):
    due_in(-1)
    assert queue.due_for_review(on=TODAY).total == 0


def test_a_new_due_day_counts_once_it_is_live(settings):
    settings.REQUIRE_SIGN_OFF = False
    article = due_in(-1)
    publish(article)
    Article.objects.update(review_due=date(2029, 1, 1))
    assert queue.due_for_review(on=TODAY).total == 1
    publish(article)
    assert queue.due_for_review(on=TODAY).total == 0


# --- Scheduled ---


def titles_scheduled() -> list[str]:
    return [row.article.title for row in queue.scheduled(at=timezone.now()).rows]


def test_what_is_scheduled_is_listed_soonest_first(publisher):
    now = timezone.now()
    schedule(make_article(title="Later"), publisher, due_at=now + timedelta(days=2))
    schedule(make_article(title="Soon"), publisher)
    finished = {"state": "cancelled", "finished_at": now}
    schedule(make_article(title="Cancelled"), publisher, **finished)
    assert titles_scheduled() == ["Soon", "Later"]


def test_what_failed_of_late_stands_first_until_it_is_taken_up(publisher):
    schedule(make_article(title="Waiting"), publisher)
    schedule(make_article(title="Failed long ago"), publisher, **failed(days_ago=15))
    article = make_article(title="Failed")
    schedule(article, publisher, **failed(days_ago=13))
    assert titles_scheduled() == ["Failed", "Waiting"]
    schedule(article, publisher, due_at=timezone.now() + timedelta(days=3))
    assert titles_scheduled() == ["Waiting", "Failed"]


def test_a_failure_is_over_once_the_article_went_live(settings, publisher):
    settings.REQUIRE_SIGN_OFF = False
    article = make_article()
    schedule(article, publisher, **failed(days_ago=1))
    publish(article)
    assert titles_scheduled() == []


# --- Stale ---


def staleness(at: datetime) -> dict[str, Staleness]:
    return {article.title: article.staleness for article in queue.stale(at=at).rows}


def days_on(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def no_sign_off(settings: Any) -> None:
    settings.REQUIRE_SIGN_OFF = False


@pytest.mark.usefixtures("no_sign_off")
def test_a_draft_is_stale_once_nobody_touched_it_for_90_days():
    make_article(title="Draft")
    assert staleness(days_on(89)) == {}
    assert staleness(days_on(91)) == {"Draft": Staleness.DRAFT_LEFT}


@pytest.mark.usefixtures("no_sign_off")
def test_unpublished_changes_are_stale_once_nobody_touched_them_for_90_days(writer, clock):
    due = {"reviewed_on": TODAY, "review_due": date(2040, 1, 1)}
    edited = make_live_article(title="Edited", **due)
    make_live_article(title="As it is", **due)
    clock.shift(5)
    edit(edited, by=writer)
    assert staleness(days_on(89)) == {}
    assert staleness(days_on(91)) == {"Edited": Staleness.CHANGES_LEFT}


@pytest.mark.usefixtures("no_sign_off")
def test_a_live_article_without_a_due_day_is_stale_once_a_review_would_have_run_out(settings):
    settings.REVIEW_INTERVAL_MONTHS = 12
    make_live_article(title="Unplanned")
    make_live_article(title="Quick", topic=make_topic(review_interval_months=6))
    make_live_article(title="Slow", topic=make_topic(review_interval_months=60))
    make_live_article(title="Planned", reviewed_on=TODAY, review_due=date(2040, 1, 1))
    assert staleness(days_on(150)) == {}
    assert set(staleness(days_on(200))) == {"Quick"}
    assert staleness(days_on(400)) == {
        "Quick": Staleness.NO_REVIEW_PLANNED,
        "Unplanned": Staleness.NO_REVIEW_PLANNED,
    }


@pytest.mark.usefixtures("no_sign_off")
def test_what_was_withdrawn_or_is_scheduled_is_not_stale(publisher):
    unpublish(make_live_article(), by=None)
    schedule(make_article(), publisher, due_at=days_on(200))
    assert staleness(days_on(120)) == {}


# --- Recently published ---


@pytest.mark.usefixtures("no_sign_off")
def test_editions_of_the_last_four_weeks_are_listed_newest_first():
    make_live_article(title="Pain")
    make_live_article(title="Sleep")
    assert [row.title for row in queue.published(at=days_on(27)).rows] == ["Sleep", "Pain"]
    assert queue.published(at=days_on(29)).rows == []


# --- All of them ---


@pytest.mark.usefixtures("no_sign_off")
def test_every_list_is_filtered_by_topic(writer, reviewer, publisher):
    topic = make_topic()
    for filed in (topic, make_topic(), None):
        asked = written_by(writer, topic=filed)
        review.request_review(asked, by=writer)
        schedule(asked, publisher)
        live_due_in(1, topic=filed)
        make_article(topic=filed)
    assert waiting.waiting_for(reviewer, topic=topic).total == 1
    assert queue.due_for_review(on=TODAY, topic=topic).total == 1
    assert queue.due_counts(on=TODAY, topic=topic)[Window.IN_30] == 1
    assert queue.scheduled(at=timezone.now(), topic=topic).total == 1
    assert queue.stale(at=days_on(91), topic=topic).total == 1
    assert queue.published(at=timezone.now(), topic=topic).total == 1


@pytest.mark.parametrize("size", [1, 5])
@pytest.mark.usefixtures("no_sign_off")
def test_a_list_costs_the_same_queries_for_any_number_of_rows(
    size, writer, reviewer, publisher, django_assert_num_queries
):
    for _ in range(size):
        topic = make_topic(review_interval_months=6)
        article = written_by(writer, topic=topic)
        review.request_review(article, by=writer)
        schedule(article, publisher)
        live_due_in(1, topic=topic)
    reviewer.get_all_permissions()
    now = timezone.now()
    # The rows and how many there are; the stale ask for the topics' intervals before.
    with django_assert_num_queries(2):
        rows = waiting.waiting_for(reviewer).rows
        assert all(row.article.topic.name and row.entry.by.username for row in rows)
    with django_assert_num_queries(2):
        assert all(row.topic.name for row in queue.due_for_review(on=TODAY).rows)
    with django_assert_num_queries(2):
        assert all(row.scheduled_by.username for row in queue.scheduled(at=now).rows)
    with django_assert_num_queries(3):
        assert len(queue.stale(at=days_on(200)).rows) == 0
    with django_assert_num_queries(2):
        assert all(row.topic_name for row in queue.published(at=now).rows)
