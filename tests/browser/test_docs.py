"""The interactive page of the read API. The `page` fixture fails for anything from outside."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_live_article

from .accessibility import barriers_by_look

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def operation(page):
    """An operation on the page, unfolded."""

    def unfold(name):
        page.goto("/api/v1/docs/")
        found = page.locator(f"[id$=-{name}]")
        found.get_by_role("button").first.click()
        return found

    return unfold


def execute(operation):
    operation.get_by_role("button", name="Execute").click()
    return operation.locator(".live-responses-table")


def test_an_article_can_be_asked_for_in_the_docs(operation):
    make_live_article(slug="statins", title="What statins do")
    article = operation("getArticle")
    article.get_by_placeholder("slug").fill("statins")
    expect(execute(article)).to_contain_text("What statins do")


@pytest.mark.parametrize("name", ["listArticles", "listFAQs", "listPeople"])
def test_a_list_can_be_asked_for_as_the_docs_fill_it_in(operation, name):
    make_live_article(faqs=[("Why?", "<p>Because.</p>")])
    expect(execute(operation(name))).to_contain_text('"results"')


def test_the_reference_can_be_used_by_everybody(page, operation):
    sections = [{"heading": "Burning feet at night", "body": "<p>What helps.</p>"}]
    make_live_article(slug="nerve-pain", sections=sections)
    # What must be given is filled in.
    expect(execute(operation("search"))).to_contain_text("nerve-pain")
    expect(page.get_by_role("main")).to_have_count(1)
    assert barriers_by_look(page) == {}
