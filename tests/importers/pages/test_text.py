"""Plain text pages: what a block is shows in its form."""

from datetime import date
from pathlib import Path

import pytest

from articles.documents.richtext import to_blocks
from articles.importers.drafts import ImportProblem
from articles.importers.pages.text import read_text_page

REFERENCE_PAGE = Path(__file__).resolve().parents[4] / "shared" / "reference-page.txt"

PAGE = """\
menu
close
living with gout

living with gout

4 min read 06-05-2024
living with gout

Meta Description: What gout is and what helps.

What Is Gout?

Gout is a kind of arthritis. It comes in attacks.

What Helps

Several things do, and which of them depends on the person, on the joint and on the time:

  • Cold: Ice takes the edge off.
  • Rest: Keep the foot up. Do not
    walk on it.

At Night:

1. Drink water
2. Take the tablet

FAQs about gout

Q: Is it for life?

A: Often.
It can be held down.

Q: Can I drink beer?
A: Better not.

Conclusion

See a doctor.

Related Posts


Popular Posts
"""


@pytest.fixture(scope="module")
def draft():
    return read_text_page(PAGE.encode())


def test_the_title_stands_once(draft):
    assert draft.title == "living with gout"
    assert "living with gout" not in "".join(part.body for part in draft.sections)


def test_the_meta_description_has_its_own_field(draft):
    assert draft.meta_description == "What gout is and what helps."


def test_the_date_is_recognised_and_the_reading_time_is_told(draft):
    assert draft.published_on == date(2024, 5, 6)
    assert "“4 min read 06-05-2024” was left out" in " ".join(draft.notes)


def test_short_lines_are_headings_and_those_with_a_colon_open_sub_sections(draft):
    assert [(part.level, part.heading) for part in draft.sections] == [
        (1, "What Is Gout?"),
        (1, "What Helps"),
        (2, "At Night"),
        (1, "Conclusion"),
    ]


def test_a_list_with_lead_ins_becomes_a_list_of_terms(draft):
    body = draft.sections[1].body
    terms = to_blocks(body)[1]
    assert terms["type"] == "term_list"
    assert [(item["term"], item["text"]) for item in terms["items"]] == [
        ("Cold", "Ice takes the edge off."),
        ("Rest", "Keep the foot up. Do not walk on it."),
    ]


def test_numbered_lines_are_an_ordered_list(draft):
    assert draft.sections[2].body == "<ol><li>Drink water</li><li>Take the tablet</li></ol>"


def test_marked_questions_become_faqs(draft):
    assert [(faq.question, faq.answer) for faq in draft.faqs] == [
        ("Is it for life?", "<p>Often. It can be held down.</p>"),
        ("Can I drink beer?", "<p>Better not.</p>"),
    ]


def test_menus_and_empty_rails_are_left_out_and_told(draft):
    text = " ".join(part.heading + part.body for part in draft.sections)
    assert "menu" not in text
    assert "Popular" not in text
    assert "left out what stands below “Related Posts”" in draft.notes
    assert "left out as no part of the article: “close”" in draft.notes


def test_markup_in_a_text_is_text():
    draft = read_text_page(b"Title\n\nWe write a <b> for bold and it is a long line of text.\n")
    assert draft.sections[0].body == (
        "<p>We write a &lt;b&gt; for bold and it is a long line of text.</p>"
    )


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\0abc", b"Only a title"])
def test_what_is_no_page_is_refused(data):
    with pytest.raises(ImportProblem):
        read_text_page(data)


@pytest.mark.skipif(not REFERENCE_PAGE.exists(), reason="the reference page is not on this machine")
def test_all_parts_of_the_reference_page_land_in_their_fields():
    draft = read_text_page(REFERENCE_PAGE.read_bytes())
    sections = [part for part in draft.sections if part.level == 1]
    bullets = sum(
        len(block["items"])
        for part in draft.sections
        for block in to_blocks(part.body)
        if block["type"] == "term_list"
    )
    assert len(sections) == 6
    assert [part.heading for part in draft.sections if part.level == 2] == [
        "Potential Benefits",
        "Limitations and Considerations",
    ]
    assert bullets == 14
    assert len(draft.faqs) == 4
    assert draft.meta_description.startswith("Explore the potential of ketamine cream")
    assert draft.published_on == date(2025, 3, 18)
    assert "Meta Description" not in "".join(part.body for part in draft.sections)
