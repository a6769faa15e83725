"""The main job, end to end: an editor writes and publishes, a front end fetches."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article

from .article_page import ArticlePage


@pytest.mark.usefixtures("editor")
def test_an_editor_writes_and_publishes_and_the_api_answer_changes(page: Page) -> None:
    api = page.context.request
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a long password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Articles").first.click()

    writing = ArticlePage(page)
    writing.open()
    page.get_by_label("Title").first.press_sequentially("Nerve pain at night")
    expect(page.get_by_label("Slug")).to_have_value("nerve-pain-at-night")
    writing.add("sections", "What helps", "Warmth helps many people.")
    writing.add("sections", "Overview", "Nerve pain often comes at night.")
    writing.tab("FAQs")
    writing.add("faqs", "Does it go away?", "Often, with time.")
    writing.tab("Content")
    writing.row("sections", 1).get_by_role("button", name="Move up").press("Enter")
    page.get_by_role("button", name="Save and publish…").click()

    expect(page.get_by_role("heading", name="Publish “Nerve pain at night”?")).to_be_visible()
    assert api.get("/api/v1/articles/nerve-pain-at-night/").status == 404
    page.get_by_label("I have read these warnings").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Edition 1 of “Nerve pain at night” is live.")).to_be_visible()
    first = api.get("/api/v1/articles/nerve-pain-at-night/").json()
    assert [section["heading"] for section in first["sections"]] == ["Overview", "What helps"]
    assert first["sections"][0]["body"]["html"] == "<p>Nerve pain often comes at night.</p>"
    assert [faq["question"] for faq in first["faqs"]] == ["Does it go away?"]

    writing.drag("sections", "What helps", above="Overview")
    page.get_by_role("button", name="Save and publish…").click()
    expect(page.get_by_text("Section “Overview”: moved")).to_be_visible()
    page.get_by_label("What changed, for readers").fill("What helps comes first.")
    page.get_by_label("I have read these warnings").check()
    page.get_by_role("button", name="Publish edition 2").click()
    expect(page.get_by_text("Edition 2 of")).to_be_visible()
    second = api.get("/api/v1/articles/nerve-pain-at-night/").json()
    assert [section["heading"] for section in second["sections"]] == ["What helps", "Overview"]
    assert second["edition"] == 2
    assert Article.objects.get().editions.first().note == "What helps comes first."
