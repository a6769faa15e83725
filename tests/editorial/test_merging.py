"""What two editors made of one content, joined part by part."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from articles.documents.content import Content
from articles.editorial.merging import merge

from .test_changes import A, B, C, D, content, reference, section


def test_what_only_one_of_them_touched_comes_from_that_one() -> None:
    base = content(title="Old", summary="Old", sections=(A, B))
    mine = replace(base, title="Mine", sections=(section("A", "mine"), B))
    theirs = replace(base, summary="Theirs", sections=(A, section("B", "theirs")))
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert merged.content == content(
        title="Mine",
        summary="Theirs",
        sections=(section("A", "mine"), section("B", "theirs")),
    )


def test_two_fields_of_one_section_are_no_conflict() -> None:
    base = content(sections=(A,))
    mine = content(sections=(replace(A, heading="Mine"),))
    theirs = content(sections=(replace(A, body="<p>Theirs</p>"),))
    merged = merge(base, mine, theirs)
    assert merged.conflicts == ()
    assert merged.content.sections == (replace(A, heading="Mine", body="<p>Theirs</p>"),)


def test_the_same_field_is_a_conflict_and_somebody_decides() -> None:
    base = content(sections=(A,), title="Old")
    mine = content(sections=(section("A", "mine"),), title="Mine")
    theirs = content(sections=(section("A", "theirs"),), title="Theirs")
    merged = merge(base, mine, theirs)
    assert [str(found) for found in merged.conflicts] == ["Title", "Section “A”, text"]
    assert merged.content == mine
    chosen = merge(base, mine, theirs, theirs_wins=["title"]).content
    assert chosen == replace(mine, title="Theirs")
    every = {found.key for found in merged.conflicts}
    assert merge(base, mine, theirs, theirs_wins=every).content == theirs


def test_a_part_that_one_removed_and_the_other_changed_is_a_conflict() -> None:
    base, changed = content(sections=(A, B)), section("A", "changed")
    mine, theirs = content(sections=(B,)), content(sections=(changed, B))
    merged = merge(base, mine, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.part, conflict.mine, conflict.theirs) == ("Section “A”", None, changed)
    assert merge(base, mine, theirs, theirs_wins=[conflict.key]).content == theirs


def test_a_part_that_one_removed_and_the_other_left_alone_is_gone() -> None:
    base = content(sections=(A, B))
    theirs = replace(base, title="Theirs")
    assert merge(base, content(sections=(B,)), theirs).content.sections == (B,)


def test_what_both_added_stays_beside_each_other() -> None:
    base = content(sections=(A, B))
    mine, theirs = content(sections=(A, C, B)), content(sections=(A, D, B))
    assert merge(base, mine, theirs).content.sections == (A, D, C, B)


def test_two_new_sections_of_one_name_are_both_kept() -> None:
    base, mine, theirs = content(), section("C", "mine"), section("C", "theirs")
    merged = merge(base, content(sections=(mine,)), content(sections=(theirs,)))
    assert merged.conflicts == ()
    # The anchor is free to be given once more.
    assert set(merged.content.sections) == {theirs, replace(mine, anchor="")}


def test_the_one_who_moved_parts_gives_their_order() -> None:
    base = content(sections=(A, B, C))
    mine = content(sections=(section("A", "x"), B, C))
    theirs = content(sections=(C, A, B, D))
    merged = merge(base, mine, theirs)
    assert [part.heading for part in merged.content.sections] == ["C", "A", "B", "D"]
    assert merged.conflicts == ()


def test_two_orders_are_a_conflict() -> None:
    base = content(sections=(A, B, C))
    mine, theirs = content(sections=(B, A, C)), content(sections=(C, A, B))
    (conflict,) = merge(base, mine, theirs).conflicts
    assert str(conflict) == "Sections, order"
    assert merge(base, mine, theirs, theirs_wins=[conflict.key]).content == theirs


def test_people_that_both_added_are_all_there() -> None:
    base = content(reviewer_ids=(1, 2))
    merged = merge(base, content(reviewer_ids=(1, 2, 3)), content(reviewer_ids=(1, 4)))
    assert merged.content.reviewer_ids == (1, 4, 3)


def test_one_source_that_both_added_is_one_reference() -> None:
    mine, theirs = reference("Mine", doi="10.1/x"), reference("Theirs", doi="10.1/x")
    merged = merge(content(), content(references=(mine,)), content(references=(theirs,)))
    assert [str(found) for found in merged.conflicts] == ["Reference “Mine”, title"]
    assert merged.content.references == (mine,)


def test_the_days_of_review_belong_together() -> None:
    base = content(reviewed_on=date(2024, 1, 1), review_due=date(2025, 1, 1))
    mine = replace(base, review_due=date(2026, 1, 1))
    theirs = replace(base, reviewed_on=date(2026, 6, 1), review_due=date(2027, 6, 1))
    merged = merge(base, mine, theirs)
    assert [str(found) for found in merged.conflicts] == ["Days of review"]
    assert merged.content == mine


def test_a_day_that_one_added_is_kept() -> None:
    base = content()
    dated = replace(base, first_published_on=date(2019, 5, 3))
    merged = merge(base, dated, replace(base, title="Theirs"))
    assert merged.content == replace(dated, title="Theirs")


# --- Any contents ---

bodies = st.sampled_from(["", "x", "y"])
sections = st.lists(
    st.builds(section, st.sampled_from("ABCDEF"), bodies),
    max_size=6,
    unique_by=lambda part: part.anchor,
)
contents = st.builds(
    lambda title, names, people, parts, sources: content(
        title=title,
        also_called=tuple(names),
        author_ids=tuple(people),
        sections=tuple(parts),
        references=tuple(sources),
    ),
    st.sampled_from(["T", "U", "V"]),
    st.lists(st.sampled_from("abc"), unique=True),
    st.lists(st.integers(1, 4), unique=True),
    sections,
    st.lists(st.builds(reference, st.sampled_from("RST"), publisher=bodies), max_size=4),
)


@given(contents, contents)
def test_what_one_left_alone_comes_from_the_other(base: Content, new: Content) -> None:
    assert merge(base, base, new).content == new
    assert merge(base, new, base).content == new
    assert merge(base, new, base).conflicts == merge(base, base, new).conflicts == ()


@given(contents, contents)
def test_the_same_edit_made_twice_is_that_edit(base: Content, new: Content) -> None:
    merged = merge(base, new, new)
    assert merged.content == new
    assert merged.conflicts == ()


@given(contents, contents, contents)
def test_no_text_that_somebody_wrote_is_lost_unnoticed(
    base: Content, mine: Content, theirs: Content
) -> None:
    merged = merge(base, mine, theirs)
    told = {found.part for found in merged.conflicts}
    kept = {(part.heading, part.body) for part in merged.content.sections}
    for part in {*mine.sections, *theirs.sections} - {*base.sections}:
        assert (part.heading, part.body) in kept or f"Section “{part.heading}”" in told


@given(contents, contents, contents)
def test_who_is_me_makes_no_difference_to_what_is_in_conflict(
    base: Content, mine: Content, theirs: Content
) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {found.key for found in one.conflicts} == {found.key for found in other.conflicts}
