"""Two contents side by side: what is found to differ, and how it is told."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.editorial.comparison import Comparison, Entry, Kind, Names, Row, compare

ID, OTHER = UUID(int=1), UUID(int=2)
TEXT = "<p>Rest and warm drinks help most people within a few days.</p>"


def content(**values: Any) -> Content:
    return Content(**{"id": ID, "slug": "slug", "title": "Title"} | values)


def section(anchor: str, body: str = "", **values: Any) -> SectionContent:
    usual = {"heading": anchor.title(), "level": 1, "kind": "plain", "health_aspect": ""}
    return SectionContent(anchor=anchor, body=body, **usual | values)


def told(comparison: Comparison) -> list[str]:
    return [f"{entry.label}: {entry.act}" for entry in comparison.changes]


def compared(old: str, new: str, names: Names | None = None) -> Entry:
    """The one section of which `old` and `new` are the body."""
    left, right = (content(sections=(section("a", body),)) for body in (old, new))
    (entry,) = compare(left, right, names or Names()).changes
    return entry


def in_words(row: Row) -> tuple[str, str]:
    """Both sides, with what went and what came in brackets."""
    signs = {Kind.SAME: "{}", Kind.DELETED: "[-{}]", Kind.INSERTED: "[+{}]"}
    signs[Kind.REFORMATTED] = "[~{}]"
    left, right = (
        "".join(signs[run.kind].format(run.text) for run in side.runs) if side else ""
        for side in (row.old, row.new)
    )
    return left, right


def changed(entry: Entry) -> list[tuple[str, str]]:
    return [in_words(row) for row in entry.rows if not row.is_same]


# --- Which part is which ---

A, B, C, D = (section(anchor, f"<p>Words about {anchor}.</p>") for anchor in "abcd")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ((A, B), (A, B), []),
        ((A, B), (A, B, C), ["Section “C”: added"]),
        ((A, B), (B,), ["Section “A”: removed"]),
        ((A, B, C, D), (B, C, D, A), ["Section “A”: moved from place 1 to 4"]),
        ((A, B, C, D), (A, D, B, C), ["Section “D”: moved from place 4 to 2"]),
        ((A, B), (B, A), ["Section “A”: moved from place 1 to 2"]),
        ((A, B, C), (D, A, B, C), ["Section “D”: added"]),
        ((A,), (replace(A, heading="Alpha"),), ["Section “Alpha”: changed"]),
        (
            (A, B, C),
            (replace(C, heading="New"), A, B),
            ["Section “New”: changed and moved from place 3 to 1"],
        ),
    ],
    ids=["same", "added", "removed", "last", "second", "swapped", "shifted", "renamed", "both"],
)
def test_sections_are_told_by_their_anchors(
    old: tuple[SectionContent, ...], new: tuple[SectionContent, ...], said: list[str]
) -> None:
    assert told(compare(content(sections=old), content(sections=new), Names())) == said


def test_a_section_with_a_new_anchor_is_known_by_its_text() -> None:
    old = content(sections=(A, section("causes", TEXT)))
    new = content(sections=(section("why", TEXT, heading="Why"), A))
    why, _ = compare(old, new, Names()).changes
    assert (why.label, why.act) == ("Section “Why”", "changed")
    assert changed(why) == [("[-Causes]", "[+Why]"), ("[-causes]", "[+why]")]


def test_a_section_that_was_split_off_says_from_where() -> None:
    other = "<p>Call a doctor if the pain stays for longer than that.</p>"
    old = content(sections=(section("a", TEXT + other),))
    new = content(sections=(section("a", TEXT), section("b", other)))
    entries = compare(old, new, Names()).changes
    assert [entry.act for entry in entries] == ["changed", "added"]
    assert entries[1].notes == ("Most of its text stood in Section “A”.",)
    (joined,) = (entry for entry in compare(new, old, Names()).changes if entry.act == "removed")
    assert joined.notes == ("Most of its text stands in Section “A” now.",)


def test_faqs_and_references_are_matched_like_sections() -> None:
    why, how = FAQContent("why", "Why?", TEXT), FAQContent("how", "How?", "<p>So.</p>")
    source = ReferenceContent("Guide", "NHS", 2020, "10.1/x", "", "", "guideline")
    old = content(faqs=(why, how), references=(source,))
    new = content(faqs=(how, why), references=(replace(source, year=2026),))
    names = Names(choices={"evidence_level": {"guideline": "Clinical guideline"}})
    faq, reference = compare(old, new, names).changes
    assert (faq.label, faq.act) == ("FAQ “Why?”", "moved from place 1 to 2")
    assert reference.act == "changed"
    assert changed(reference) == [("[-2020]", "[+2026]")]


# --- Words ---


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("<p>One two</p>", "<p>One two three</p>", [("One two", "One two[+ three]")]),
        ("<p>Take 0.5 mg.</p>", "<p>Take 5 mg.</p>", [("Take [-0.5 ]mg.", "Take [+5 ]mg.")]),
        (
            "<ul><li>rest</li><li>warm water</li></ul>",
            "<ul><li>rest</li><li>warm tea</li></ul>",
            [("warm [-water]", "warm [+tea]")],
        ),
        (
            "<table><tbody><tr><td>Dose</td><td>5 mg</td></tr></tbody></table>",
            "<table><tbody><tr><td>Dose</td><td>10 mg</td></tr></tbody></table>",
            [("Dose | [-5 ]mg", "Dose | [+10 ]mg")],
        ),
        ("<p>x</p>", f"{TEXT}<p>x</p>", [("", f"[+{TEXT[3:-4]}]")]),
        (
            "<p>Nothing alike.</p>",
            "<p>Wholly other words</p>",
            [("[-Nothing alike.]", "[+Wholly other words]")],
        ),
        ("<p>one two</p>", "<p>one<br>two</p>", [("one[- ]two", "one[+\n]two")]),
    ],
    ids=["end", "number", "list item", "table cell", "paragraph", "replaced", "line break"],
)
def test_texts_are_compared_word_by_word(old: str, new: str, rows: list[tuple[str, str]]) -> None:
    assert changed(compared(old, new)) == rows


def test_next_to_nothing_in_common_is_no_patchwork() -> None:
    old = "<p>Rest and warm drinks help the people in these days, or so they say.</p>"
    new = "<p>Rest and cold baths harm the children with this fever, or so they say.</p>"
    ((left, _),) = changed(compared(old, new))
    assert left.count("[") == 1


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("<p>very hot</p>", "<p><strong>very</strong> hot</p>", "“very”: now bold."),
        ("<p>H<sub>2</sub>O</p>", "<p>H2O</p>", ""),
        (
            '<p>the <a href="https://a.org/">NHS guide</a></p>',
            '<p>the <a href="https://b.org/">NHS guide</a></p>',
            "“NHS guide”: the link leads to https://b.org/, before to https://a.org/.",
        ),
        (
            "<p>the guide</p>",
            f'<p>the <a href="article:{OTHER}#dose">guide</a></p>',
            "“guide”: now a link to “Melatonin” (#dose).",
        ),
        ("<ul><li>a b</li></ul>", "<ol><li>a b</li></ol>", "Was a list item, is an item of a "
         "numbered list."),
        ("<p>a b</p>", "<blockquote><p>a b</p></blockquote>", "Was a paragraph, is a quotation."),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>",
         "The words are the same; how the text is divided has changed."),
    ],
    ids=["bold", "subscript", "link", "own link", "list", "quote", "divided"],
)  # fmt: skip
def test_how_words_are_set_is_compared_too(old: str, new: str, note: str) -> None:
    entry = compared(old, new, Names(articles={OTHER: "Melatonin"}))
    notes = [each for row in entry.rows for each in row.notes]
    assert notes == [note] if note else changed(entry)


# --- Fields ---


def test_ids_are_told_by_their_names() -> None:
    old = content(topic_id=1, author_ids=(1, 2), featured=False, reviewed_on=date(2026, 3, 2))
    new = content(
        topic_id=9,
        author_ids=(2, 1),
        featured=True,
        related_ids=(OTHER,),
        first_published_on=date(2019, 5, 3),
    )
    names = Names(topics={1: "Pain"}, people={1: "Ann", 2: "Bob"}, articles={OTHER: "Melatonin"})
    entries = {entry.label: entry for entry in compare(old, new, names).changes}
    assert changed(entries["Topic"]) == [("[-Pain]", "[+topic 9 (deleted)]")]
    assert changed(entries["Featured"]) == [("[-No]", "[+Yes]")]
    assert changed(entries["Day of the last review"]) == [("[-2 March 2026]", "")]
    assert changed(entries["First published on"]) == [("", "[+3 May 2019]")]
    assert entries["Authors"].act == "reordered"
    assert [row.notes for row in entries["Authors"].rows] == [
        (),
        ("Moved from place 1 to 2.",),
    ]
    assert changed(entries["Related articles"]) == [("", "[+Melatonin]")]


def test_what_is_unchanged_is_one_stretch() -> None:
    old = content(sections=(A, B, C, D))
    new = replace(old, sections=(A, B, C, replace(D, body="<p>Other.</p>")))
    sections = compare(old, new, Names()).groups[1]
    assert [(stretch.is_same, len(stretch.items)) for stretch in sections.stretches] == [
        (True, 3),
        (False, 1),
    ]


# --- Size ---


def test_long_texts_are_compared_word_by_word() -> None:
    words = [f"w{number}" for number in range(10_000)]
    other = [*words[:5_000], "new", *words[5_000:-1]]
    entry = compared(f"<p>{' '.join(words)}</p>", f"<p>{' '.join(other)}</p>")
    ((left, right),) = changed(entry)
    assert left.endswith("[- w9999]")
    assert "[+new ]" in right


def test_endless_texts_are_replaced_as_a_whole() -> None:
    words = [f"w{number}" for number in range(40_000)]
    old, new = " ".join(["a", *words]), " ".join(["a", *words[::-1]])
    old, new = (content(summary=text) for text in (old, new))
    (entry,) = compare(old, new, Names()).changes
    ((left, right),) = changed(entry)
    assert left.startswith("a [-w0 w1")
    assert right.startswith("a [+w39999")
