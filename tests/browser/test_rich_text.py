"""Writing, pasting, tables and links in the rich-text editor."""

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from articles.models import Article
from tests.factories import make_article

from .article_page import ArticlePage

pytestmark = pytest.mark.slow

WORD = Path(__file__).with_name("word.html").read_text()
WEB_PAGE = """
<div class="post" style="color: red"><h3 id="x">What it is</h3>
<p>A <b>strong</b> <script>alert(1)</script>word, <i onclick="alert(2)">and</i> another.</p>
<img src="https://example.org/tracker.gif" onerror="alert(3)">
<p><a href="javascript:alert(4)">Bad</a> and <a href="https://example.org/">good</a>.</p></div>
"""


def body_of(article: Article) -> str:
    return article.sections.get().body


def put_on_the_clipboard(page: Page, html: str) -> None:
    """As another programme would: what is pasted is exactly this HTML."""
    page.evaluate(
        """html => document.addEventListener("copy", (event) => {
            event.preventDefault();
            event.clipboardData.setData("text/html", html);
        }, { once: true, capture: true })""",
        html,
    )
    page.keyboard.press("Control+C")


def test_text_pasted_from_word_comes_out_clean(article_page: ArticlePage) -> None:
    article = make_article(sections=[("Overview", "")])
    article_page.open(article)
    article_page.text_box(article_page.row("sections", 0)).click()
    put_on_the_clipboard(article_page.page, WORD)
    article_page.page.keyboard.press("Control+V")
    article_page.save()
    assert body_of(article) == (
        "<p><strong>How it feels</strong></p>"
        "<p>Some people feel <strong>burning</strong> or <em>stabbing</em> pain.</p>"
        "<ul><li>Warmth<ul><li>A bath</li></ul></li><li>Rest</li></ul>"
        "<p>Then:</p>"
        '<ol><li>Ask <a href="https://example.org/advice">for advice</a></li>'
        "<li>H<sub>2</sub>O</li></ol>"
        "<table><tbody><tr><td><strong>Drug</strong></td><td><strong>Dose</strong></td></tr>"
        "<tr><td>Aspirin</td><td>5 mg</td></tr></tbody></table>"
    )


def test_text_pasted_from_a_web_page_comes_out_clean(article_page: ArticlePage) -> None:
    article = make_article(sections=[("Overview", "")])
    article_page.open(article)
    article_page.text_box(article_page.row("sections", 0)).click()
    put_on_the_clipboard(article_page.page, WEB_PAGE)
    article_page.page.keyboard.press("Control+V")
    article_page.save()
    assert body_of(article) == (
        "<p><strong>What it is</strong></p>"
        "<p>A <strong>strong</strong> word, <em>and</em> another.</p>"
        '<p>Bad and <a href="https://example.org/">good</a>.</p>'
    )


def test_a_table_is_inserted_with_a_header_row(article_page: ArticlePage) -> None:
    article = make_article(sections=[("Overview", "")])
    page = article_page.page
    article_page.open(article)
    row = article_page.row("sections", 0)
    article_page.text_box(row).click()
    row.get_by_role("button", name="Insert table").click()
    page.get_by_label("Rows").fill("2")
    page.get_by_label("Columns").fill("2")
    page.get_by_role("dialog").get_by_role("button", name="Insert table").click()
    expect(article_page.text_box(row)).to_be_focused()
    expect(row.get_by_role("columnheader")).to_have_count(2)
    for word in ("Drug", "Dose", "Aspirin", "5 mg"):
        page.keyboard.type(word)
        if word != "5 mg":
            page.keyboard.press("Tab")
    article_page.save()
    assert body_of(article) == (
        "<table><thead><tr><th>Drug</th><th>Dose</th></tr></thead>"
        "<tbody><tr><td>Aspirin</td><td>5 mg</td></tr></tbody></table>"
    )


def test_a_link_to_another_article_is_given_by_its_slug(article_page: ArticlePage) -> None:
    other = make_article(title="Migraine", slug="migraine")
    article = make_article(sections=[("Overview", "<p>See migraine.</p>")])
    page = article_page.page
    row = article_page.row("sections", 0)
    words = article_page.text_box(row).get_by_text("See migraine.")
    address = page.get_by_label("Address").last
    for _ in range(4):
        article_page.open(article)
        page.bring_to_front()
        # The editor learns of a selection a moment after the page has it, and a busy page not at
        # all; without one its button asks for nothing.
        with suppress(PlaywrightTimeout):
            words.dblclick(position={"x": 40, "y": 8})
            page.wait_for_function("getSelection().toString().trim() === 'migraine'", timeout=3_000)
            row.get_by_role("button", name="insert link").click()
            address.wait_for(timeout=3_000)
            break
    address.fill("article:migraine#symptoms")
    page.get_by_role("button", name="Apply").click()
    article_page.save()
    link = f'<a href="article:{other.pk}#symptoms">migraine</a>'
    assert body_of(article) == f"<p>See {link}.</p>"
    # The writer goes on seeing the slug.
    shown = article_page.text_box(row).get_by_role("link")
    expect(shown).to_have_attribute("href", "article:migraine#symptoms")


def test_the_editor_is_a_named_text_box_with_a_toolbar_for_arrow_keys(
    article_page: ArticlePage,
) -> None:
    article_page.open(make_article(sections=[("Overview", "<p>Text.</p>")]))
    page = article_page.page
    expect(page.get_by_role("textbox", name="Body")).to_be_visible()
    toolbar = page.get_by_role("toolbar", name="Formatting of Body")
    toolbar.get_by_role("button", name="bold").focus()
    page.keyboard.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="italic")).to_be_focused()
