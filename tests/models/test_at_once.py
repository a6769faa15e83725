"""Rows that are read past the ORM are those that the ORM gives."""

import pytest

from articles.models import Document, Passage, SearchEntry, at_once
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_live_article(
        sections=[("One, “two”", "<p>A|B, é.</p>"), ("Three", "<p>C\n\nD</p>")],
        faqs=[("Why?", "<p>E</p>")],
    )


def test_rows_come_as_texts_and_null_as_an_empty_one(article):
    found = at_once.rows(("passage_id", "impacts"), SearchEntry._meta.db_table)
    entries = SearchEntry.objects.values_list("passage_id", "impacts")
    assert sorted(map(tuple, found)) == sorted(
        (str(passage or ""), impacts) for passage, impacts in entries
    )


def test_no_rows_are_none():
    assert at_once.rows(("id", "lexemes"), SearchEntry._meta.db_table) == []


def test_values_are_those_of_the_rows_that_are_there(article):
    stored = Passage.objects.values_list("pk", "heading", "formats")
    passages = {key: (heading, formats) for key, heading, formats in stored}
    keys = [*passages, 10**9]
    assert at_once.values(Passage, keys, ("heading", "formats")) == passages
    assert at_once.values(Passage, [], ("formats",)) == {}


def test_values_are_found_by_keys_that_the_database_writes_in_its_own_way(article):
    card = Document.objects.get().card
    assert at_once.values(Document, [article.pk], ("card",)) == {article.pk: (card,)}


def test_rows_are_counted_by_what_they_have_in_common(article):
    keys = Passage.objects.values_list("pk", flat=True)
    assert sorted(at_once.counts(Passage, keys, ("kind",))) == [("faq", 1), ("section", 2)]
    assert at_once.counts(Passage, [], ("kind",)) == []
