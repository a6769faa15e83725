"""JSON-LD as others read it: taken out of a page by extruct, held against shapes by pyshacl."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from django.core.management import call_command
from rdflib.namespace import RDF

from articles.documents.compiled import Correction, Publication
from articles.documents.compiler import compile_document
from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.documents.richtext import plain_text
from articles.models import Document

from .linked_data import AROUND, FIRST, LAST, faults, in_a_page, read_from

# rdflib's reader of JSON-LD calls what rdflib itself has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
EVIL = "</script><script>alert(1)</script><!--<script> & ]]> \u2028 \"'"
HOME = "https://example.org/"
PAGE = f"{HOME}articles/a/"
REVIEWED = ("shapes.ttl", "reviewed_shapes.ttl")


def linked_data(title="A", *, site_name="Well"):
    """The text of an article that has one of everything."""
    content = Content(
        id=UUID(int=1),
        slug="a",
        title=title,
        summary="What it is.",
        also_called=("Aye", "Ay"),
        topic_id=1,
        author_ids=(1,),
        reviewer_ids=(2,),
        reviewed_on=date(2026, 1, 2),
        first_published_on=date(2025, 12, 1),
        sections=(
            SectionContent("how", "How it feels", 1, "plain", "Symptoms", "<p>Bad.</p>"),
            SectionContent("found", "How it is found", 2, "plain", "Diagnosis", "<p>So.</p>"),
            SectionContent("night", "At night", 1, "warning", "", "<p>Worse.</p>"),
        ),
        faqs=(FAQContent("why", "Why?", "<p>So.</p>"), FAQContent("who", "Who?", "<p>I.</p>")),
        references=(
            ReferenceContent("T", "BMJ", 2020, "10.1/x", "12", "https://example.org/t", ""),
            ReferenceContent("U", "", None, "", "", "", ""),
        ),
    )
    around = replace(AROUND, site=replace(AROUND.site, name=site_name))
    publication = Publication(2, FIRST, LAST, (Correction(LAST, "The dose was wrong."),))
    return compile_document(content, around, publication).json_ld


def data_of(text, title="A"):
    [data] = read_from(in_a_page(text, title))
    return data


def node_of(data, kind):
    return next(node for node in data["@graph"] if node["@type"] == kind)


def test_an_article_with_everything_is_what_the_shapes_ask():
    data = data_of(linked_data())
    assert {node["@type"] for node in data["@graph"]} > {"MedicalWebPage", "Article", "FAQPage"}
    assert faults(data, shapes=REVIEWED) == set()


@pytest.mark.parametrize(
    "title", [f"A {EVIL}", "A </script> B", "A <!-- <script> B", "A </ script> &lt;/script&gt;"]
)
def test_a_title_that_ends_scripts_ends_none(title):
    data = data_of(linked_data(title), title)
    assert node_of(data, "Article")["headline"] == plain_text(title)
    assert faults(data, shapes=REVIEWED) == set()


def test_text_that_ends_scripts_comes_out_of_the_page_as_it_is():
    """Tags are taken out of titles, not out of the settings."""
    data = data_of(linked_data(site_name=EVIL))
    assert node_of(data, "WebSite")["name"] == EVIL
    assert faults(data, shapes=REVIEWED) == set()


def test_without_the_escapes_the_page_could_not_be_read():
    text = linked_data(site_name=EVIL)
    bare = text.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\u0026", "&")
    assert orjson.loads(bare) == orjson.loads(text)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|Invalid"):
        read_from(in_a_page(bare))


def changed(kind, **members):
    """Sets members of the first node of a type; None takes one away."""

    def change(data):
        node = node_of(data, kind)
        node.update(members)
        for name in [name for name, value in members.items() if value is None]:
            del node[name]

    return change


def without(kind):
    def change(data):
        data["@graph"].remove(node_of(data, kind))

    return change


def inside(kind, member, place, /, **members):
    """The same in a node that stands inside another."""

    def change(data):
        part = node_of(data, kind)[member][place]
        part.update(members)
        for key in [key for key, value in members.items() if value is None]:
            del part[key]

    return change


def only_one_position(data):
    for step in node_of(data, "BreadcrumbList")["itemListElement"]:
        step["position"] = 1


def a_hole_in_positions(data):
    del node_of(data, "BreadcrumbList")["itemListElement"][1]


def positions_from_zero(data):
    for step in node_of(data, "BreadcrumbList")["itemListElement"]:
        step["position"] -= 1


WRONG = {
    "a page without a review's day": (
        changed("MedicalWebPage", lastReviewed=None),
        f"{PAGE}#webpage lastReviewed MinCountConstraintComponent",
    ),
    "a review's day that is none": (
        changed("MedicalWebPage", lastReviewed="2026-02-30"),
        f"{PAGE}#webpage lastReviewed NodeConstraintComponent",
    ),
    "a review's day with a time": (
        changed("MedicalWebPage", lastReviewed="2026-01-02T09:00:00Z"),
        f"{PAGE}#webpage lastReviewed NodeConstraintComponent",
    ),
    "a page that nobody reviewed": (
        changed("MedicalWebPage", reviewedBy=None),
        f"{PAGE}#webpage reviewedBy MinCountConstraintComponent",
    ),
    "a reviewer who is a word": (
        changed("MedicalWebPage", reviewedBy="Ida Voss"),
        f"{PAGE}#webpage reviewedBy ClassConstraintComponent",
    ),
    "a reviewer who is an organisation": (
        changed("MedicalWebPage", reviewedBy={"@id": f"{HOME}#publisher"}),
        f"{PAGE}#webpage reviewedBy ClassConstraintComponent",
    ),
    "people who are referred to but not there": (
        without("Person"),
        f"{PAGE}#article author ClassConstraintComponent",
    ),
    "a page without its article": (
        changed("MedicalWebPage", mainEntity=None),
        f"{PAGE}#webpage mainEntity MinCountConstraintComponent",
    ),
    "an article that isn't in the graph": (
        without("Article"),
        f"{PAGE}#webpage mainEntity ClassConstraintComponent",
    ),
    "breadcrumbs that aren't in the graph": (
        without("BreadcrumbList"),
        f"{PAGE}#webpage breadcrumb ClassConstraintComponent",
    ),
    "a page of a plain type": (
        changed("MedicalWebPage", **{"@type": "WebPage"}),
        f"{PAGE}#webpage {RDF.type} InConstraintComponent",
    ),
    "an article without a headline": (
        changed("Article", headline=None),
        f"{PAGE}#article headline MinCountConstraintComponent",
    ),
    "an article with an empty headline": (
        changed("Article", headline=""),
        f"{PAGE}#article headline NodeConstraintComponent",
    ),
    "an article without an author": (
        changed("Article", author=None),
        f"{PAGE}#webpage MinCountConstraintComponent",
    ),
    "an article without the time of its publication": (
        changed("Article", datePublished=None),
        f"{PAGE}#article datePublished MinCountConstraintComponent",
    ),
    "a time without a zone": (
        changed("Article", datePublished="2026-01-01T09:00:00"),
        f"{PAGE}#article datePublished NodeConstraintComponent",
    ),
    "a day in the place of a time": (
        changed("Article", dateModified="2026-02-01"),
        f"{PAGE}#article dateModified NodeConstraintComponent",
    ),
    "an article changed before it was published": (
        changed("Article", dateModified="2025-02-01T09:00:00Z"),
        f"{PAGE}#article datePublished LessThanOrEqualsConstraintComponent",
    ),
    "a review's day on the article": (
        changed("Article", lastReviewed="2026-01-02"),
        f"{PAGE}#article lastReviewed ClosedConstraintComponent",
    ),
    "a reviewer on the article": (
        changed("Article", reviewedBy={"@id": f"{HOME}#person-ida"}),
        f"{PAGE}#article reviewedBy ClosedConstraintComponent",
    ),
    "a property that schema.org doesn't have": (
        changed("Article", headLine="A"),
        f"{PAGE}#article headLine ClosedConstraintComponent",
    ),
    "a count of words that is a text": (
        changed("Article", wordCount="12"),
        f"{PAGE}#article wordCount DatatypeConstraintComponent",
    ),
    "an address that is a path": (
        changed("Article", url="/articles/a/"),
        f"{PAGE}#article url NodeConstraintComponent",
    ),
    "a health aspect that schema.org doesn't have": (
        inside("Article", "hasPart", 0, hasHealthAspect="https://schema.org/DiagnosisHealthAspect"),
        f"{PAGE}#how XoneConstraintComponent",
    ),
    "a health aspect on plain content": (
        inside("Article", "hasPart", 2, hasHealthAspect="https://schema.org/CausesHealthAspect"),
        f"{PAGE}#night ClassConstraintComponent",
    ),
    "positions that are all one": (
        only_one_position,
        f"{PAGE}#breadcrumb SPARQLConstraintComponent",
    ),
    "positions with a hole": (
        a_hole_in_positions,
        f"{PAGE}#breadcrumb SPARQLConstraintComponent",
    ),
    "positions from 0 on": (
        positions_from_zero,
        f"{PAGE}#breadcrumb SPARQLConstraintComponent",
    ),
    "a question without an answer": (
        inside("FAQPage", "mainEntity", 1, acceptedAnswer=None),
        f"{PAGE}#who acceptedAnswer MinCountConstraintComponent",
    ),
    "a question without words": (
        inside("FAQPage", "mainEntity", 0, name=None),
        f"{PAGE}#why name MinCountConstraintComponent",
    ),
    "questions that are gone": (
        changed("FAQPage", mainEntity=[]),
        f"{PAGE}#faqs mainEntity MinCountConstraintComponent",
    ),
    "a person without a name": (
        changed("Person", name=None),
        f"{HOME}#person-ann name MinCountConstraintComponent",
    ),
    "a site without a publisher": (
        changed("WebSite", publisher=None),
        f"{HOME}#website publisher MinCountConstraintComponent",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_shapes_find_what_is_wrong(wrong):
    change, fault = WRONG[wrong]
    data = orjson.loads(linked_data())
    change(data)
    assert fault in faults(data, shapes=REVIEWED)


@pytest.mark.parametrize(
    ("member", "place"), [("citation", 0), ("correction", 0)], ids=["source", "correction"]
)
def test_the_shapes_look_into_what_has_no_address(member, place):
    data = orjson.loads(linked_data())
    node_of(data, "Article")[member][place]["lastReviewed"] = "2026-01-02"
    [fault] = faults(data)
    assert fault.endswith("lastReviewed ClosedConstraintComponent")


def all_faults(**how):
    found = {}
    for title, text in Document.objects.values_list("title", "json_ld").order_by("pk"):
        if said := faults(data_of(text, title), **how):
            found[title] = said
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_articles_have_what_an_article_reviewed_by_people_has(settings):
    settings.SITE_URL = "https://example.org"
    call_command("loaddata", "demo", verbosity=0)
    call_command("import_markdown", str(ROOT / "fixtures" / "articles"), publish=True, verbosity=0)
    assert Document.objects.count() >= 13
    assert all_faults(shapes=REVIEWED) == {}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpus in ../shared/corpus")
def test_the_articles_of_the_corpus_are_what_the_shapes_ask(settings):
    settings.SITE_URL = "https://example.org"
    call_command("import_markdown", str(CORPUS), publish=True, verbosity=0)
    assert Document.objects.count() == 616
    assert all_faults() == {}
