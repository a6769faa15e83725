"""The way of an article through a team: three people with their roles."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.editorial.working_copy import settle
from articles.models import Edition
from tests.factories import make_article, make_person
from tests.roles import PUBLISHERS, REVIEWERS, WRITERS, make_member

from .article_page import ArticlePage

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("transactional_db")
def test_an_article_is_asked_for_signed_edited_signed_again_and_published(
    page: Page, become: Callable[[Any], ArticlePage], settings: Any
) -> None:
    settings.REQUIRE_SIGN_OFF = True
    writer, reviewer = make_member(WRITERS, username="wim"), make_member(REVIEWERS)
    publisher = make_member(PUBLISHERS)
    make_person("Ann Lee", account=reviewer, credentials="MD")
    article = make_article(
        title="Nerve pain",
        sections=[("Overview", "<p>Nerve pain often comes at night.</p>")],
        summary="What it is.",
    )
    settle(article, by=writer)
    box = page.locator("section.review")

    # The writer asks; edits that were not saved yet go along.
    writing = become(writer)
    writing.open(article)
    expect(box).to_contain_text("Nobody has been asked to review this article yet.")
    expect(box.get_by_role("button", name="Sign off…")).to_have_count(0)
    page.get_by_label("Summary").fill("What it is and what helps.")
    box.get_by_role("button", name="Ask for review…").click()
    page.get_by_label("Who should review it").select_option("Ann Lee, MD")
    page.get_by_label("What the reviewer should know").fill("The summary is new.")
    page.get_by_role("button", name="Ask for review").click()
    expect(box).to_contain_text("wim asked Ann Lee for a review")
    expect(page.get_by_label("Summary")).to_have_value("What it is and what helps.")

    # The reviewer reads all of it, and signs.
    become(reviewer).open(article)
    box.get_by_text("What was said").click()
    expect(box).to_contain_text("The summary is new.")
    box.get_by_role("link", name="Sign off…").click()
    expect(page.get_by_text("Readers see you among the reviewers: Ann Lee, MD.")).to_be_visible()
    expect(page.get_by_text("Nerve pain often comes at night.")).to_be_visible()
    page.get_by_role("button", name="Sign off").click()
    expect(box).to_contain_text("Ann Lee, MD signed off exactly what is saved here")

    # The writer changes one word: the page says that the signature is over, and what changed.
    become(writer).open(article)
    writing.text_box(writing.row("sections", 0)).click()
    page.keyboard.press("End")
    page.keyboard.type(" Always.")
    writing.save()
    expect(box).to_contain_text("Sign-off outdated")
    box.get_by_text("What changed since").click()
    expect(box.locator("ins")).to_contain_text("Always.")

    # The publisher can't publish that.
    become(publisher).open(article)
    page.get_by_role("link", name="Publish…").click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    expect(page.get_by_text("Ask for a review first")).to_be_visible()

    # The reviewer sees what changed since, and signs again; then it can go live.
    become(reviewer).open(article)
    box.get_by_role("link", name="Sign off…").click()
    expect(page.locator("#what-changed")).to_have_text("What changed since the last sign-off")
    page.get_by_role("button", name="Sign off").click()
    expect(box).to_contain_text("signed off exactly what is saved here")
    become(publisher).open(article)
    page.get_by_role("link", name="Publish…").click()
    expect(page.get_by_text("Signed off by Ann Lee, MD")).to_be_visible()
    page.get_by_label("I have read these warnings").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Edition 1 of “Nerve pain” is live.")).to_be_visible()
    assert Edition.objects.get().sign_off.name == "Ann Lee"
