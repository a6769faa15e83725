"""A dead worker never delays publishing: what a reader gets from the second it is due."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import OperationalError, connection

from articles.editorial import leases
from articles.models import Article, Change, Document, Schedule
from tests.editorial.desk import (
    NOON,
    NOW,
    edit,
    make_approved_article,
    schedule_publishing,
    schedule_unpublishing,
    sign_off,
)
from tests.factories import make_live_article, make_topic

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
# After NOW, so that nothing that the test prepares is dated later.
BEFORE = NOON - 10 * SECOND


@pytest.fixture
def get(client):
    def fetch(path, **headers):
        return client.get(f"/api/v1/{path}", headers=headers)

    return fetch


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def approved(clock):
    return make_approved_article(slug="new", title="New", topic=make_topic(slug="t"))


def test_a_first_publication_turns_404_into_200_at_its_time(approved, clock, get):
    schedule_publishing(approved)
    clock.move_to(NOON - SECOND)
    assert get("articles/new/").status_code == 404
    clock.move_to(NOON)
    assert get("articles/new/").json()["title"] == "New"
    assert Schedule.objects.get().state == "done"


def test_a_withdrawal_turns_200_into_410_at_its_time(clock, get):
    schedule_unpublishing(make_live_article(slug="old"), explanation="Superseded.")
    clock.move_to(NOON - SECOND)
    assert get("articles/old/").status_code == 200
    clock.move_to(NOON)
    gone = get("articles/old/")
    assert (gone.status_code, gone.json()["explanation"]) == (410, "Superseded.")


def test_a_new_edition_is_what_a_reader_with_the_old_etag_gets(approved, clock, get):
    schedule_publishing(approved, due_at=BEFORE)
    clock.move_to(BEFORE)
    old = get("articles/new/")["ETag"]
    edit(approved, "Newer")
    sign_off(approved)
    schedule_publishing(approved, at=BEFORE)
    clock.move_to(NOON - SECOND)
    assert get("articles/new/", if_none_match=old).status_code == 304
    clock.move_to(NOON)
    assert get("articles/new/", if_none_match=old).json()["title"] == "Newer"


def test_a_move_and_a_return_are_in_time_too(clock, get):
    article = make_live_article(slug="old")
    schedule = schedule_unpublishing(article, due_at=BEFORE)
    clock.move_to(BEFORE)
    assert get("articles/old/").status_code == 410
    Article.objects.update(slug="new")
    sign_off(article)
    schedule_publishing(article, by=schedule.scheduled_by, at=BEFORE)
    clock.move_to(NOON)
    assert get("articles/old/").status_code == 308


@pytest.mark.parametrize(
    "path", ["articles/", "sections/", "faqs/?article=new", "topics/", "topics/t/", "people/"]
)
def test_every_list_is_in_time(path, approved, clock, get):
    schedule_publishing(approved)
    clock.move_to(NOON - SECOND)
    before = get(path)
    clock.move_to(NOON)
    after = get(path)
    assert after.status_code == 200
    assert after["ETag"] != before.headers.get("ETag")
    assert Document.objects.exists()


def test_acts_that_are_due_are_all_done_before_the_answer(clock, get):
    for number in range(3):
        schedule_publishing(
            make_approved_article(slug=f"a-{number}"), due_at=NOON - number * SECOND
        )
    clock.move_to(NOON)
    assert get("articles/").json()["count"] == 3


def test_the_lease_of_a_killed_worker_delays_nothing(approved, clock, get):
    schedule = schedule_publishing(approved)
    clock.move_to(NOON)
    assert leases.claim(Schedule.objects.filter(pk=schedule.pk), now=NOON)
    assert get("articles/new/").status_code == 200


def test_an_act_that_fails_stops_no_reader(clock, get):
    article = make_live_article(slug="old")
    schedule_unpublishing(article).scheduled_by.groups.clear()
    clock.move_to(NOON)
    assert get("articles/old/").status_code == 200
    assert Schedule.objects.get().state == "failed"


def test_what_is_answered_by_the_code_alone_waits_for_nothing(approved, clock, get):
    schedule_publishing(approved)
    clock.move_to(NOON)
    assert get("").status_code == 200
    assert Schedule.objects.get().state == "pending"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_an_error_and_not_the_old_state(approved, clock, client):
    client.raise_request_exception = False
    schedule_publishing(approved)
    clock.move_to(NOON)

    def away(execute, sql, *args):
        if "INSERT" in sql:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *args)

    with connection.execute_wrapper(away):
        assert client.get("/api/v1/articles/").status_code == 503
    assert client.get("/api/v1/articles/").json()["count"] == 1


# --- What caches may keep ---


def cache_times(response):
    times = response["Cache-Control"].removeprefix("public, ").split(", ")
    return [int(time.partition("=")[2]) for time in times]


@pytest.mark.parametrize(
    "path", ["articles/", "articles/a/", "articles/b/", "articles/c/", "topics/"]
)
def test_no_answer_may_be_kept_past_the_next_act(path, clock, get):
    for slug in "ac":
        make_live_article(slug=slug)
    moved, gone = make_live_article(slug="b"), Article.objects.get(slug="c")
    Article.objects.filter(pk=moved.pk).update(slug="b2")
    sign_off(moved)
    assert Change.objects.exists()
    schedule_publishing(moved, due_at=BEFORE)
    schedule_unpublishing(gone, due_at=BEFORE)
    clock.move_to(BEFORE)
    get("articles/")
    assert cache_times(get(path)) == [60, 600, 86_400]
    schedule_unpublishing(moved, at=BEFORE, due_at=NOON)
    schedule_unpublishing(Article.objects.get(slug="a"), at=BEFORE, due_at=NOON + 90 * SECOND)
    assert cache_times(get(path)) == [10, 0, 0]
    clock.shift(9.5)
    assert cache_times(get(path)) == [0, 0, 0]
    clock.shift(0.5)
    assert cache_times(get(path)) == [60, 30, 30]


def test_a_304_tells_the_same_times(clock, get):
    schedule_unpublishing(make_live_article(slug="a"))
    clock.move_to(BEFORE)
    for path in ("articles/", "articles/a/"):
        again = get(path, if_none_match=get(path)["ETag"])
        assert again.status_code == 304
        assert cache_times(again) == [10, 0, 0]


def test_the_middleware_is_in_place():
    assert "articles.middleware.due_acts.DueActsMiddleware" in django_settings.MIDDLEWARE


def test_a_page_of_the_admin_does_what_is_due(approved, clock, client):
    schedule_publishing(approved)
    clock.move_to(NOON)
    assert client.get("/admin/login/").status_code == 200
    assert Schedule.objects.get().state == "done"
    assert Document.objects.get().slug == "new"


def test_a_page_of_the_admin_before_the_time_does_nothing(
    approved, clock, client, django_assert_num_queries
):
    schedule_publishing(approved)
    clock.move_to(NOON - SECOND)
    with django_assert_num_queries(1):
        client.get("/admin/login/")
    assert Schedule.objects.get().state == "pending"
