"""The report of a bulk job: how far it is, what failed, and who may look."""

import csv
import io
import json

import pytest
from django.test import Client

from articles.editorial import bulk
from articles.models import Article, BulkAct, BulkJob, Edition
from tests.factories import make_article, make_live_article
from tests.roles import ADMINISTRATORS, PUBLISHERS, WRITERS, make_member

from .pages import page, text_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/bulkjob/"


def url(job: BulkJob, name: str = "change/") -> str:
    return f"{LIST}{job.pk}/{name}"


@pytest.fixture
def half_failed(editor) -> BulkJob:
    """A finished job of which one article failed."""
    holder = make_live_article(slug="wanted")
    Article.objects.filter(pk=holder.pk).update(slug="given-up")
    articles = [make_article(title="=Taken", slug="wanted"), make_article(title="Free")]
    job = bulk.start(BulkAct.PUBLISH, articles, by=editor)
    bulk.run(job)
    return job


def test_the_report_names_each_failure_with_a_way_to_the_article(
    client: Client, half_failed: BulkJob
) -> None:
    tree = page(client.get(url(half_failed)))
    (failure,) = tree.find_class("bulk__failures")[0].findall("li")
    assert "is still that of the live article" in failure.text_content()
    key = half_failed.items.get(state="failed").article_id
    assert failure.find("a").get("href") == f"/admin/articles/article/{key}/change/"
    assert "1 of 2 articles done, 1 failed." in tree.text_content()


def test_the_failures_are_a_file_that_no_spreadsheet_runs(
    client: Client, half_failed: BulkJob
) -> None:
    answer = client.get(url(half_failed, "failures.csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Article", "Id", "Why it failed"]
    assert [row[0] for row in rows[1:]] == ["'=Taken"]
    assert "wanted" in rows[1][2]


def test_what_failed_is_tried_again(client: Client, half_failed: BulkJob) -> None:
    holder = Edition.objects.order_by("pk").first().article
    bulk.run(bulk.start(BulkAct.PUBLISH, [holder], by=half_failed.created_by))
    answer = client.post(url(half_failed, "again/"), follow=True)
    assert "1 of 1 articles done." in text_of(answer)
    assert "=Taken: Edition 1 is live." in text_of(answer)
    assert client.get(url(half_failed, "again/")).status_code == 405


def test_a_job_under_way_shows_its_progress(client: Client, editor) -> None:
    job = bulk.start(BulkAct.EXPORT, [make_article() for _ in range(4)], by=editor)
    bulk.run(job, seconds=0)
    bar = page(client.get(url(job))).xpath("//*[@role='progressbar']")[0]
    assert bar.get("aria-valuenow") == "25"
    assert client.get(url(job, "progress/")).json() == {
        "total": 4,
        "done": 1,
        "failed": 0,
        "percent": 25,
        "finished": False,
        "sentence": "1 of 4 articles done.",
    }


def test_asking_for_the_progress_does_the_work_where_no_worker_does(client: Client, editor) -> None:
    job = bulk.start(BulkAct.EXPORT, [make_article(), make_article()], by=editor)
    answer = client.post(url(job, "progress/"))
    assert (answer.json()["done"], answer.json()["finished"]) == (2, True)
    assert "no-store" in answer["Cache-Control"]


def test_asking_leaves_a_job_to_the_worker_that_has_it(client: Client, editor) -> None:
    job = bulk.start(BulkAct.EXPORT, [make_article()], by=editor)
    assert bulk._claim(job, job.created_at)
    assert client.post(url(job, "progress/")).json()["done"] == 0


def test_without_scripts_a_button_goes_on(client: Client, editor) -> None:
    job = bulk.start(BulkAct.EXPORT, [make_article()], by=editor)
    answer = client.post(url(job, "progress/"), {"back": "1"}, follow=True)
    assert "Finished" in text_of(answer)


def test_an_export_is_one_json_file(client: Client, editor) -> None:
    job = bulk.start(BulkAct.EXPORT, [make_article(title="Ä"), make_article(title="B")], by=editor)
    assert client.get(url(job, "export.json")).status_code == 404
    bulk.run(job)
    assert page(client.get(url(job))).xpath("//a[text()='Download the file']")
    answer = client.get(url(job, "export.json"))
    exported = json.loads(answer.getvalue())
    assert [article["title"] for article in exported["articles"]] == ["Ä", "B"]
    assert exported["exported_at"]
    assert "attachment" in answer["Content-Disposition"]


def test_an_export_of_nothing_is_json_too(client: Client, editor) -> None:
    job = bulk.start(BulkAct.EXPORT, [], by=editor)
    bulk.run(job)
    assert json.loads(client.get(url(job, "export.json")).getvalue())["articles"] == []


def test_one_sees_ones_own_jobs_and_administrators_see_all() -> None:
    writer = make_member(WRITERS)
    job = bulk.start(BulkAct.EXPORT, [make_article(title="Mine")], by=writer)
    bulk.run(job)
    for user, sees in [
        (writer, True),
        (make_member(ADMINISTRATORS), True),
        (make_member(PUBLISHERS), False),
    ]:
        client = Client()
        client.force_login(user)
        assert ("Export: 1 article" in text_of(client.get(LIST))) == sees
        assert client.get(url(job)).status_code == (200 if sees else 302)
        assert client.get(url(job, "progress/")).status_code == (200 if sees else 404)
        assert client.post(url(job, "progress/")).status_code == (200 if sees else 404)
        assert client.get(url(job, "export.json")).status_code == (200 if sees else 404)
        assert client.get(url(job, "failures.csv")).status_code == (200 if sees else 404)
        assert client.post(url(job, "again/")).status_code == (302 if sees else 404)


def test_who_lost_the_permission_can_not_try_again() -> None:
    publisher = make_member(PUBLISHERS)
    job = bulk.start(BulkAct.PUBLISH, [make_article()], by=publisher)
    publisher.groups.set(make_member(WRITERS).groups.all())
    client = Client()
    client.force_login(publisher)
    bulk.run(job)
    assert "Try the failed ones again" not in text_of(client.get(url(job)))
    assert client.post(url(job, "again/")).status_code == 403
    assert BulkJob.objects.count() == 1


def test_who_sees_no_articles_sees_no_jobs(client_with) -> None:
    assert client_with("view_topic").get(LIST).status_code == 403


@pytest.mark.parametrize("size", [1, 10])
def test_the_list_of_jobs_costs_the_same_queries_for_any_number(
    client: Client, editor, size: int, django_assert_num_queries
) -> None:
    for _ in range(size):
        bulk.start(BulkAct.EXPORT, [make_article()], by=editor)
    # Session and user; the queue's badge; the count; the jobs with their counts.
    with django_assert_num_queries(6):
        client.get(LIST)
