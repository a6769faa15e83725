"""What holds of any two contents side by side."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.documents.richtext import sanitise, to_text
from articles.editorial.changes import summarise_changes
from articles.editorial.comparison import Kind, Names, Row, compare
from articles.editorial.comparison.lines import lines_of
from articles.editorial.comparison.texts import compare_plain, compare_rich

ID = UUID(int=1)

# Few words, so that texts have some in common.
words = st.sampled_from(["rest", "Rest", "0.5", "mg", "don't", "H", "2", "é", "<", "&", "\u00a0"])
plain = st.lists(st.one_of(words, st.sampled_from([" ", " ", "\n", ". "])), max_size=14).map(
    "".join
)
pieces = st.one_of(
    plain.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    words.map(lambda word: f"<strong>{word.replace('<', '')} </strong>"),
    words.map(lambda word: f'<a href="https://a.org/{len(word)}">{word.replace("<", "x")}</a>'),
    st.just("<br>"),
    st.just("<em>a <sub>b</sub></em>"),
)
inline = st.lists(pieces, max_size=5).map("".join)
blocks = st.one_of(
    inline.map("<p>{}</p>".format),
    st.lists(inline.map("<li>{}</li>".format), max_size=3).map("".join).map("<ul>{}</ul>".format),
    st.lists(inline.map("<td>{}</td>".format), max_size=3)
    .map("".join)
    .map("<table><tbody><tr>{}</tr></tbody></table>".format),
    inline.map("<ol start='3'><li>a<ul><li>{}</li></ul></li></ol>".format),
    inline.map("<blockquote><p>{}</p></blockquote>".format),
    st.just("<pre><code>a\n  b</code></pre>"),
)
rich = st.lists(blocks, max_size=5).map("".join).map(sanitise)


def sides(rows: list[Row]) -> tuple[list[str], list[str]]:
    """The texts of the lines on the left and on the right."""
    return (
        [row.old.text for row in rows if row.old],
        [row.new.text for row in rows if row.new],
    )


@given(plain, plain)
def test_both_sides_of_a_plain_text_are_what_was_written(old: str, new: str) -> None:
    row = compare_plain(old, new)
    assert (row.old.text if row.old else "", row.new.text if row.new else "") == (old, new)
    assert row.is_same == (old == new != "")


@given(rich, rich)
def test_both_sides_of_a_rich_text_are_what_was_written(old: str, new: str) -> None:
    rows = compare_rich(old, new, Names())
    left, right = sides(rows)
    assert left == [line.text for line in lines_of(old)]
    assert right == [line.text for line in lines_of(new)]
    assert all(row.is_same for row in rows) == (old == new)


@given(rich)
def test_what_goes_stands_on_the_left_and_what_comes_on_the_right(text: str) -> None:
    for row in [*compare_rich(text, "", Names()), *compare_rich(text, text, Names())]:
        assert row.old
        assert Kind.INSERTED not in {run.kind for run in row.old.runs}
    for row in compare_rich("", text, Names()):
        assert row.old is None
        assert row.new
        assert {run.kind for run in row.new.runs} == {Kind.INSERTED}


@given(rich)
def test_lines_have_all_words_of_the_text(text: str) -> None:
    assume("&lt;" not in text)  # Plain text leaves out what would be read as a tag.
    marks = {"-", "|", "1.", "3.", *(f"{number}." for number in range(10))}
    said = [word for word in to_text(text).split() if word not in marks]
    lines = " ".join(line.text.replace(" | ", " ") for line in lines_of(text)).split()
    assert [word for word in lines if word not in marks] == said


sections = st.builds(
    SectionContent,
    anchor=st.sampled_from(["", "a", "b", "c"]),
    heading=st.sampled_from(["A", "B", "C"]),
    level=st.sampled_from([1, 2]),
    kind=st.just("plain"),
    health_aspect=st.sampled_from(["", "Causes"]),
    body=rich,
)
faqs = st.builds(FAQContent, st.sampled_from(["x", "y", "z"]), plain, rich)
references = st.builds(
    ReferenceContent,
    title=st.sampled_from(["T", "U"]),
    publisher=plain,
    year=st.sampled_from([None, 2020]),
    doi=st.sampled_from(["", "10.1/x"]),
    pmid=st.just(""),
    url=st.just(""),
    evidence_level=st.just(""),
)
contents = st.builds(
    Content,
    id=st.just(ID),
    slug=st.sampled_from(["a", "b"]),
    title=plain,
    summary=plain,
    also_called=st.lists(words, max_size=3).map(tuple),
    topic_id=st.sampled_from([None, 1, 2]),
    author_ids=st.lists(st.integers(1, 4), max_size=3, unique=True).map(tuple),
    featured=st.booleans(),
    first_published_on=st.sampled_from([None, date(2019, 5, 3), date(2020, 5, 3)]),
    sections=st.lists(sections, max_size=4).map(tuple),
    faqs=st.lists(faqs, max_size=3).map(tuple),
    references=st.lists(references, max_size=3).map(tuple),
)


@pytest.mark.slow
@given(contents, contents)
def test_contents_that_differ_give_a_change_and_only_they_do(old: Content, new: Content) -> None:
    changes = compare(old, new, Names()).changes
    assert bool(changes) == (old != new)
    assert len(changes) == len(summarise_changes(old, new))
    assert len({entry.identifier for entry in changes}) == len(changes)


@pytest.mark.slow
@given(contents)
def test_a_content_is_the_same_as_itself(content: Content) -> None:
    comparison = compare(content, content, Names())
    assert not comparison
    assert all(row.is_same or not (row.old or row.new) for row in rows_of(comparison))


def rows_of(comparison: Any) -> list[Row]:
    return [row for group in comparison.groups for entry in group.entries for row in entry.rows]


@pytest.mark.slow
@given(contents, contents)
def test_every_part_of_both_stands_on_its_side_once(old: Content, new: Content) -> None:
    for group in compare(old, new, Names()).groups:
        if group.title == "Sections":
            acts = [entry.acts for entry in group.entries]
            assert len(acts) - acts.count(("added",)) == len(old.sections)
            assert len(acts) - acts.count(("removed",)) == len(new.sections)


@given(st.permutations([f"part-{number}" for number in range(7)]))
def test_sections_in_another_order_have_moved_and_nothing_else(order: list[str]) -> None:
    old = Content(
        id=ID,
        slug="a",
        title="T",
        sections=tuple(
            SectionContent(f"part-{number}", f"Part {number}", 1, "plain", "", "<p>x</p>")
            for number in range(7)
        ),
    )
    known = {section.anchor: section for section in old.sections}
    new = replace(old, sections=tuple(known[anchor] for anchor in order))
    acts = [act for entry in compare(old, new, Names()).changes for act in entry.acts]
    assert all(act.startswith("moved from place ") for act in acts)
    assert len(acts) <= 6
