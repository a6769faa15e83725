"""Content: one value for what editors wrote, with a hash that tells it apart."""

from dataclasses import fields, replace
from datetime import date
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.documents.content import (
    Content,
    FAQContent,
    ReferenceContent,
    SectionContent,
)

ID = UUID("00000000-0000-4000-8000-000000000001")
FULL = Content(
    id=ID,
    slug="a",
    title="A",
    summary="S",
    also_called=("b", "c"),
    topic_id=1,
    author_ids=(2, 3),
    featured=True,
    meta_title="M",
    meta_description="D",
    canonical_url="https://example.org",
    sections=(SectionContent("s", "S", 1, "plain", "Causes", "<p>x</p>"),),
    faqs=(FAQContent("f", "F?", "<p>y</p>"),),
    references=(ReferenceContent("R", "P", 2020, "10.1000/x", "1", "https://example.org", ""),),
    reviewer_ids=(4,),
    reviewed_on=date(2026, 1, 1),
    review_due=date(2027, 1, 1),
    first_published_on=date(2019, 5, 3),
    disclosure="None.",
    disclaimer_id=5,
    related_ids=(UUID(int=2),),
)
OTHER = {
    "id": UUID(int=9), "topic_id": 9, "also_called": ("b",), "author_ids": (3, 2),
    "featured": False, "sections": (), "faqs": (), "references": (), "reviewer_ids": (),
    "reviewed_on": None, "review_due": None, "first_published_on": None, "disclaimer_id": None,
    "related_ids": (),
}  # fmt: skip
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_json_and_back_is_the_same():
    assert Content.from_json(FULL.to_json()) == FULL


@given(
    title=texts,
    summary=texts,
    names=st.lists(texts, max_size=3),
    body=texts,
    day=st.none() | st.dates(),
)
def test_json_and_back_is_the_same_for_any_text(title, summary, names, body, day):
    section = SectionContent("s", title, 1, "plain", "", body)
    content = replace(
        FULL,
        title=title,
        summary=summary,
        also_called=tuple(names),
        sections=(section,),
        first_published_on=day,
    )
    assert Content.from_json(content.to_json()) == content


@pytest.mark.parametrize("name", [field.name for field in fields(Content)])
def test_the_hash_tells_a_change_of_any_field(name):
    changed = replace(FULL, **{name: OTHER.get(name, "other")})
    assert changed.hash != FULL.hash


def test_the_hash_stays_what_it_was():
    # Stored in editions: it must come out the same on every version and database.
    content = Content(id=ID, slug="a", title="Ä", also_called=("b",), reviewed_on=date(2026, 1, 1))
    assert content.hash == "bd20b0959ee0b1be986f5b8fd0a8ee3cf22e38bbec8245898658d05dd9073ace"


def test_the_json_of_what_was_published_nowhere_else_stays_what_it_was():
    content = replace(FULL, first_published_on=None)
    assert "first_published_on" not in content.to_json()
    # As it came out before there was the field.
    assert content.hash == "07776fb34c3491f4fc7c43473cdd668c615cad9623efde48f26cf1c8e3730445"
    assert Content.from_json(content.to_json()) == content


def test_an_old_text_without_a_newer_field_takes_its_default():
    values = orjson.loads(FULL.to_json())
    del values["featured"], values["related_ids"]
    assert Content.from_json(orjson.dumps(values)) == replace(FULL, featured=False, related_ids=())
