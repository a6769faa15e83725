"""Looking at an article before it is published: the live pane, and links for others."""

from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.factories import make_article

from .article_page import ArticlePage

pytestmark = pytest.mark.slow

NARROW = {"width": 390, "height": 844}


@pytest.fixture
def article(transactional_db: None) -> Any:
    return make_article(
        title="Nerve pain",
        sections=[(f"Part {number}", "<p>Some words.</p>" * 8) for number in range(8)],
        faqs=[("Is it common?", "<p>Yes.</p>")],
    )


def pane_of(page: Page) -> FrameLocator:
    return page.frame_locator("#live-preview iframe")


@pytest.fixture(autouse=True)
def _forget(page: Page) -> Any:
    """The pane is remembered by the browser; each test begins without it."""
    yield
    page.evaluate("localStorage.removeItem('galley:live-preview')")


def test_the_pane_shows_what_is_typed_before_it_is_saved(
    article_page: ArticlePage, article: Any
) -> None:
    page, shown = article_page.page, pane_of(article_page.page)
    article_page.open(article)
    page.get_by_role("button", name="Live preview").click()
    expect(shown.get_by_role("heading", name="Nerve pain")).to_be_visible()

    page.get_by_label("Title").first.fill("Nerve pain at night")
    expect(shown.get_by_role("heading", name="Nerve pain at night")).to_be_visible()
    editor = article_page.text_box(article_page.row("sections", 0))
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Fresh from the keyboard. ")
    expect(shown.get_by_text("Fresh from the keyboard.")).to_be_visible()
    article.refresh_from_db()
    assert article.title == "Nerve pain"
    page.on("dialog", lambda dialog: dialog.accept())


def test_the_pane_keeps_its_place_and_is_remembered(
    article_page: ArticlePage, article: Any
) -> None:
    page, shown = article_page.page, pane_of(article_page.page)
    article_page.open(article)
    page.get_by_role("button", name="Live preview").click()
    root = shown.locator("html")
    shown.get_by_role("link", name="Part 6").click()
    expect(shown.get_by_role("heading", name="Part 6")).to_be_in_viewport()
    place = root.evaluate("root => root.scrollTop")
    assert place > 500

    page.get_by_label("Title").first.fill("Another title")
    expect(shown.get_by_role("heading", name="Another title")).to_be_attached()
    assert root.evaluate("root => root.scrollTop") == place
    article_page.save()
    expect(shown.get_by_role("heading", name="Another title")).to_be_attached()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#live-preview")).to_be_hidden()
    expect(page.get_by_role("button", name="Live preview")).to_be_focused()


def test_the_pane_lies_beside_the_form_or_over_it(article_page: ArticlePage, article: Any) -> None:
    page = article_page.page
    article_page.open(article)
    page.get_by_role("button", name="Live preview").click()
    box = page.locator("#live-preview").bounding_box()
    title = page.get_by_label("Title").first.bounding_box()
    assert box
    assert title
    assert title["x"] + title["width"] < box["x"]
    page.set_viewport_size(NARROW)
    box = page.locator("#live-preview").bounding_box()
    assert box
    assert box["width"] == NARROW["width"]


def test_the_pane_says_when_it_can_not_be_refreshed(
    article_page: ArticlePage, article: Any
) -> None:
    page, shown = article_page.page, pane_of(article_page.page)
    article_page.open(article)
    page.get_by_role("button", name="Live preview").click()
    expect(shown.get_by_role("heading", name="Nerve pain")).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Title").first.fill("Signed out")
    expect(page.get_by_text("Signed out? The preview stands still")).to_be_visible()
    expect(shown.get_by_role("heading", name="Nerve pain")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())


def test_a_doctor_without_an_account_reads_the_draft_until_the_link_is_revoked(
    article_page: ArticlePage, article: Any, chromium: Browser
) -> None:
    page = article_page.page
    article_page.open(article)
    page.get_by_role("link", name="Share a preview…").click()
    page.get_by_label("For whom").fill("Dr Voss")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Dr Voss").first.input_value()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()

    visitor = chromium.new_context()
    reading = visitor.new_page()
    reading.goto(address)
    expect(reading.get_by_role("heading", name="Nerve pain")).to_be_visible()
    expect(reading.get_by_text("Preview of the working copy")).to_be_visible()
    expect(reading.get_by_text("Is it common?")).to_be_visible()

    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The link is revoked")).to_be_visible()
    reading.reload()
    expect(reading.get_by_text("This preview was revoked.")).to_be_visible()
    visitor.close()


def test_preview_opens_what_is_saved_in_a_new_tab(article_page: ArticlePage, article: Any) -> None:
    page = article_page.page
    article_page.open(article)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    expect(opened.value.get_by_role("heading", name="Nerve pain")).to_be_visible()
    opened.value.close()
