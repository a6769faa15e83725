"""Findings beside the fields of an article, as one types."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_article

from .article_page import ArticlePage

pytestmark = pytest.mark.slow


def test_a_finding_comes_beside_its_field_and_goes_when_it_is_mended(
    page: Page, article_page: ArticlePage
) -> None:
    article_page.open(make_article(), tab="search")
    title = page.get_by_label("Meta title", exact=True)
    beside = page.locator(".field-meta_title .finding")
    expect(beside).to_have_count(0)

    title.fill("x" * 61)
    expect(beside).to_contain_text("Warning: The meta title has 61 characters.")
    expect(title).to_have_accessible_description(re.compile("has 61 characters"))

    title.fill("x" * 60)
    expect(beside).to_have_count(0)


def test_a_finding_at_the_top_leads_to_its_field_in_another_tab(
    page: Page, article_page: ArticlePage
) -> None:
    article_page.open(make_article(faqs=[("Why", "<p>So.</p>")]))
    article_page.tab("FAQs")
    page.get_by_role("button", name="1 Why").click()
    article_page.tab("Content")

    page.locator(".checks summary").click()
    page.get_by_role("link", name="The question has no question mark.").click()

    expect(page.get_by_role("textbox", name="Question")).to_be_focused()
    expect(page.get_by_role("tab", name="FAQs")).to_have_attribute("aria-selected", "true")


def test_text_in_the_editor_is_checked_as_it_is_written(
    page: Page, article_page: ArticlePage
) -> None:
    article_page.open(make_article(sections=[("Overview", "")]))
    row = article_page.row("sections", 0)
    expect(row.locator(".finding--error")).to_contain_text("This section is empty.")

    article_page.text_box(row).click()
    page.keyboard.type("It is a miracle.")

    expect(row.locator(".finding--error")).to_have_count(0)
    expect(row.locator(".finding--warning")).to_contain_text("“miracle” promises")
    described = re.compile("“miracle” promises")
    expect(article_page.text_box(row)).to_have_accessible_description(described)


def test_the_page_is_not_checked_while_nothing_changes(
    page: Page, article_page: ArticlePage
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    article_page.open(make_article(), tab="search")
    title = page.get_by_label("Meta title", exact=True)

    title.fill("a")
    title.fill("")
    title.press("Tab")
    with page.expect_request("**/checks/"):
        title.fill("b")

    assert len([url for url in sent if url.endswith("/checks/")]) == 1


def test_a_new_article_is_checked_from_its_first_words(
    page: Page, article_page: ArticlePage
) -> None:
    article_page.open()
    expect(page.locator(".field .finding")).to_have_count(0)

    page.get_by_label("Title", exact=False).first.fill("A cure for gout")

    expect(page.locator(".field-title .finding")).to_contain_text("“cure” promises")
    expect(page.locator(".field-summary .finding")).to_contain_text("There is no summary.")
