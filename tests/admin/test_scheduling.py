"""The button Schedule: its page, what the article's page says, and the list of all schedules."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.documents.loading import load
from articles.editorial import due, scheduling
from articles.middleware.time_zone import COOKIE
from articles.models import Article, Document, Schedule
from tests.editorial.desk import edit, sign_off
from tests.factories import make_article, make_live_article
from tests.roles import ADMINISTRATORS, PUBLISHERS, WRITERS, make_member

from .pages import page, text_of, url_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


# What an editor fills in to publish later.
READY = {
    "act": "publish",
    "publish-due_at": "2026-07-01T09:00",
    "publish-read_warnings": "on",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def client(client: Client) -> Client:
    """In London."""
    client.cookies[COOKIE] = "Europe/London"
    return client


def browser_of(*groups: str) -> Client:
    client = Client()
    client.force_login(make_member(*groups))
    return client


def send(client: Client, article: Article, button: str, **changes: Any):
    """Open the page and press a button in its form."""
    url = url_of(article, "schedule")
    forms = page(client.get(url)).xpath(f"//form[.//button[@name='act'][@value='{button}']]")
    values = dict(forms[0].form_values()) | {"act": button}
    if "publish-read_warnings" in forms[0].fields:
        values["publish-read_warnings"] = "on"
    for name, value in changes.items():
        found = [key for key in values if key.endswith(f"-{name}")] or [
            key for key in forms[0].fields if key.endswith(f"-{name}")
        ]
        values[found[0]] = value
    return client.post(url, values, follow=True)


# --- Scheduling ---


def test_publishing_is_scheduled_on_the_editors_clock(client: Client, editor) -> None:
    article = make_article(title="Nerve pain")
    answer = send(client, article, "publish", due_at="2026-07-01T09:00", note="New.")
    assert "goes live on 1 Jul 2026, 09:00 (Europe/London time)" in text_of(answer)
    schedule = Schedule.objects.get()
    assert schedule.due_at == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert (schedule.note, schedule.scheduled_by) == ("New.", editor)
    assert not Document.objects.exists()


def test_without_a_cookie_it_is_the_clock_of_the_settings(client: Client) -> None:
    del client.cookies[COOKIE]
    send(client, make_article(), "publish", due_at="2026-07-01T09:00")
    assert Schedule.objects.get().due_at == datetime(2026, 7, 1, 9, tzinfo=UTC)


def test_the_zone_stands_beside_the_field(client: Client) -> None:
    said = text_of(client.get(url_of(make_article(), "schedule")))
    assert "When (Europe/London time)" in said


def test_unpublishing_is_scheduled_with_what_readers_are_told(client: Client) -> None:
    article, better = make_live_article(), make_live_article()
    send(
        client,
        article,
        "unpublish",
        due_at="2026-07-01T09:00",
        explanation="Superseded.",
        alternative=str(better.pk),
    )
    schedule = Schedule.objects.get()
    assert (schedule.act, schedule.explanation) == ("unpublish", "Superseded.")
    assert schedule.alternative == better


@pytest.mark.parametrize(
    ("due_at", "told"),
    [
        ("2026-03-29T01:30", "go forward at that hour: 01:30 does not exist"),
        ("2026-10-25T01:30", "go back at that hour: 01:30 comes twice"),
        ("2026-02-28T09:00", "This time has passed"),
        ("9999-12-31T23:59", "more than five years away"),
        ("0001-01-01T00:00", "This time has passed"),
        ("soon", "Enter a valid date/time"),
        ("", "This field is required"),
    ],
)
def test_a_time_that_can_not_be_is_told_at_the_field(client: Client, due_at, told) -> None:
    answer = send(client, make_article(), "publish", due_at=due_at, note="Kept.")
    assert told in text_of(answer)
    assert "Kept." in answer.content.decode()
    assert not Schedule.objects.exists()


def test_the_page_says_what_will_happen(client: Client, settings) -> None:
    article = make_live_article(slug="old")
    Article.objects.update(slug="new", summary="Short.")
    said = text_of(client.get(url_of(article, "schedule")))
    assert "At that time, edition 2 replaces edition 1" in said
    assert "the old address old leads to the new one" in said
    assert "Summary: added" in said
    assert "What is saved at that time goes live" in said
    settings.REQUIRE_SIGN_OFF = True
    assert "What goes live is what is saved now" in text_of(client.get(url_of(article, "schedule")))


def test_without_a_change_there_is_nothing_to_publish(client: Client) -> None:
    said = text_of(client.get(url_of(make_live_article(), "schedule")))
    assert "there is nothing to publish" in said
    assert "Unpublish at a time" in said


def test_only_the_content_that_was_shown_is_scheduled(client: Client) -> None:
    article = make_article()
    url = url_of(article, "schedule")
    form = page(client.get(url)).xpath("//form[.//button[@value='publish']]")[0]
    edit(article, "Changed meanwhile")
    values = dict(form.form_values()) | READY
    assert "was edited since you looked" in text_of(client.post(url, values))
    assert not Schedule.objects.exists()


def test_without_a_sign_off_only_an_administrator_may_with_a_reason(settings, db) -> None:
    settings.REQUIRE_SIGN_OFF = True
    article = make_article()
    said = text_of(browser_of(PUBLISHERS).get(url_of(article, "schedule")))
    assert "Ask for a review first" in said
    administrator = browser_of(ADMINISTRATORS)
    answer = send(administrator, article, "publish", due_at="2026-07-01T09:00")
    assert "This field is required" in text_of(answer)
    send(administrator, article, "publish", due_at="2026-07-01T09:00", exception_reason="Urgent.")
    assert Schedule.objects.get().exception_reason == "Urgent."


def test_warnings_have_to_be_read_and_errors_mended(client: Client) -> None:
    article = make_article()
    url = url_of(article, "schedule")
    assert "Warning:" in text_of(client.get(url))
    values = READY | {"publish-expected_hash": load(article).hash}
    answer = client.post(url, {**values, "publish-read_warnings": ""})
    assert "Read the warnings and tick this" in text_of(answer)
    article.sections.update(body="")
    assert "Mend the errors first" in text_of(client.get(url))
    values = READY | {"publish-expected_hash": load(article).hash}
    client.post(url, values)
    assert not Schedule.objects.exists()


# --- What waits ---


def test_the_articles_page_says_what_waits_and_what_will_happen(client, settings, editor) -> None:
    settings.REQUIRE_SIGN_OFF = True
    article = make_article()
    sign_off(article)
    scheduling.schedule_publishing(article, by=editor, due_at=NOW + timedelta(days=150))
    said = text_of(client.get(url_of(article)))
    assert "Goes live on 29 Jul 2026, 13:00 (Europe/London time)." in said
    assert "what was approved goes live" not in said
    edit(article, "Newer")
    said = text_of(client.get(url_of(article)))
    assert "Edited since it was scheduled: what was approved goes live" in said


def test_the_articles_page_says_what_failed_until_it_went_live(client, editor, clock) -> None:
    article = make_article()
    scheduling.schedule_publishing(article, by=editor, due_at=NOW + timedelta(hours=1))
    editor.is_superuser = False
    editor.save()
    clock.shift(7200)
    due.do_due_acts()
    editor.is_superuser = True
    editor.save()
    assert "failed: Who scheduled this may not do it any more" in text_of(
        client.get(url_of(article))
    )
    clock.shift(60)
    send(client, article, "publish", due_at="2026-03-02T09:00")
    assert "failed" not in text_of(client.get(url_of(article)))


def test_the_time_can_be_changed(client: Client) -> None:
    article = make_article()
    send(client, article, "publish", due_at="2026-07-01T09:00")
    assert 'value="2026-07-01T09:00"' in client.get(url_of(article, "schedule")).content.decode()
    answer = send(client, article, "reschedule", due_at="2026-07-02T10:00")
    assert "The new time is 2 Jul 2026, 10:00" in text_of(answer)
    assert Schedule.objects.get().due_at == datetime(2026, 7, 2, 9, tzinfo=UTC)
    answer = send(client, article, "reschedule", due_at="2026-01-01T10:00")
    assert "This time has passed" in text_of(answer)


def test_it_can_be_cancelled(client: Client) -> None:
    article = make_article()
    send(client, article, "publish", due_at="2026-07-01T09:00")
    answer = send(client, article, "cancel")
    assert "Cancelled: nothing will happen on 1 Jul 2026, 09:00" in text_of(answer)
    assert Schedule.objects.get().state == "cancelled"
    assert "Goes live" not in text_of(answer)


def test_what_was_done_meanwhile_is_told_and_not_undone(client: Client) -> None:
    article = make_article()
    url = url_of(article, "schedule")
    for act in ("cancel", "reschedule"):
        answer = client.post(url, {"act": act, "schedule": "1"}, follow=True)
        assert "not scheduled any more" in text_of(answer)


def test_an_article_with_a_schedule_can_be_deleted_and_takes_it_along(client, editor) -> None:
    article = make_article()
    scheduling.schedule_publishing(article, by=editor, due_at=NOW + timedelta(days=1))
    client.post(url_of(article, "delete"), {"post": "yes"})
    assert not Article.objects.exists()
    assert not Schedule.objects.exists()


# --- The list ---


def test_the_list_shows_all_with_their_state(client: Client, editor) -> None:
    waits, failed = make_article(title="It waits"), make_article(title="It failed")
    for article in (waits, failed):
        scheduling.schedule_publishing(article, by=editor, due_at=NOW + timedelta(days=1))
    Schedule.objects.filter(article=failed).update(
        state="failed", finished_at=NOW, failure="The address is taken."
    )
    edit(waits, "It waits still")
    said = text_of(client.get("/admin/articles/schedule/"))
    assert "It waits still" in said
    assert "Edited since it was scheduled." in said
    assert "The address is taken." in said
    assert client.get(f"/admin/articles/schedule/{Schedule.objects.first().pk}/change/").context


@pytest.mark.parametrize("size", [1, 5])
def test_queries_of_the_list_do_not_grow(client, editor, size, django_assert_max_num_queries):
    for _ in range(size):
        scheduling.schedule_publishing(make_article(), by=editor, due_at=NOW + timedelta(days=1))
    with django_assert_max_num_queries(21):
        client.get("/admin/articles/schedule/")


# --- Who may ---


@pytest.mark.parametrize("act", ["publish", "unpublish", "reschedule", "cancel"])
def test_without_the_permission_nothing_changes(act, editor) -> None:
    article = make_article()
    schedule = scheduling.schedule_publishing(article, by=editor, due_at=NOW + timedelta(days=1))
    writer = browser_of(WRITERS)
    url = url_of(article, "schedule")
    assert writer.get(url).status_code == 403
    values = {"act": act, "schedule": schedule.pk, f"{act}-due_at": "2026-07-01T09:00"}
    assert writer.post(url, values).status_code == 403
    assert Schedule.objects.get().state == "pending"
    assert "Schedule…" not in text_of(writer.get(url_of(article)))


def test_who_may_schedule_but_not_publish_is_refused(client_with) -> None:
    client = client_with("view_article", "schedule_article")
    article = make_article()
    url = url_of(article, "schedule")
    form = page(client.get(url)).xpath("//form[.//button[@value='publish']]")[0]
    values = dict(form.form_values()) | READY
    assert client.post(url, values).status_code == 403
    assert not Schedule.objects.exists()


def test_an_unknown_act_and_a_forged_request_are_refused(client: Client, editor) -> None:
    url = url_of(make_article(), "schedule")
    assert client.post(url, {"act": "explode"}).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(url, {"act": "cancel"}).status_code == 403
