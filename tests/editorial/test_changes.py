"""What changed between two contents, in words."""

from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.editorial.changes import summarise_changes

ID = UUID("00000000-0000-0000-0000-000000000001")
OTHER = UUID("00000000-0000-0000-0000-000000000002")


def section(heading: str, body: str = "") -> SectionContent:
    return SectionContent(heading.lower(), heading, 1, "plain", "", body)


def reference(title: str, **values: Any) -> ReferenceContent:
    defaults = {"publisher": "", "year": None, "doi": "", "pmid": "", "url": ""}
    return ReferenceContent(title=title, evidence_level="", **defaults | values)


def content(**values: Any) -> Content:
    return Content(**{"id": ID, "slug": "slug", "title": "Title"} | values)


def summary(old: Content, new: Content) -> list[str]:
    return [str(change) for change in summarise_changes(old, new)]


A, B, C, D = (section(heading) for heading in "ABCD")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({}, {}, []),
        ({}, {"title": "New"}, ["Title: changed"]),
        ({}, {"summary": "New"}, ["Summary: added"]),
        ({"summary": "Old"}, {}, ["Summary: removed"]),
        ({}, {"featured": True}, ["Featured: changed"]),
        ({"author_ids": (1, 2)}, {"author_ids": (2, 1)}, ["Authors: reordered"]),
        ({"author_ids": (1, 2)}, {"author_ids": (1,)}, ["Authors: changed"]),
        ({}, {"reviewer_ids": (1,)}, ["Reviewers: added"]),
        ({"sections": (A,)}, {"sections": (A, B)}, ["Section “B”: added"]),
        ({"sections": (A, B)}, {"sections": (B,)}, ["Section “A”: removed"]),
        ({"sections": (A,)}, {"sections": (section("A", "x"),)}, ["Section “A”: changed"]),
        ({"sections": (A, B, C, D)}, {"sections": (D, A, B, C)}, ["Section “D”: moved"]),
        ({"sections": (A, B, C, D)}, {"sections": (B, C, D, A)}, ["Section “A”: moved"]),
        (
            {"sections": (A, B, C)},
            {"sections": (section("C", "x"), A, B)},
            ["Section “C”: changed and moved"],
        ),
        (
            {"faqs": (FAQContent("q", "Is it?", "No."),)},
            {"faqs": (FAQContent("q", "Is it so?", "No."),)},
            ["FAQ “Is it so?”: changed"],
        ),
        (
            {"references": (reference("Old title", doi="10.1/x"),)},
            {"references": (reference("New title", doi="10.1/x"),)},
            ["Reference “New title”: changed"],
        ),
        (
            {"references": (reference("Same"), reference("Same"))},
            {"references": (reference("Same"),)},
            ["Reference “Same”: removed"],
        ),
    ],
)
def test_each_change_is_told_once(
    old: dict[str, Any], new: dict[str, Any], said: list[str]
) -> None:
    assert summary(content(**old), content(**new)) == said


CHANGED = {
    "slug": "other",
    "title": "Other",
    "summary": "Other",
    "also_called": ("other",),
    "topic_id": 2,
    "author_ids": (2,),
    "featured": True,
    "meta_title": "Other",
    "meta_description": "Other",
    "canonical_url": "https://example.org/",
    "sections": (B,),
    "faqs": (FAQContent("q", "Q?", ""),),
    "references": (reference("Other"),),
    "reviewer_ids": (2,),
    "reviewed_on": date(2026, 1, 1),
    "review_due": date(2027, 1, 1),
    "first_published_on": date(2019, 5, 3),
    "disclosure": "Other",
    "disclaimer_id": 2,
    "related_ids": (OTHER,),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Content) if field.name != "id"])
def test_no_field_changes_unnoticed(name: str) -> None:
    old = content()
    assert summarise_changes(old, replace(old, **{name: CHANGED[name]}))


parts = st.lists(
    st.builds(section, st.sampled_from("ABCDEF"), st.sampled_from(["", "x"])), max_size=7
)


@given(parts, parts)
def test_contents_that_differ_give_a_line_and_only_they_do(
    old: list[SectionContent], new: list[SectionContent]
) -> None:
    said = summarise_changes(content(sections=tuple(old)), content(sections=tuple(new)))
    assert bool(said) == (old != new)
