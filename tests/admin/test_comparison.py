"""How a comparison is shown: admin/articles/comparison.html."""

from dataclasses import replace
from uuid import UUID

from django.template.loader import render_to_string
from lxml import html

from articles.documents.content import Content, SectionContent
from articles.editorial.comparison import Names, compare


def section(anchor: str, body: str) -> SectionContent:
    return SectionContent(anchor, anchor.title(), 1, "plain", "", body)


OLD = Content(
    id=UUID(int=1),
    slug="a",
    title="Old title",
    sections=tuple(section(name, f"<p>About {name}.</p>") for name in ("one", "two", "three")),
)


def shown(old: Content, new: Content) -> html.HtmlElement:
    values = {"comparison": compare(old, new, Names()), "left": "Edition 1", "right": "Edition 2"}
    return html.fromstring(render_to_string("admin/articles/comparison.html", values))


def test_what_went_and_what_came_is_marked_up_and_said_in_words() -> None:
    page = shown(OLD, replace(OLD, title="New title"))
    (gone,), (come,) = page.xpath("//del"), page.xpath("//ins")
    assert gone.text_content() == "[taken out: Old ]"
    assert come.text_content() == "[added: New ]"


def test_every_change_is_listed_with_a_link_to_it() -> None:
    page = shown(OLD, replace(OLD, sections=OLD.sections[::-1]))
    links = page.xpath("//nav//a")
    assert [link.text_content() for link in links] == ["Section “Two”", "Section “One”"]
    for link in links:
        assert page.get_element_by_id(link.get("href").removeprefix("#")).tag == "article"


def test_unchanged_parts_are_folded_to_one_line() -> None:
    page = shown(OLD, replace(OLD, title="New"))
    folds = [each.text_content().strip() for each in page.xpath("//details/summary")]
    assert "3 sections unchanged" in folds
    assert not page.xpath("//details[@open]")


def test_it_says_what_is_left_and_right() -> None:
    sides = shown(OLD, OLD).find_class("comparison__sides")[0].text_content().split()
    assert sides == ["Left", "Edition", "1", "Right", "Edition", "2"]


def test_two_of_the_same_say_so() -> None:
    assert "Nothing differs" in shown(OLD, OLD).text_content()


def test_what_editors_wrote_is_no_markup() -> None:
    page = shown(OLD, replace(OLD, title="<script>alert(1)</script>"))
    assert not page.xpath("//script")
