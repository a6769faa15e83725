"""Markdown files become drafts, or say where they are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importers.drafts import ImportProblem
from articles.importers.markdown import MAX_FILE_SIZE, decode, parse, read_file

HEAD = "---\ntitle: Nerve pain\nslug: nerve-pain\n---\n\n"


def draft(body, head=HEAD):
    return parse(head + body)


def problem(text):
    with pytest.raises(ImportProblem) as caught:
        parse(text)
    return caught.value


def test_headings_open_sections_and_sub_sections():
    found = draft(
        "## Signs {health_aspect=Symptoms kind=warning #signs}\n\nOne.\n\n### At night\n\nTwo."
    )
    section, sub_section = found.sections
    assert (section.heading, section.anchor, section.kind) == ("Signs", "signs", "warning")
    assert section.health_aspect == "Symptoms"
    assert section.body == "<p>One.</p>"
    assert (sub_section.heading, sub_section.level) == ("At night", 2)


@pytest.mark.parametrize("name", ["Frequently asked questions", "FAQ", "FAQs"])
def test_the_section_of_questions_holds_faqs(name):
    found = draft(f"## A\n\nx\n\n## {name}\n\n### Does it help?\n\nYes.\n\n## After\n\ny")
    assert [(faq.question, faq.answer) for faq in found.faqs] == [("Does it help?", "<p>Yes.</p>")]
    assert [section.heading for section in found.sections] == ["A", "After"]


def test_tables_lists_and_lead_ins_survive():
    body = draft("## A\n\n- **Term:** text\n\n| a | b |\n|---|---|\n| 1 | 2 |").sections[0].body
    assert "<li><strong>Term:</strong> text</li>" in body
    assert "<td>2</td>" in body


def test_markup_in_a_heading_becomes_words():
    assert draft("## *How* it `works`\n\nx").sections[0].heading == "How it works"


def test_a_deeper_heading_becomes_a_bold_paragraph_and_is_reported():
    found = draft("## A\n\n#### Deep\n\nx")
    assert found.sections[0].body == "<p><strong>Deep</strong></p><p>x</p>"
    assert "line 8" in found.notes[0]


def test_an_image_becomes_a_link_with_its_words():
    found = draft("## A\n\n![a nerve](https://example.org/n.png)")
    assert found.sections[0].body == '<p><a href="https://example.org/n.png">a nerve</a></p>'
    assert "image" in found.notes[0]


def test_text_before_the_first_heading_is_kept_as_a_section():
    assert [part.heading for part in draft("Lead.\n\n## A\n\nx").sections] == ["Introduction", "A"]


def test_a_first_heading_of_level_one_is_the_title():
    assert parse("# From the heading\n\n## A\n\nx").title == "From the heading"
    assert parse("# From the heading\n\n## A\n\nx").slug == "from-the-heading"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    assert parse("\ufeff" + (HEAD + "## A\n\nx").replace("\n", "\r\n")).slug == "nerve-pain"


def test_raw_html_is_cleaned():
    body = (
        draft("## A\n\nH<sub>2</sub>O<script>alert(1)</script> <b onclick='x'>b</b>")
        .sections[0]
        .body
    )
    assert body == "<p>H<sub>2</sub>O <strong>b</strong></p>"


def test_a_section_with_sub_sections_may_be_empty():
    assert draft("## A\n\n### B\n\nx").sections[0].body == ""


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("---\nslug: a\n---\n\n## A\n\nx", 1, "no title"),
        (HEAD + "## A {health_aspect=Symptom}\n\nx", 6, "Did you mean “Symptoms”?"),
        (HEAD + "## A {kind=warn}\n\nx", 6, "Did you mean “warning”?"),
        (HEAD + "## A {colour=red}\n\nx", 6, "Unknown attribute"),
        (HEAD + "## A\n\nx\n\n## B\n", 10, "“B” is empty"),
        (HEAD + "## FAQ\n\n### Why?\n", 8, "“Why?” is empty"),
        (HEAD + "## FAQ\n\ntext\n\n### Why?\n\nx", 6, "before the first question"),
        (HEAD + "## A {#x}\n\nx\n\n## B {#x}\n\ny", 10, "twice"),
        (HEAD + "## A {#ä}\n\nx", 6, "no anchor"),
        (HEAD + "## A\n\nx\n\n# B\n\ny", 10, "in the middle"),
        (HEAD + "# Other\n\n## A\n\nx", 6, "is not the title"),
        (HEAD + "## \n\nx", 6, "no words"),
        (HEAD + f"## {'x' * 251}\n\nx", 6, "too long"),
        ("---\ntitle: A\nreview_due: 2027-01-01\n---\n## A\n\nx", 3, "reviewed_on"),
        ("---\ntitle: Ω\n---\n## A\n\nx", 1, "gives no slug"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(text, line, words):
    found = problem(text)
    assert words in found.reason
    assert found.line == line


def test_five_hundred_sections_are_read():
    assert len(draft("\n\n".join(f"## S{n}\n\nx" for n in range(500))).sections) == 500


# --- Files ---


def read(tmp_path, data):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(ImportProblem) as caught:
        read_file(path)
    return caught.value


def test_latin_1_is_refused_with_its_line(tmp_path):
    found = read(tmp_path, b"---\ntitle: na\xefve\n---\n")
    assert "not UTF-8" in found.reason
    assert found.line == 2


def test_a_nul_byte_is_refused_with_its_line(tmp_path):
    found = read(tmp_path, b"one\ntwo\n\0")
    assert "NUL" in found.reason
    assert found.line == 3


def test_utf_16_is_told_by_its_name():
    with pytest.raises(ImportProblem, match="UTF-16"):
        decode("---\ntitle: A\n---\n".encode("utf-16"))


def test_a_file_of_20_mb_is_refused_unread(tmp_path):
    found = read(tmp_path, b"x" * 20_000_000)
    assert "20.0 MB" in found.reason
    assert f"{MAX_FILE_SIZE / 1e6:.0f} MB" in found.reason


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ImportProblem, match="can't be read"):
        read_file(tmp_path / "none.md")


@given(st.text().map("## Heading\n\nWords.\n\n{}".format))
def test_any_text_is_read_or_refused_and_brings_no_script(body):
    try:
        texts = [part.body for part in draft(body).sections]
    except ImportProblem as found:
        texts = [found.reason]
    assert texts
    assert not any("<script" in text for text in texts)
