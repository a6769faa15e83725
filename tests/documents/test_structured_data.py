"""An article's JSON-LD: one graph in the vocabulary of schema.org."""

from datetime import date
from uuid import UUID

import orjson
import pytest

from articles.documents.compiled import Correction, Publication
from articles.documents.compiler import compile_document
from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.documents.surroundings import Surroundings

from .linked_data import AROUND, FIRST, LAST

PAGE = "https://example.org/articles/a/"


def text_of(*, around=AROUND, corrections=(), **values):
    defaults = {
        "sections": (
            SectionContent("how", "How it feels", 1, "plain", "Symptoms", "<p>Bad.</p>"),
            SectionContent("night", "At night", 2, "warning", "", "<p>Worse.</p>"),
            SectionContent("found", "How it is found", 1, "plain", "Diagnosis", "<p>So.</p>"),
        ),
        "topic_id": 1,
        "author_ids": (1,),
        "reviewer_ids": (2,),
        "reviewed_on": date(2026, 1, 2),
    }
    content = Content(**{"id": UUID(int=1), "slug": "a", "title": "A"} | defaults | values)
    return compile_document(content, around, Publication(2, FIRST, LAST, corrections)).json_ld


def graph_of(**values):
    document = orjson.loads(text_of(**values))
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"] if node["@type"] != "Person"}


def test_the_page_has_the_review_and_leads_to_the_article():
    graph = graph_of()
    page = graph["MedicalWebPage"]
    assert page["lastReviewed"] == "2026-01-02"
    assert page["reviewedBy"] == [{"@id": "https://example.org/#person-ida"}]
    assert page["audience"]["@type"] == "MedicalAudience"
    assert page["mainEntity"] == {"@id": graph["Article"]["@id"]}
    assert page["breadcrumb"] == {"@id": graph["BreadcrumbList"]["@id"]}
    assert not {"lastReviewed", "reviewedBy", "breadcrumb"} & graph["Article"].keys()


def test_dates_have_a_zone():
    for kind in ("MedicalWebPage", "Article"):
        assert graph_of()[kind]["datePublished"] == "2026-01-01T09:00:00Z"
        assert graph_of()[kind]["dateModified"] == "2026-02-01T09:00:00Z"


def test_an_article_that_came_from_elsewhere_is_dated_by_its_first_day():
    for kind in ("MedicalWebPage", "Article"):
        first = graph_of(first_published_on=date(2019, 5, 3))[kind]
        assert first["datePublished"] == "2019-05-03T00:00:00Z"
        assert first["dateModified"] == "2026-02-01T09:00:00Z"
        later = graph_of(first_published_on=date(2026, 3, 1))[kind]
        assert later["datePublished"] == "2026-01-01T09:00:00Z"


def test_the_article_tells_how_long_it_is_and_takes():
    article = graph_of()["Article"]
    assert article["wordCount"] == 12
    assert article["timeRequired"] == "PT1M"


def test_its_parts_are_the_sections_with_their_health_aspects():
    parts = graph_of()["Article"]["hasPart"]
    assert [part["@id"] for part in parts] == [f"{PAGE}#how", f"{PAGE}#night", f"{PAGE}#found"]
    assert parts[0]["@type"] == "HealthTopicContent"
    assert parts[0]["hasHealthAspect"] == "https://schema.org/SymptomsHealthAspect"
    assert "hasHealthAspect" not in parts[1]
    # schema.org has no such member of its enumeration.
    assert "hasHealthAspect" not in parts[2]
    assert parts[2]["about"]["name"] == "Diagnosis"


def test_breadcrumbs_are_absolute_and_count_from_one():
    steps = graph_of()["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Home", "https://example.org/"),
        (2, "Body", "https://example.org/topics/body/"),
        (3, "Pain", "https://example.org/topics/pain/"),
        (4, "A", PAGE),
    ]


def test_there_is_a_faq_page_where_there_are_faqs():
    assert "FAQPage" not in graph_of()
    faqs = (FAQContent("why", "Why?", "<p>So.</p>"),)
    question = graph_of(faqs=faqs)["FAQPage"]["mainEntity"][0]
    assert question["name"] == "Why?"
    assert question["acceptedAnswer"]["text"] == "<p>So.</p>"


def test_corrections_are_told_with_note_and_time():
    corrections = (Correction(LAST, "The dose was wrong."), Correction(LAST, ""))
    found = graph_of(corrections=corrections)["Article"]["correction"]
    assert [each["text"] for each in found] == ["The dose was wrong.", "Corrected."]
    assert found[0]["datePublished"] == "2026-02-01T09:00:00Z"
    assert "correction" not in graph_of()["Article"]


def test_sources_are_cited_with_what_identifies_them():
    references = (
        ReferenceContent("T", "BMJ", 2020, "10.1/x", "12", "https://example.org/t", ""),
        ReferenceContent("U", "", None, "", "", "", ""),
    )
    first, second = graph_of(references=references)["Article"]["citation"]
    assert first["@type"] == "ScholarlyArticle"
    assert {each["propertyID"]: each["value"] for each in first["identifier"]} == {
        "DOI": "10.1/x",
        "PMID": "12",
    }
    assert second == {"@type": "CreativeWork", "name": "U"}


def test_people_are_named_once_whatever_they_did():
    graph = orjson.loads(text_of(author_ids=(1, 2)))["@graph"]
    people = [node for node in graph if node["@type"] == "Person"]
    assert [(person["name"], person.get("honorificSuffix")) for person in people] == [
        ("Ann Ray", None),
        ("Ida Voss", "MD"),
    ]


def test_the_address_is_the_canonical_one_where_the_text_appeared_elsewhere():
    graph = graph_of(canonical_url="https://other.example/a")
    assert graph["Article"]["url"] == "https://other.example/a"
    assert graph_of()["Article"]["url"] == PAGE


@pytest.mark.parametrize(
    "evil", ["</script><script>alert(1)</script>", "<!--<script>", "a & b < c > d", "\u2028"]
)
def test_nothing_in_it_ends_a_script_element(evil):
    text = text_of(
        title=f"A {evil}",
        summary=evil,
        faqs=(FAQContent("why", f"Q {evil}", f"<p>{evil}</p>"),),
    )
    assert not {"<", ">", "&", "\u2028"} & set(text)
    assert orjson.loads(text)


def test_nothing_known_but_the_title_is_enough():
    graph = graph_of(
        around=Surroundings(), sections=(), topic_id=None, author_ids=(), reviewer_ids=()
    )
    assert graph["Article"]["wordCount"] == 0
    assert "author" not in graph["Article"]
