"""Adding, moving and removing rows without losing a word."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import make_article, make_person

from .article_page import ArticlePage

pytestmark = pytest.mark.slow


def headings_of(article: Article) -> list[str]:
    return list(article.sections.values_list("heading", flat=True))


def three_sections() -> Article:
    return make_article(sections=[("One", "<p>1</p>"), ("Two", "<p>2</p>"), ("Three", "<p>3</p>")])


def test_a_row_moves_by_keyboard_and_keeps_the_focus(article_page: ArticlePage) -> None:
    article = three_sections()
    article_page.open(article)
    up = article_page.row("sections", 2).get_by_role("button", name="Move up: Three")
    up.focus()
    up.press("Enter")
    expect(up).to_be_focused()
    announced = article_page.page.locator("[data-parts=sections] [role=status]")
    expect(announced).to_have_text("Three: position 2 of 3")
    up.press("Enter")
    expect(article_page.titles("sections")).to_have_text(["Three", "One", "Two"])
    article_page.save()
    assert headings_of(article) == ["Three", "One", "Two"]


def test_a_row_moves_by_dragging_and_keeps_unsaved_text(article_page: ArticlePage) -> None:
    article = three_sections()
    article_page.open(article)
    row = article_page.add("sections", "Four", "Before")
    article_page.drag("sections", "Four", above="One")
    expect(article_page.titles("sections")).to_have_text(["Four", "One", "Two", "Three"])
    row.locator(".part__toggle").click()
    article_page.text_box(row).click()
    article_page.page.keyboard.press("End")
    article_page.page.keyboard.type(" and after")
    article_page.save()
    assert headings_of(article) == ["Four", "One", "Two", "Three"]
    assert article.sections.first().body == "<p>Before and after</p>"


def test_unsaved_text_survives_adding_moving_and_removing_rows(article_page: ArticlePage) -> None:
    article = make_article(sections=[("Old", "<p>Old text</p>")])
    article_page.open(article)
    first = article_page.add("sections", "First", "First text")
    second = article_page.add("sections", "Second", "Second text")
    second.get_by_role("button", name="Move up").click()
    article_page.text_box(second).click()
    article_page.page.keyboard.press("End")
    article_page.page.keyboard.type(" goes on")
    first.get_by_role("button", name="Remove").click()
    article_page.save()
    assert list(article.sections.values_list("heading", "body")) == [
        ("Old", "<p>Old text</p>"),
        ("Second", "<p>Second text goes on</p>"),
    ]


def test_a_removed_row_can_be_kept_after_all(article_page: ArticlePage) -> None:
    article = three_sections()
    article_page.open(article)
    row = article_page.row("sections", 1)
    row.get_by_role("button", name="Remove: Two").click()
    expect(row.get_by_text("“Two” will be removed when you save.")).to_be_visible()
    row.get_by_role("button", name="Keep it").click()
    expect(row.get_by_role("button", name="Remove: Two")).to_be_focused()
    article_page.row("sections", 0).get_by_role("button", name="Remove: One").click()
    article_page.save()
    assert headings_of(article) == ["Two", "Three"]


def test_a_form_that_comes_back_with_errors_keeps_the_order_and_the_texts(
    article_page: ArticlePage,
) -> None:
    article = three_sections()
    page = article_page.page
    article_page.open(article)
    article_page.row("sections", 2).get_by_role("button", name="Move up").click()
    article_page.add("sections", "Four", "Four's text")
    page.get_by_label("Title").first.fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    expect(article_page.titles("sections")).to_have_text(["One", "Three", "Two", "Four"])
    expect(article_page.text_box(article_page.row("sections", 3))).to_have_text("Four's text")


def test_people_are_chosen_by_autocomplete_and_put_in_order(article_page: ArticlePage) -> None:
    article = make_article()
    for name in ("Grace Hopper", "Ada Lovelace"):
        make_person(name=name)
    page = article_page.page
    article_page.open(article, tab="trust")
    for index, name in enumerate(("Grace", "Ada")):
        page.get_by_role("button", name="Add an author").click()
        article_page.row("author_rows", index).locator(".select2-selection").click()
        page.keyboard.type(name)
        page.locator(".select2-results__option--highlighted").get_by_text(name).click()
    article_page.row("author_rows", 1).get_by_role("button", name="Move up: Ada Lovelace").click()
    article_page.save()
    names = article.author_rows.values_list("person__name", flat=True)
    assert list(names) == ["Ada Lovelace", "Grace Hopper"]
