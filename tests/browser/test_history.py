"""An editor compares two editions, finds what changed, and brings the old one back."""

import pytest
from playwright.sync_api import Page, expect

from articles.documents.loading import load
from articles.models import Article
from tests.factories import make_live_article, make_person, publish

from .article_page import ArticlePage

pytestmark = pytest.mark.slow


@pytest.fixture
def article(transactional_db: None) -> Article:
    """Live in its second edition: a section moved, one was changed, one is new."""
    article = make_live_article(
        title="Nerve pain",
        authors=[make_person("Ann")],
        sections=[
            ("What it is", "<p>Nerve pain burns.</p>"),
            (
                "What helps",
                "<p>Rest helps most people.</p><ul><li>warm water</li><li>sleep</li></ul>"
                '<p>See the <a href="https://example.org/old">guide</a> for more.</p>',
            ),
            ("Causes", "<p>Often it is diabetes.</p>"),
            ("Outlook", "<p>It gets better with time.</p>"),
        ],
    )
    article.sections.filter(heading="Causes").update(position=0)
    article.sections.filter(heading="What helps").update(
        body="<p>Movement <strong>helps</strong> most people.</p>"
        "<ul><li>warm tea</li><li>sleep</li></ul>"
        '<p>See the <a href="https://example.org/new">guide</a> for more.</p>'
    )
    Article.objects.filter(pk=article.pk).update(title="Nerve pain at night")
    publish(article, note="The advice on rest was wrong.", is_correction=True)
    return article


def test_two_editions_are_compared_and_one_is_brought_back(
    article_page: ArticlePage, article: Article, page: Page
) -> None:
    article_page.open(article)
    page.get_by_role("link", name="History…").click()
    expect(page.get_by_role("row", name="Edition 2 Live")).to_contain_text("Correction")
    page.get_by_label("Edition 1 on the left").check()
    page.get_by_label("Edition 2 on the right").check()
    page.get_by_role("button", name="Compare").click()

    changes = page.get_by_role("navigation", name="What differs")
    expect(changes.get_by_role("listitem")).to_have_text(
        [
            "Title: changed",
            "Section “Causes”: moved from place 3 to 1",
            "Section “What helps”: changed",
        ]
    )
    changes.get_by_role("link", name="Section “What helps”").click()
    section = page.get_by_role("article").filter(has_text="Section “What helps”")
    expect(section).to_be_in_viewport()
    expect(section.get_by_role("deletion")).to_have_text(
        ["[taken out: Rest ]", "[taken out: water]"]
    )
    expect(section.get_by_role("insertion")).to_have_text(["[added: Movement ]", "[added: tea]"])
    expect(section).to_contain_text("“helps”: now bold.")
    expect(section).to_contain_text("the link leads to https://example.org/new")
    outlook = page.get_by_text("It gets better with time.").first
    expect(outlook).to_be_hidden()
    page.get_by_text("section unchanged").last.click()
    expect(outlook).to_be_visible()

    page.get_by_role("link", name="Back to the history").click()
    page.get_by_role("link", name="Bring back… edition 1").click()
    expect(page.get_by_text("Readers see no change until it is published.")).to_be_visible()
    page.get_by_role("button", name="Bring back edition 1").click()
    expect(page.get_by_text("The working copy is what edition 1 said.")).to_be_visible()
    expect(page.get_by_label("Title").first).to_have_value("Nerve pain")
    assert [section.heading for section in load(article).sections] == [
        "What it is",
        "What helps",
        "Causes",
        "Outlook",
    ]


def test_editions_of_two_pages_are_compared_by_keyboard(
    article_page: ArticlePage, article: Article, page: Page
) -> None:
    for number in range(3, 25):
        Article.objects.filter(pk=article.pk).update(title=f"Title {number}")
        publish(article)
    page.goto(f"/admin/articles/article/{article.pk}/history/")
    page.get_by_label("Edition 24 on the right").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Editions, page 2").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Edition 2 on the left").focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Edition 24 on the right")).to_be_checked()
    page.keyboard.press("Enter")
    sides = "Edition 2 and Edition 24 (live) of “Title 24”"
    expect(page.get_by_role("heading", name=sides)).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Edition 2 on the left")).to_be_checked()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_comparison_fits_the_screen(
    article_page: ArticlePage, article: Article, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for place in ("", "compare/?left=1&right=2", "1/bring-back/"):
        page.goto(f"/admin/articles/article/{article.pk}/history/{place}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    left, right = (
        page.get_by_text(words, exact=True).bounding_box()
        for words in ("Working copy, as it is now", "Working copy with edition 1 brought back")
    )
    assert left
    assert right
    assert (left["y"] == right["y"]) == (width > 900)
