"""However large the site, neither a search nor a publication reads a table through."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Suggestion
from tests.factories import make_live_article, make_topic, publish
from tests.query_plans import scans

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="told by SQLite's plans"),
]

ASKED = {
    "words": "search/?q=how+is+gout+treated",
    "a misspelt word": "search/?q=neuropaty",
    "a wrong first letter": "search/?q=jeuropathy",
    "a phrase": "search/?q=%22gout+hurts%22",
    "of a topic": "search/?q=gout&topic=pain",
    "of a kind": "search/?q=gout&kind=faq",
    "of an aspect": "search/?q=gout&health_aspect=Causes",
    "a beginning": "suggest/?q=go",
    "articles": "articles/?search=gout",
    "articles of a topic": "articles/?search=gout&topic=pain&featured=false",
    "questions": "faqs/?search=gout",
    "questions of a topic": "faqs/?search=gout&topic=pain",
    "sections": "sections/?search=gout&health_aspect=Causes",
}


@pytest.fixture
def _site():
    make_live_article(
        title="Gout and neuropathy",
        topic=make_topic("Pain", slug="pain"),
        sections=[{"heading": "Gout", "body": "<p>Gout hurts.</p>", "health_aspect": "Causes"}],
        faqs=[("Is gout treated?", "<p>Gout hurts.</p>")],
    )


@pytest.mark.usefixtures("_site")
@pytest.mark.parametrize("path", ASKED.values(), ids=ASKED)
def test_a_search_reads_no_table_from_end_to_end(client, path):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/api/v1/{path}").json()
    assert answer.get("count") or answer.get("suggestions")
    assert scans(captured.captured_queries, small=["topic", "change"]) == []


@pytest.mark.usefixtures("_site")
def test_publishing_again_reads_no_table_from_end_to_end():
    article = Article.objects.get()
    article.title = "Gout"
    article.save()
    with CaptureQueriesContext(connection) as captured:
        publish(article)
    assert Suggestion.objects.filter(text="Gout and neuropathy").count() == 0
    assert scans(captured.captured_queries, small=["topic", "webhookendpoint"]) == []
