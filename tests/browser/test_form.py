"""The page of an article: its tabs, counters and warnings."""

import re

import pytest
from playwright.sync_api import Dialog, expect

from tests.factories import make_article

from .article_page import ArticlePage

pytestmark = pytest.mark.slow


def test_tabs_work_by_arrow_keys(article_page: ArticlePage) -> None:
    article_page.open(make_article())
    page = article_page.page
    page.get_by_role("tab", name="Content").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="FAQs")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="FAQs")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="Content")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.get_by_role("tabpanel", name="Search and share")).to_be_visible()


def test_the_open_tab_survives_a_save(article_page: ArticlePage) -> None:
    article_page.open(make_article())
    article_page.tab("Trust")
    article_page.save()
    expect(article_page.page.get_by_role("tabpanel", name="Trust")).to_be_visible()


def test_an_error_opens_its_tab(article_page: ArticlePage) -> None:
    article_page.open(make_article())
    page = article_page.page
    article_page.tab("Trust")
    page.get_by_label("Review due").fill("01/02/2030")
    article_page.tab("Content")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("tab", name="Trust 1 to correct")).to_be_visible()
    expect(page.get_by_text("The next review can only be due after the last one")).to_be_visible()


def test_counters_follow_the_typing(article_page: ArticlePage) -> None:
    article_page.open(make_article(), tab="search")
    page = article_page.page
    title = page.locator(".field-meta_title")
    title.get_by_role("textbox").fill("x" * 60)
    expect(title.locator(".counter")).to_have_text("60 characters, best at most 60")
    title.get_by_role("textbox").press_sequentially("x")
    expect(title.locator(".counter")).to_have_text("61 characters, best at most 60: may be cut")
    # Screen readers hear it when the writer pauses.
    expect(title.locator("[aria-live=polite]")).to_have_text(re.compile("61 characters"))
    description = page.locator(".field-meta_description")
    description.get_by_role("textbox").fill("Short")
    expect(description.locator(".counter")).to_have_text(
        "5 characters, best 50 to 160: rather short"
    )


def test_leaving_with_unsaved_edits_asks_first(article_page: ArticlePage) -> None:
    article_page.open(make_article())
    page = article_page.page
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("Summary").press_sequentially("Something new")
    page.get_by_role("link", name="Topics").click()
    expect(page.get_by_label("Summary")).to_have_value("Something new")
    assert asked == ["beforeunload"]
    page.remove_listener("dialog", stay)
