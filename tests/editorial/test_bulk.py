"""One act on many articles: each by itself, once, whatever happens to the process that does it."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection

from articles.editorial import bulk
from articles.editorial.leases import LEASE
from articles.models import (
    Article,
    BulkAct,
    BulkItem,
    BulkItemState,
    BulkJob,
    Document,
    Edition,
)
from tests.editorial.tables import crash_at_every_statement
from tests.factories import (
    make_article,
    make_live_article,
)
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_sign_off_needed(settings: Any) -> None:
    settings.REQUIRE_SIGN_OFF = False


def done(act: BulkAct, articles: list[Article], by: Any, **options: Any) -> BulkJob:
    job = bulk.start(act, articles, by=by, options=options)
    assert bulk.run(job)
    return job


def report(job: BulkJob) -> dict[str, tuple[str, str]]:
    return {item.title: (item.state, item.message) for item in job.items.all()}


# --- Failures ---


def test_the_failure_of_one_article_does_not_stop_the_others():
    holder = make_live_article(slug="wanted")
    Article.objects.filter(pk=holder.pk).update(slug="given-up")
    articles = [make_article(title="Taken", slug="wanted"), make_article(title="Free")]

    job = done(BulkAct.PUBLISH, articles, make_member(PUBLISHERS))

    assert report(job)["Taken"][0] == "failed"
    assert "wanted" in report(job)["Taken"][1]
    assert report(job)["Free"] == ("done", "Edition 1 is live.")
    assert bulk.progress_of(job) == bulk.Progress(total=2, done=1, failed=1)


def test_an_article_that_is_deleted_meanwhile_stays_in_the_report():
    article = make_article(title="Gone")
    job = bulk.start(BulkAct.PUBLISH, [article], by=make_member(PUBLISHERS))
    article.delete()

    bulk.run(job)

    assert report(job) == {"Gone": ("failed", "The article was deleted.")}


def test_an_unknown_error_fails_its_article_and_is_logged(caplog):
    job = bulk.start(
        BulkAct.UNPUBLISH, [make_live_article(title="One")], by=make_member(PUBLISHERS)
    )
    BulkJob.objects.update(options={"unheard": "of"})
    job.refresh_from_db()

    bulk.run(job)

    assert report(job)["One"][0] == "failed"
    assert "server's log" in report(job)["One"][1]
    assert "unheard" in caplog.text
    assert Document.objects.exists()


def test_what_failed_can_be_tried_again():
    holder = make_live_article(slug="wanted")
    Article.objects.filter(pk=holder.pk).update(slug="given-up")
    by = make_member(PUBLISHERS)
    articles = [make_article(title="Taken", slug="wanted"), make_article(title="Free")]
    job = done(BulkAct.PUBLISH, articles, by, note="Why.")
    done(BulkAct.PUBLISH, [holder], by)

    again = bulk.start_again(job, by=by)
    bulk.run(again)

    assert report(again) == {"Taken": ("done", "Edition 1 is live.")}
    assert Edition.objects.get(article=articles[0]).note == "Why."


# --- Permissions ---


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (BulkAct.PUBLISH, {PUBLISHERS, ADMINISTRATORS}),
        (BulkAct.UNPUBLISH, {PUBLISHERS, ADMINISTRATORS}),
        (BulkAct.SET_TOPIC, {WRITERS, ADMINISTRATORS}),
        (BulkAct.SET_REVIEWER, {WRITERS, ADMINISTRATORS}),
        (BulkAct.EXPORT, {WRITERS, REVIEWERS, PUBLISHERS, ADMINISTRATORS}),
    ],
)
def test_each_act_takes_its_permission(act, allowed):
    for group in (WRITERS, REVIEWERS, PUBLISHERS, ADMINISTRATORS):
        member = make_member(group)
        if group in allowed:
            bulk.start(act, [], by=member)
        else:
            with pytest.raises(PermissionDenied):
                bulk.start(act, [], by=member)
    assert BulkJob.objects.count() == len(allowed)


def test_a_publisher_can_not_give_a_reason_for_many_either():
    with pytest.raises(PermissionDenied):
        bulk.start(
            BulkAct.PUBLISH,
            [make_article()],
            by=make_member(PUBLISHERS),
            options={"exception_reason": "Urgent."},
        )


@pytest.mark.parametrize("act", [BulkAct.PUBLISH, BulkAct.EXPORT])
def test_a_permission_that_is_lost_meanwhile_stops_the_job(act):
    by = make_member(PUBLISHERS)
    job = bulk.start(act, [make_article(), make_article()], by=by)
    bulk.run(job, seconds=0)
    by.groups.clear()

    bulk.run(job)

    assert [item.state for item in job.items.all()] == ["done", "failed"]
    assert "permission" in job.items.last().message


def test_an_option_that_the_act_does_not_know_is_refused():
    with pytest.raises(ValueError, match="colour"):
        bulk.start(BulkAct.EXPORT, [], by=make_member(WRITERS), options={"colour": 1})


# --- Several processes, and those that are killed ---


def test_a_slice_does_one_article_at_least_and_leaves_the_job_to_others():
    job = bulk.start(BulkAct.EXPORT, [make_article(), make_article()], by=make_member(WRITERS))

    assert bulk.run(job, seconds=0)
    assert bulk.progress_of(job).waiting == 1
    assert bulk.run(BulkJob.objects.get())

    job.refresh_from_db()
    assert job.finished_at
    assert not bulk.run(job)


def test_a_job_that_somebody_works_on_is_left_alone_until_the_lease_has_run_out():
    job = bulk.start(BulkAct.EXPORT, [make_article()], by=make_member(WRITERS))
    BulkJob.objects.update(leased_until=NOON + LEASE)

    assert not bulk.run(job, clock=lambda: NOON)
    assert not bulk.do_some(NOON)
    assert bulk.run(job, clock=lambda: NOON + LEASE)


def test_a_clock_that_was_set_back_does_not_hold_up_a_job():
    job = bulk.start(BulkAct.EXPORT, [make_article()], by=make_member(WRITERS))
    BulkJob.objects.update(leased_until=NOON + timedelta(days=1))

    assert bulk.run(job, clock=lambda: NOON)


def test_who_has_lost_the_lease_stops():
    job = bulk.start(BulkAct.EXPORT, [make_article(), make_article()], by=make_member(WRITERS))
    times = iter([NOON, NOON])

    def clock() -> datetime:
        now = next(times, None)
        if now is None:  # After the first article: another process has taken the job.
            BulkJob.objects.update(leased_until=NOON + timedelta(hours=1))
        return now or NOON

    bulk.run(job, clock=clock)

    assert bulk.progress_of(job).waiting == 1


def test_the_oldest_job_is_done_first():
    by = make_member(WRITERS)
    new = bulk.start(BulkAct.EXPORT, [make_article()], by=by, at=NOON + timedelta(hours=1))
    old = bulk.start(BulkAct.EXPORT, [make_article()], by=by, at=NOON)

    assert bulk.do_some(NOON, seconds=0)
    assert (bulk.progress_of(old).waiting, bulk.progress_of(new).waiting) == (0, 1)
    while bulk.do_some(NOON):
        pass
    assert not BulkJob.objects.filter(finished_at=None).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_kill_at_any_statement_loses_nothing_and_does_nothing_twice():
    job = bulk.start(BulkAct.PUBLISH, [make_article(), make_article()], by=make_member(PUBLISHERS))
    now = NOON

    def later() -> datetime:
        nonlocal now
        now += LEASE  # The lease of whoever was killed has run out.
        return now

    def look() -> None:
        later()
        live = set(Edition.objects.values_list("article_id", flat=True))
        items = BulkItem.objects.filter(state=BulkItemState.DONE)
        assert live == set(items.values_list("article_id", flat=True))

    crash_at_every_statement(lambda: bulk.run(job, clock=lambda: now), look)

    job.refresh_from_db()
    assert job.finished_at
    assert sorted(Edition.objects.values_list("number", flat=True)) == [1, 1]
    assert {item.message for item in job.items.all()} == {"Edition 1 is live."}


def test_a_database_that_is_away_fails_no_article():
    job = bulk.start(BulkAct.EXPORT, [make_article()], by=make_member(WRITERS))

    def away(execute: Any, sql: str, *args: Any) -> Any:
        if "articles_section" in sql:
            raise OperationalError("server closed the connection")
        return execute(sql, *args)

    with pytest.raises(OperationalError), connection.execute_wrapper(away):
        bulk.run(job)

    assert job.items.get().state == BulkItemState.WAITING


@pytest.mark.django_db(transaction=True)
def test_several_runners_at_once_do_each_article_once():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database is one connection")
    articles = [make_article() for _ in range(6)]
    by = make_member(PUBLISHERS)
    jobs = [bulk.start(BulkAct.PUBLISH, articles, by=by) for _ in range(2)]
    barrier = Barrier(4, timeout=20)
    errors: list[BaseException] = []

    def work(job: BulkJob) -> None:
        try:
            barrier.wait()
            while BulkJob.objects.filter(pk=job.pk, finished_at=None).exists():
                bulk.run(BulkJob.objects.get(pk=job.pk), seconds=0)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(job,)) for job in jobs * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert Edition.objects.count() == 6
    messages = sorted(BulkItem.objects.values_list("message", flat=True))
    assert messages == ["Edition 1 is live."] * 6 + ["Nothing to publish."] * 6


def logged(article: Article) -> list[tuple[str, Any]]:
    entries = LogEntry.objects.filter(object_id=str(article.pk)).order_by("pk")
    return list(entries.values_list("change_message", "user"))


def test_the_log_of_each_article_tells_of_the_act():
    article, by = make_article(), make_member(PUBLISHERS)
    done(BulkAct.PUBLISH, [article], by)
    done(BulkAct.UNPUBLISH, [article], by)
    assert logged(article) == [
        ("Published edition 1 in bulk.", by.pk),
        ("Unpublished in bulk.", by.pk),
    ]


def test_what_failed_or_changed_nothing_is_not_logged():
    article, by = make_live_article(), make_member(PUBLISHERS)
    draft = make_article()
    done(BulkAct.PUBLISH, [article], by)
    done(BulkAct.UNPUBLISH, [draft], by)
    assert (logged(article), logged(draft)) == ([], [])


def test_the_worker_forgets_jobs_that_were_finished_long_ago():
    by = make_member(WRITERS)
    old, kept = (done(BulkAct.EXPORT, [make_article()], by) for _ in range(2))
    unfinished = bulk.start(BulkAct.EXPORT, [make_article()], by=by)
    BulkJob.objects.filter(pk=old.pk).update(finished_at=NOON - bulk.JOBS_KEPT - LEASE)
    BulkJob.objects.filter(pk=kept.pk).update(finished_at=NOON - bulk.JOBS_KEPT)
    assert bulk.forget_old(NOON)
    assert not bulk.forget_old(NOON)
    assert set(BulkJob.objects.values_list("pk", flat=True)) == {kept.pk, unfinished.pk}
    assert BulkItem.objects.count() == 2
