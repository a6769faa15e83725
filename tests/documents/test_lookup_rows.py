"""What stands beside a document for filters and indexes: citations, names, terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.documents.citations import identifier_of, link_to
from articles.documents.content import ReferenceContent
from articles.documents.names import LETTERS, index_names
from articles.documents.terms import MOST_TERMS, counted, distinctive_terms


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/ABC.1",
        "doi:10.1000/abc.1",
        "DOI: 10.1000/abc.1",
        "https://doi.org/10.1000/abc.1",
        "http://dx.doi.org/10.1000/abc.1",
        "https://doi.org/10.1000%2fabc.1",
        "info:doi/10.1000/abc.1",
        "doi 10.1000/abc.1",
        "doi.org/10.1000/abc.1",
    ],
)
def test_a_doi_is_one_however_it_is_written(text):
    assert identifier_of(text) == "doi:10.1000/abc.1"


@pytest.mark.parametrize(
    ("values", "link"),
    [
        ({"doi": "10.1000/Abc", "pmid": "1", "url": "u"}, "https://doi.org/10.1000/Abc"),
        ({"doi": "https://doi.org/10.1000/abc"}, "https://doi.org/10.1000/abc"),
        ({"doi": "10.1000/a(1)<2>#3"}, "https://doi.org/10.1000/a(1)%3C2%3E%233"),
        ({"doi": "10.1000/a\x00\ud800b"}, "https://doi.org/10.1000/ab"),
        ({"doi": "none yet", "pmid": "123"}, "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ({"pmid": "PMID: 123"}, "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ({"doi": "?", "pmid": "?", "url": "https://example.org/a"}, "https://example.org/a"),
        ({"url": "javascript:alert(1)"}, None),
        ({}, None),
    ],
    ids=[
        "doi",
        "doi as address",
        "odd doi",
        "broken doi",
        "no doi",
        "pmid",
        "address",
        "script",
        "nothing",
    ],
)
def test_a_source_is_found_by_its_doi_then_its_pmid_then_its_address(values, link):
    fields = {"title": "T", "publisher": "", "year": None, "evidence_level": ""}
    fields |= {"doi": "", "pmid": "", "url": ""} | values
    assert link_to(ReferenceContent(**fields)) == link


@pytest.mark.parametrize(
    "text",
    ["123", "PMID: 123", "pmid123", "https://pubmed.ncbi.nlm.nih.gov/123/", "PMID:0123"],
)
def test_a_pmid_is_one_however_it_is_written(text):
    assert identifier_of(text) == "pmid:123"


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.org/a/b/",
        "http://example.org/a/b",
        "Example.org/a/b#c",
        "//example.org/a/b",
    ],
)
def test_a_url_is_one_however_it_is_written(text):
    assert identifier_of(text) == "url:example.org/a/b"


@pytest.mark.parametrize("text", ["", "nothing", "10.1/x", "pmid:", "https://", "a b"])
def test_what_names_no_source_is_none(text):
    assert identifier_of(text) == ""


@given(st.text(max_size=60) | st.from_regex(r"(doi:|https?://)?10\.1000/.{1,700}"))
def test_an_identifier_fits_its_column_and_is_stable(text):
    identifier = identifier_of(text)
    assert len(identifier) <= 600
    assert identifier.isprintable()


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=4))
def test_names_are_unique_and_have_a_letter(title, others):
    names = index_names(title, others)
    assert len({name.name for name in names}) == len(names)
    assert all(name.letter in LETTERS and len(name.sort_name) <= 250 for name in names)


@given(st.text(max_size=200), st.text(max_size=400))
def test_terms_are_few_and_weighed(title, body):
    terms = distinctive_terms([title], [], [counted(body)])
    assert len(terms) <= MOST_TERMS
    assert all(1 <= weight <= 1000 and len(term) <= 40 for term, weight in terms)
    assert len({term for term, _ in terms}) == len(terms)


def test_common_words_are_no_terms():
    body = counted("It is what you should know.")
    terms = dict(distinctive_terms(["What is capsaicin?"], [], [body]))
    assert terms == {"capsaicin": 1000}
