"""Two editors at once, a session that ends, a crash: no text is lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Dialog, Page, expect

from articles.models import Article, ReviewEntry, Schedule, ScheduleState
from tests.factories import make_article, publish
from tests.roles import ADMINISTRATORS, WRITERS, make_member

from .article_page import ArticlePage
from .conftest import WINDOW

pytestmark = pytest.mark.slow

Opening = Callable[[str], ArticlePage]


def log_in(page: Page, user: Any, live_server: Any) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    host = urlsplit(live_server.url).hostname
    value = {"name": cookie.key, "value": cookie.value, "domain": host, "path": "/"}
    page.context.add_cookies([value])


@pytest.fixture
def writer(chromium: Browser, live_server: Any, transactional_db: None) -> Iterator[Opening]:
    """Opens a browser of its own for a writer of this name."""
    contexts = []

    def open_browser(name: str) -> ArticlePage:
        context = chromium.new_context(base_url=live_server.url, viewport=WINDOW)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        password = "a long password"
        log_in(page, make_member(WRITERS, username=name, password=password), live_server)
        return ArticlePage(page)

    yield open_browser
    for context in contexts:
        context.close()


def make_pain() -> Article:
    return make_article(
        title="Pain", summary="", sections=[("Causes", "<p>Old.</p>"), ("Care", "<p>Old.</p>")]
    )


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_two_writers_save_one_article_and_both_texts_are_kept(writer: Opening) -> None:
    article = make_pain()
    ada, grace = writer("ada"), writer("grace")
    ada.open(article)
    grace.open(article)
    grace.text_box(grace.row("sections", 1)).fill("Grace wrote this.")
    grace.page.get_by_label("Title").first.fill("Pain at night")
    grace.save()
    ada.text_box(ada.row("sections", 0)).fill("Ada wrote this.")
    ada.page.get_by_label("Title").first.fill("Pain by day")
    save(ada.page)
    page = ada.page
    expect(page.get_by_role("heading", name="Somebody saved “Pain at night”")).to_be_visible()
    expect(page.get_by_text("grace").first).to_be_visible()
    page.get_by_role("group", name="Title").get_by_label("Theirs").check()
    page.get_by_role("button", name="Save both").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    assert article.title == "Pain at night"
    bodies = list(article.sections.values_list("body", flat=True))
    assert bodies == ["<p>Ada wrote this.</p>", "<p>Grace wrote this.</p>"]


def test_a_session_that_ended_keeps_the_text_and_says_so(writer: Opening) -> None:
    article = make_pain()
    ada = writer("ada")
    page = ada.page
    ada.open(article)
    ada.text_box(ada.row("sections", 0)).fill("Ada wrote this.")
    Session.objects.all().delete()
    save(page)
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog.get_by_text("Your text is still here.")).to_be_visible()
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Log in in a new tab").click()
    login = opened.value
    login.get_by_label("Username").fill("ada")
    login.get_by_label("Password").fill("a long password")
    login.get_by_role("button", name="Log in").click()
    expect(login.get_by_role("link", name="Queue").first).to_be_visible()
    login.close()
    page.get_by_role("button", name="Save again").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert article.sections.first().body == "<p>Ada wrote this.</p>"


def test_words_on_a_page_that_confirms_outlive_the_session_too(
    writer: Opening, live_server: Any
) -> None:
    article = make_pain()
    page = writer("ada").page
    page.goto(f"/admin/articles/article/{article.pk}/comment/")
    page.get_by_label("Comment").fill("A long and careful comment.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_role("dialog", name="Your session has ended")).to_be_visible()
    assert not ReviewEntry.objects.exists()
    log_in(page, get_user_model().objects.get(username="ada"), live_server)
    page.get_by_role("button", name="Send again").click()
    page.wait_for_url("**/change/")
    assert ReviewEntry.objects.get().comment == "A long and careful comment."


def test_each_form_of_a_page_is_sent_by_its_own_button(writer: Opening, live_server: Any) -> None:
    article = make_pain()
    publish(article)
    page = writer("ada").page
    log_in(page, make_member(ADMINISTRATORS, username="grace"), live_server)
    page.goto(f"/admin/articles/article/{article.pk}/schedule/")
    tomorrow = timezone.now() + timedelta(days=1)
    page.get_by_label("When").last.fill(f"{tomorrow:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Schedule unpublishing").click()
    page.wait_for_url("**/change/")
    page.goto(f"/admin/articles/article/{article.pk}/schedule/")
    page.get_by_role("button", name="Cancel unpublishing").click()
    page.wait_for_url("**/change/")
    assert Schedule.objects.get().state == ScheduleState.CANCELLED


def test_a_text_is_not_saved_in_the_name_of_another_user_unasked(
    writer: Opening, live_server: Any
) -> None:
    article = make_pain()
    ada = writer("ada")
    ada.open(article)
    ada.page.get_by_label("Summary").fill("Ada wrote this.")
    log_in(ada.page, make_member(WRITERS, username="grace"), live_server)
    save(ada.page)
    expect(ada.page.get_by_role("dialog", name="Somebody else is logged in")).to_be_visible()
    article.refresh_from_db()
    assert article.summary == ""


def crash(writing: ArticlePage) -> None:
    """The tab is gone without a question, once the copy was made."""
    writing.page.wait_for_function("() => Object.keys(localStorage).length > 0")
    writing.page.close(run_before_unload=False)


def test_after_a_crash_the_text_is_offered_and_restored(writer: Opening) -> None:
    article = make_pain()
    ada = writer("ada")
    context = ada.page.context
    ada.open(article)
    ada.add("sections", "New", "Never saved.")
    ada.row("sections", 0).get_by_role("button", name="Remove").click()
    crash(ada)
    again = ArticlePage(context.new_page())
    again.open(article)
    found = again.page.get_by_role("region", name="Unsaved text")
    expect(found).to_contain_text("was found in this browser")
    found.get_by_role("button", name="Restore it").click()
    expect(again.page.get_by_text("Your text is back. It is not saved yet.")).to_be_visible()
    expect(again.text_box(again.row("sections", 2))).to_have_text("Never saved.")
    assert article.sections.count() == 2
    again.save()
    assert list(article.sections.values_list("heading", flat=True)) == ["Care", "New"]
    # What was saved is not offered any more.
    again.open(article)
    expect(again.page.get_by_role("region", name="Unsaved text")).to_have_count(0)


def test_text_that_was_found_can_be_discarded_and_is_nobody_elses(
    writer: Opening, live_server: Any
) -> None:
    article = make_pain()
    ada = writer("ada")
    context = ada.page.context
    ada.open(article)
    ada.page.get_by_label("Summary").fill("Ada wrote this.")
    crash(ada)
    ada_cookies = context.cookies()
    other = ArticlePage(context.new_page())
    log_in(other.page, make_member(WRITERS, username="grace"), live_server)
    other.open(article)
    expect(other.page.get_by_role("region", name="Unsaved text")).to_have_count(0)
    context.add_cookies(ada_cookies)
    other.open(article)
    other.page.get_by_role("button", name="Discard it").click()
    expect(other.page.get_by_role("region", name="Unsaved text")).to_have_count(0)
    other.open(article)
    expect(other.page.get_by_role("region", name="Unsaved text")).to_have_count(0)


def test_text_that_was_restored_still_overwrites_nobody(writer: Opening) -> None:
    article = make_pain()
    ada = writer("ada")
    context = ada.page.context
    ada.open(article)
    ada.page.get_by_label("Summary").fill("Ada wrote this.")
    crash(ada)
    grace = writer("grace")
    grace.open(article)
    grace.page.get_by_label("Title").first.fill("Grace's title")
    grace.save()
    again = ArticlePage(context.new_page())
    again.open(article)
    again.page.get_by_role("button", name="Restore it").click()
    expect(again.page.get_by_label("Summary")).to_have_value("Ada wrote this.")
    save(again.page)
    expect(again.page.get_by_role("heading", name="Somebody saved")).to_be_visible()
    again.page.get_by_role("button", name="Save both").click()
    expect(again.page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    assert (article.title, article.summary) == ("Grace's title", "Ada wrote this.")


def test_leaving_asks_after_writing_in_an_editor_and_not_after_saving(writer: Opening) -> None:
    article = make_pain()
    ada = writer("ada")
    page = ada.page
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)
    ada.open(article)
    page.get_by_role("link", name="Topics").click()
    expect(page).to_have_title("Select topic to view | Galley")
    assert asked == []
    ada.open(article)
    ada.text_box(ada.row("sections", 0)).click()
    page.keyboard.type("New words. ")
    page.get_by_role("link", name="Topics").click()
    expect(ada.text_box(ada.row("sections", 0))).to_contain_text("New words.")
    assert asked == ["beforeunload"]
    ada.save()
    page.get_by_role("link", name="Topics").click()
    expect(page).to_have_title("Select topic to view | Galley")
    assert asked == ["beforeunload"]
