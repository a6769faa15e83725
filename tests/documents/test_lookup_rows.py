"""What stands beside a document for filters and indexes: citations, names, terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.documents.citations import identifier_of
from articles.documents.names import LETTERS, index_names
from articles.documents.terms import MOST_TERMS, counted, distinctive_terms


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/ABC.1",
        "doi:10.1000/abc.1",
        "DOI: 10.1000/abc.1",
        "https://doi.org/10.1000/abc.1",
        "http://dx.doi.org/10.1000%2Fabc.1".replace("%2F", "/"),
        "doi.org/10.1000/abc.1",
    ],
)
def test_a_doi_is_one_however_it_is_written(text):
    assert identifier_of(text) == "doi:10.1000/abc.1"


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
