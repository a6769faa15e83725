"""Web pages whose text is laid out in other ways than it should be."""

import json
from datetime import date

import pytest

from articles.importers.pages.outline import is_faq_heading, outline_of
from articles.importers.pages.web import read_web_page

from .site import TEXT, read


def test_headings_that_skip_levels_are_below_the_one_above_them():
    draft = read(
        f"<h3>Signs</h3><p>{TEXT}</p><h2>Causes</h2><p>{TEXT}</p><h4>Food</h4><p>{TEXT}</p>"
        f"<h3>Beer</h3><p>{TEXT}</p>"
    )
    assert [(part.level, part.heading) for part in draft.sections] == [
        (1, "Signs"),
        (1, "Causes"),
        (2, "Food"),
        (2, "Beer"),
    ]


def test_one_more_h1_is_a_section_beside_those_of_h2():
    draft = read(
        f"<h2>Signs</h2><p>{TEXT}</p><h3>At night</h3><p>{TEXT}</p><h1>Causes</h1><p>{TEXT}</p>"
        f"<h2>Outlook</h2><p>{TEXT}</p>"
    )
    assert [(part.level, part.heading) for part in draft.sections] == [
        (1, "Signs"),
        (2, "At night"),
        (1, "Causes"),
        (1, "Outlook"),
    ]


def test_the_caption_of_a_table_is_a_paragraph_above_it_and_told():
    draft = read(
        f"<p>{TEXT}</p><table><caption>Doses</caption><tfoot><tr><td>Foot</td></tr></tfoot>"
        "<tbody><tr><td>Cell</td></tr></tbody></table>"
    )
    assert draft.sections[0].body.endswith(
        "<p>Doses</p><table><tbody><tr><td>Cell</td></tr><tr><td>Foot</td></tr></tbody></table>"
    )
    assert "the caption of a table became a paragraph above it" in draft.notes


def test_empty_lines_part_paragraphs_as_on_old_pages():
    draft = read(f"<p>{TEXT}<br><br>Second<br>line<br> <br>Third</p>")
    assert draft.sections[0].body == f"<p>{TEXT}</p><p>Second<br>line</p><p>Third</p>"


def test_a_callout_beside_the_text_stays_and_opens_no_section():
    draft = read(
        f"<p>{TEXT}</p><aside class='callout'><h4>Key fact</h4><p>It is common.</p></aside>"
        "<blockquote><p>Pain is a signal.</p><footer>Ida Voss</footer></blockquote>"
    )
    assert draft.sections[0].body == (
        f"<p>{TEXT}</p><p><strong>Key fact</strong></p><p>It is common.</p>"
        "<blockquote><p>Pain is a signal.</p><p>Ida Voss</p></blockquote>"
    )


def test_what_stands_below_the_text_is_left_out_or_told():
    draft = read(f"<p>{TEXT}</p><button>Book now</button><p>Tags: toe</p><p>Updated 6 May 2025</p>")
    assert draft.sections[0].body == f"<p>{TEXT}</p>"
    assert "a button was left out: “Book now”" in draft.notes
    assert "left out as no part of the article: “Tags: toe”" in draft.notes


def test_a_date_of_a_change_or_a_review_is_no_date_of_publication():
    draft = read(f"<p>Last reviewed: 4 March 2024</p><p>Updated 7 May 2025</p><p>{TEXT}</p>")
    assert draft.first_published_on == date(2024, 5, 6)
    assert "“Last reviewed: 4 March 2024” was left out: reviews are Galley's own" in draft.notes
    assert draft.sections[0].body == f"<p>{TEXT}</p>"


def test_credentials_in_a_byline_have_their_own_field():
    draft = read(f"<p>By Ada Moss, MD, PhD</p><p>{TEXT}</p>")
    (author,) = draft.authors
    assert (author.name, author.credentials) == ("Ada Moss", "MD, PhD")


def test_text_among_the_sources_is_not_lost():
    draft = read(
        f"<p>{TEXT}</p><h2>Sources</h2><p>We asked two doctors.</p><ul><li>A trial, 2020</li></ul>"
    )
    assert [reference.title for reference in draft.references] == ["A trial, 2020"]
    assert (draft.sections[1].heading, draft.sections[1].body) == (
        "Sources",
        "<p>We asked two doctors.</p>",
    )


QUESTION = {
    "@type": "Question",
    "name": "Is it for life?",
    "acceptedAnswer": {"@type": "Answer", "text": "<p>Often.</p>"},
}
SCRIPT = f'<script type="application/ld+json">{json.dumps({"mainEntity": [QUESTION]})}</script>'


@pytest.mark.parametrize("where", ["text", "code"])
def test_questions_in_the_linked_data_of_an_export_are_faqs(where):
    outline = outline_of(**{"text": "<p>Words.</p>", where: f"<p>Words.</p>{SCRIPT}"})
    assert [(faq.question, faq.answer) for faq in outline.faqs] == [
        ("Is it for life?", "<p>Often.</p>")
    ]
    assert [part.body for part in outline.sections] == ["<p>Words.</p>"]


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        ("People also ask", True),
        ("Patients' questions", True),
        ("Questions people often ask", True),
        ("Q & A", True),
        ("Questions to ask your doctor", False),
        ("Open questions", False),
    ],
)
def test_faqs_stand_below_headings_of_many_names(heading, is_one):
    assert is_faq_heading(heading) is is_one


def test_what_the_head_of_a_page_says_beside_its_article_is_not_lost():
    source = (
        "<title>Eyes</title><meta property='og:image' content='https://e.example/o.jpg'><header>"
        "<h1>Eyes</h1><p>By <span>Ada Moss</span></p></header><main>"
        f"<h2>Signs <a href='#signs'>#</a></h2><p>{TEXT}</p></main>"
    )
    draft = read_web_page(source.encode())
    assert [author.name for author in draft.authors] == ["Ada Moss"]
    assert [part.heading for part in draft.sections] == ["Signs"]
    assert "its picture for sharing was left out: https://e.example/o.jpg" in draft.notes


def test_an_author_that_the_page_marks_is_one():
    draft = read(f"<p>{TEXT}</p><a rel='author' href='/ada'>Ada Moss</a>")
    assert [author.name for author in draft.authors] == ["Ada Moss"]
