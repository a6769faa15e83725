"""Queries that ask the same share one kept answer, and never another's."""

import pytest
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st

from articles.delivery.query_strings import canonical_query
from tests.factories import make_live_article, publish

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "spelling",
    [
        *("page_size=5&page=1&fields=title,slug", "fields=title%2Cslug&page=1&page_size=5"),
        "page=%31&page_size=5&fields=title,slug",
    ],
)
def test_another_order_or_encoding_is_a_hit(spelling, client, settings):
    settings.RESPONSE_CACHE_MB, settings.DEBUG = 1, True
    make_live_article()
    first = client.get("/api/v1/articles/?fields=title,slug&page=1&page_size=5")
    again = client.get(f"/api/v1/articles/?{spelling}")
    assert (first["X-Cache"], again["X-Cache"]) == ("miss", "hit")
    settings.RESPONSE_CACHE_MB = 0
    assert client.get(f"/api/v1/articles/?{spelling}").content == again.content


def test_a_redirect_is_the_same_for_all_spellings(client, settings):
    settings.RESPONSE_CACHE_MB = 1
    article = make_live_article(slug="old")
    article.slug = "new"
    article.save()
    publish(article)
    answers = {
        client.get(f"/api/v1/articles/old/?{query}")["Location"]
        for query in (
            "fields=title&body=text",
            "body=text&fields=title",
            "body=te%78t&fields=title",
        )
    }
    assert answers == {"/api/v1/articles/new/?body=text&fields=title"}


@given(text=st.text(alphabet="ab=&%+;/,:0123é\xc3\xa9\x00 ", max_size=20))
@example(text="a=1&a=2&b=%FF")
@example(text="a=\xc3\xa9&b=%C3%83%C2%A9")
def test_what_a_view_reads_of_a_query_is_what_it_reads_of_its_canonical_spelling(text):
    assert canonical_query(canonical_query(text)) == canonical_query(text)
    read = QueryDict(text.encode("latin-1"))  # as `WSGIRequest.GET` does
    assert dict(QueryDict(canonical_query(text)).lists()) == dict(read.lists())
