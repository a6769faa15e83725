"""Doing what is due: exactly once, in order, whoever comes first."""

from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from django.db import OperationalError, connection

from articles.editorial import leases, publishing
from articles.editorial.due import do_due_acts, do_some
from articles.editorial.publishing import publish
from articles.models import Article, Document, Edition, Redirect, Schedule
from tests.factories import make_article, make_live_article
from tests.roles import ADMINISTRATORS, make_member

from .desk import (
    MINUTE,
    NOON,
    ask_for_changes,
    edit,
    make_approved_article,
    schedule_publishing,
    schedule_unpublishing,
    sign_off,
)
from .tables import rows_of

pytestmark = pytest.mark.django_db


def state_of(schedule):
    schedule.refresh_from_db()
    return schedule.state


def title_of(article):
    return Document.objects.get(pk=article.pk).title


# --- What is done ---


def test_nothing_is_done_before_its_time():
    schedule = schedule_publishing(make_approved_article())
    assert do_due_acts(now=NOON - timedelta(seconds=1)) == 0
    assert not do_some(NOON - timedelta(seconds=1))
    assert state_of(schedule) == "pending"


def test_at_its_time_the_article_goes_live_in_the_name_of_who_scheduled_it():
    schedule = schedule_publishing(make_approved_article(), note="New.", is_correction=True)
    assert do_due_acts(now=NOON + MINUTE) == 1
    edition = Edition.objects.get()
    assert edition.published_by == schedule.scheduled_by
    assert (edition.note, edition.is_correction) == ("New.", True)
    assert edition.published_at == NOON + MINUTE
    assert edition.sign_off.content_hash == edition.content_hash
    assert (state_of(schedule), schedule.finished_at) == ("done", NOON + MINUTE)
    assert do_due_acts(now=NOON + MINUTE) == 0


def test_at_its_time_the_article_is_withdrawn():
    article, better = make_live_article(slug="old"), make_live_article()
    schedule_unpublishing(article, explanation="Superseded.", alternative=better)
    assert do_due_acts(now=NOON) == 1
    redirect = Redirect.objects.get(slug="old")
    assert (redirect.explanation, redirect.alternative) == ("Superseded.", better)


def test_what_was_approved_goes_live_and_the_edits_stay_a_draft():
    schedule = schedule_publishing(make_approved_article(title="Approved"))
    edit(schedule.article, "Newer")
    do_due_acts(now=NOON)
    assert title_of(schedule.article) == "Approved"
    assert Article.objects.get().title == "Newer"


def test_edits_that_were_signed_off_again_go_live():
    schedule = schedule_publishing(make_approved_article())
    edit(schedule.article, "Newer")
    sign_off(schedule.article)
    do_due_acts(now=NOON)
    assert title_of(schedule.article) == "Newer"


def test_an_approval_that_was_taken_back_fails_the_schedule():
    schedule = schedule_publishing(make_approved_article())
    ask_for_changes(schedule.article)
    do_due_acts(now=NOON)
    assert state_of(schedule) == "failed"
    assert "was taken back" in schedule.failure
    assert not Edition.objects.exists()


def test_an_exception_keeps_its_reason():
    administrator = make_member(ADMINISTRATORS)
    schedule_publishing(make_article(), by=administrator, exception_reason="Urgent.")
    do_due_acts(now=NOON)
    assert Edition.objects.get().exception_reason == "Urgent."


def test_what_is_live_already_is_done():
    schedule = schedule_publishing(make_approved_article())
    publish(schedule.article, by=None)
    do_due_acts(now=NOON)
    assert state_of(schedule) == "done"
    assert Edition.objects.count() == 1


def test_what_is_refused_fails_with_its_reason_and_is_not_tried_again():
    article = make_live_article()
    schedule = schedule_unpublishing(article)
    publishing.unpublish(article, by=None)
    assert do_due_acts(now=NOON) == 1
    assert state_of(schedule) == "failed"
    assert "is not live" in schedule.failure
    assert do_due_acts(now=NOON) == 0


@pytest.mark.parametrize("loss", ["the account", "the permission"])
def test_who_may_no_longer_publish_publishes_nothing(loss):
    schedule = schedule_publishing(make_approved_article())
    if loss == "the account":
        schedule.scheduled_by.is_active = False
        schedule.scheduled_by.save()
    else:
        schedule.scheduled_by.groups.clear()
    do_due_acts(now=NOON)
    assert state_of(schedule) == "failed"
    assert "may not do it any more" in schedule.failure
    assert not Document.objects.exists()


def test_content_that_can_not_be_stored_any_more_fails_the_schedule():
    schedule = schedule_publishing(make_approved_article())
    edit(schedule.article, "Newer")
    Schedule.objects.update(content=schedule.content.replace('"title":', '"headline":'))
    do_due_acts(now=NOON)
    assert state_of(schedule) == "failed"
    assert "unexpected error" in schedule.failure


# --- Order and clocks ---


def test_two_acts_of_an_article_are_done_in_the_order_of_their_times():
    article = make_approved_article()
    schedule_publishing(article)
    schedule_unpublishing(article, due_at=NOON + MINUTE)
    assert do_due_acts(now=NOON + 2 * MINUTE) == 2
    assert set(Schedule.objects.values_list("state", flat=True)) == {"done"}
    assert not Document.objects.exists()
    assert Edition.objects.count() == 1


def test_a_worker_does_not_pass_an_earlier_act_that_another_has():
    article = make_approved_article()
    first = schedule_publishing(article)
    schedule_unpublishing(article, due_at=NOON + MINUTE)
    now = NOON + 2 * MINUTE
    assert leases.claim(Schedule.objects.filter(pk=first.pk), now=now)
    assert not do_some(now)
    assert do_some(now + leases.LEASE)
    assert state_of(first) == "done"


def test_a_clock_that_was_set_back_does_nothing_twice():
    schedule_publishing(make_approved_article())
    do_due_acts(now=NOON + MINUTE)
    assert do_due_acts(now=NOON - MINUTE) == do_due_acts(now=NOON + 2 * MINUTE) == 0
    assert Edition.objects.count() == 1


def test_a_lease_from_before_the_clock_was_set_back_does_not_hold():
    schedule = schedule_publishing(make_approved_article())
    Schedule.objects.update(leased_until=NOON + timedelta(days=300))
    assert do_some(NOON)
    assert state_of(schedule) == "done"


def test_a_claim_is_given_once_until_it_runs_out():
    row = Schedule.objects.filter(pk=schedule_publishing(make_approved_article()).pk)
    assert leases.claim(row, now=NOON)
    assert not leases.claim(row, now=NOON)
    assert leases.claim(row, now=NOON + leases.LEASE)


# --- Killed in the middle, and several at once ---


def test_a_reader_does_not_wait_for_the_lease_of_a_dead_worker():
    schedule = schedule_publishing(make_approved_article())
    leases.claim(Schedule.objects.filter(pk=schedule.pk), now=NOON)
    assert do_due_acts(now=NOON) == 1
    assert state_of(schedule) == "done"


class Killed(BaseException):
    """The process ends here: nothing that it would do later is done."""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_at_any_statement_loses_and_doubles_nothing():
    schedule = schedule_publishing(make_approved_article())
    before = rows_of("Document", "Edition", "Change", "Passage")
    now, statement = NOON, 0
    while state_of(schedule) == "pending":
        assert rows_of("Document", "Edition", "Change", "Passage") == before
        statement, seen, now = statement + 1, 0, now + leases.LEASE

        def run(execute, *args, last=statement):
            nonlocal seen
            seen += 1
            if seen == last:
                raise Killed
            return execute(*args)

        try:
            with connection.execute_wrapper(run):
                do_some(now)
        except Killed:
            pass
    assert statement > 15
    assert state_of(schedule) == "done"
    assert Edition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_leaves_the_act_to_be_done():
    schedule = schedule_publishing(make_approved_article())

    def away(execute, sql, *args):
        if "INSERT" in sql:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *args)

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        do_some(NOON)
    assert state_of(schedule) == "pending"
    assert do_some(NOON + leases.LEASE)
    assert state_of(schedule) == "done"


@pytest.mark.django_db(transaction=True)
def test_of_workers_and_readers_at_once_one_does_each_act():
    schedules = [schedule_publishing(make_approved_article()) for _ in range(4)]
    start, counts = Barrier(4), []

    def work():
        start.wait()
        while do_some(NOON):
            pass
        connection.close()

    def read():
        start.wait()
        counts.append(do_due_acts(now=NOON))
        assert not Schedule.objects.filter(finished_at__isnull=True).exists()
        connection.close()

    threads = [Thread(target=target) for target in (work, work, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 2
    assert {state_of(schedule) for schedule in schedules} == {"done"}
    numbers = Edition.objects.values_list("article", "number")
    assert sorted(numbers) == sorted((row.article_id, 1) for row in schedules)


@pytest.mark.django_db(transaction=True)
def test_a_schedule_that_is_cancelled_while_a_worker_waits_is_not_done():
    schedule = schedule_publishing(make_approved_article())
    claimed = Event()

    def cancel_after_the_claim(execute, sql, *args):
        if "leased_until" in sql and sql.startswith("UPDATE") and not claimed.is_set():
            result = execute(sql, *args)
            claimed.set()
            Schedule.objects.update(state="cancelled", finished_at=NOON)
            return result
        return execute(sql, *args)

    with connection.execute_wrapper(cancel_after_the_claim):
        do_some(NOON)
    assert state_of(schedule) == "cancelled"
    assert not Edition.objects.exists()
