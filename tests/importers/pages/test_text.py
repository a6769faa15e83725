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
    assert draft.first_published_on == date(2024, 5, 6)
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


def text_page(*blocks):
    """The draft of a page with these paragraphs below its title."""
    return read_text_page("\n\n".join(["Living with gout", *blocks]).encode())


LONG = "Gout is a painful kind of arthritis that comes in attacks, mostly at night and in a toe."


@pytest.mark.parametrize(
    "line",
    [
        "Home | Conditions | Treatments | Contact",
        "Home > Conditions > Gout",
        "Skip to content",
        "Log In",
        "\u00a9 2025 Clinic",
    ],
)
def test_lines_of_a_menu_are_no_title_and_no_text(line):
    draft = read_text_page(f"{line}\n\nLiving with gout\n\n{LONG}\n".encode())
    assert draft.title == "Living with gout"
    assert [part.body for part in draft.sections] == [f"<p>{LONG}</p>"]


def test_a_menu_of_any_words_before_the_title_is_left_out_and_told():
    menu = "Toggle navigation\nConditions\nTreatments\nMy Account"
    draft = read_text_page(
        f"{menu}\n\nLiving with gout\n\n4 min read 06-05-2024\nLiving with gout\n\n{LONG}".encode()
    )
    assert (draft.title, draft.first_published_on) == ("Living with gout", date(2024, 5, 6))
    assert [part.body for part in draft.sections] == [f"<p>{LONG}</p>"]
    assert "left out as no part of the article: “Treatments”" in draft.notes


def test_a_control_in_the_text_is_no_heading_of_what_follows():
    draft = text_page("Causes", LONG, "Share", LONG)
    assert [(part.heading, part.body) for part in draft.sections] == [
        ("Causes", f"<p>{LONG}</p><p>{LONG}</p>")
    ]


def test_a_text_without_blank_lines_is_parted_by_its_lines():
    long = f"{LONG} {LONG}"
    source = f"Gout\nMeta Description: A.\nCauses\n{long}\n- Ice: b\n- Rest: d\nFAQ\nQ: E?\nA: F."
    draft = read_text_page(f"{source}\nOutlook\n{long}".encode())
    assert [(part.heading, part.body) for part in draft.sections] == [
        (
            "Causes",
            f"<p>{long}</p>"
            "<ul><li><strong>Ice:</strong> b</li><li><strong>Rest:</strong> d</li></ul>",
        ),
        ("Outlook", f"<p>{long}</p>"),
    ]
    assert [(faq.question, faq.answer) for faq in draft.faqs] == [("E?", "<p>F.</p>")]


def test_a_description_before_the_title_is_no_title():
    draft = read_text_page(f"Meta Description: About gout.\n\nGout\n\n{LONG}".encode())
    assert (draft.title, draft.meta_description) == ("Gout", "About gout.")


def test_lines_about_the_page_below_its_title_become_facts():
    draft = text_page("By Ada Moss, MD\nPublished: March 18, 2025\nReading time: 4 minutes", LONG)
    assert [(person.name, person.credentials) for person in draft.authors] == [("Ada Moss", "MD")]
    assert draft.first_published_on == date(2025, 3, 18)
    assert draft.sections[0].body == f"<p>{LONG}</p>"


@pytest.mark.parametrize(
    "block",
    [
        "Meta Title: Gout Guide\nMeta Description: A guide to gout\nover two lines.\nTags: gout",
        "Meta Description:\nA guide to gout\nover two lines.\nMeta Title: Gout Guide\nTags: gout",
    ],
    ids=["behind", "below"],
)
@pytest.mark.parametrize("is_first", [True, False], ids=["first", "last"])
def test_lines_for_search_engines_have_their_fields_wherever_they_stand(block, is_first):
    draft = text_page(*([block, LONG] if is_first else [LONG, block]))
    assert draft.meta_description == "A guide to gout over two lines."
    assert draft.meta_title == "Gout Guide"
    assert [part.body for part in draft.sections] == [f"<p>{LONG}</p>"]
    assert "“Tags: gout” was left out" in draft.notes


@pytest.mark.parametrize(
    "heading",
    ["Causes\n------\n", "## Causes\n", "**Causes**\n", "Causes\n\n", "Causes\n"],
    ids=["underlined", "hashes", "asterisks", "alone", "above a long line"],
)
def test_a_heading_is_known_by_its_form(heading):
    draft = text_page(f"{heading}{LONG}")
    assert [(part.heading, part.body) for part in draft.sections] == [("Causes", f"<p>{LONG}</p>")]


def test_what_is_further_in_is_nested():
    draft = text_page(
        "Causes", "* Acid\n* Genes\n    and family\n* Diet:\n   - beer\n   - meat\n\tand fish"
    )
    assert draft.sections[0].body == (
        "<ul><li>Acid</li><li>Genes and family</li>"
        "<li>Diet:<ul><li>beer</li><li>meat and fish</li></ul></li></ul>"
    )


def test_a_line_that_leads_to_a_list_is_no_heading():
    draft = text_page("Causes", "Several things cause it:\n- Acid\n- Genes")
    assert draft.sections[0].body == (
        "<p>Several things cause it:</p><ul><li>Acid</li><li>Genes</li></ul>"
    )


def test_lines_that_open_with_terms_are_a_list_of_terms():
    draft = text_page("Drugs", f"NSAIDs: {LONG}\nColchicine: {LONG}")
    (terms,) = to_blocks(draft.sections[0].body)
    assert [item["term"] for item in terms["items"]] == ["NSAIDs", "Colchicine"]


@pytest.mark.parametrize("mark", ["", "1. ", "Q: "])
@pytest.mark.parametrize("heading", ["FAQ", "Common Questions", "Questions and Answers"])
def test_questions_below_their_heading_are_faqs_however_they_are_marked(heading, mark):
    draft = text_page(
        LONG,
        heading,
        f"{mark}Is it for life?\nOften.",
        f"{mark}Is beer bad?",
        "Yes.",
        "Outlook",
        LONG,
    )
    assert [(faq.question, faq.answer) for faq in draft.faqs] == [
        ("Is it for life?", "<p>Often.</p>"),
        ("Is beer bad?", "<p>Yes.</p>"),
    ]
    assert draft.sections[-1].heading == "Outlook"


def test_bold_words_between_asterisks_are_bold():
    draft = text_page("Signs", f"It is **sudden**, and a <b> is text. {LONG}")
    assert "It is <strong>sudden</strong>, and a &lt;b&gt; is text." in draft.sections[0].body


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
    assert draft.first_published_on == date(2025, 3, 18)
    assert "Meta Description" not in "".join(part.body for part in draft.sections)
