"""Acts on many articles, as an editor sees them."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from articles.editorial import bulk
from articles.models import Article, BulkAct, Document
from tests.factories import make_article, make_live_article, publish

from .accessibility import barriers_on
from .article_page import ArticlePage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _no_slice_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question of the page does a few articles, so that the bar is seen to move."""
    monkeypatch.setattr("articles.admin.bulk_jobs.SLICE", 0.1)


def test_publishing_all_articles_shows_the_progress_and_the_one_failure(
    article_page: ArticlePage,
) -> None:
    page = article_page.page
    holder = make_live_article(slug="wanted", title="The holder")
    Article.objects.filter(pk=holder.pk).update(slug="given-up")
    for number in range(1, 25):
        make_article(title=f"Pain {number:02}", summary="What it is.")
    # It is refused at its turn, and comes before the holder that would make room for it.
    make_article(title="A taken address", slug="wanted", summary="What it is.")

    page.goto("/admin/articles/article/")
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("publish")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name="Publish: 26 articles")).to_be_visible()
    assert barriers_on(page) == []
    page.get_by_label("Publish with these warnings").check()
    page.get_by_role("button", name="Publish (26)").click()

    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"^[1-9]\d$"))
    expect(page.get_by_role("heading", name="Finished")).to_be_visible(timeout=60_000)
    expect(bar).to_have_attribute("aria-valuenow", "100")
    expect(page.get_by_text("25 of 26 articles done, 1 failed.")).to_be_visible()
    failure = page.locator(".bulk__failures li")
    expect(failure).to_contain_text("is still that of the live article “The holder”")
    assert barriers_on(page) == []
    assert Document.objects.count() == 25

    page.get_by_role("button", name="Try the failed ones again").click()
    expect(page.get_by_text("1 of 1 articles done.")).to_be_visible()
    assert Document.objects.count() == 26


def test_the_list_fits_a_phone_with_articles_selected(article_page: ArticlePage) -> None:
    page = article_page.page
    for number in range(3):
        make_article(title=f"Article {number}")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/admin/articles/article/")
    page.locator("input.action-select").first.check()
    expect(page.locator("select[name=action]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_report_fits_a_phone(article_page: ArticlePage, editor: Any) -> None:
    page = article_page.page
    articles = [make_article(title="A title that is long, as titles are " * 3)]
    articles.append(make_article(title="Live"))
    publish(articles[1])
    job = bulk.start(BulkAct.UNPUBLISH, articles, by=editor)
    bulk.run(job)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"/admin/articles/bulkjob/{job.pk}/change/")
    expect(page.get_by_role("heading", name="Finished")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
