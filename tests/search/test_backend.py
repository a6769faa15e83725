"""A search engine of one's own in the place of the database's."""

import pytest

from articles.editorial.publishing import unpublish
from articles.search import backend
from articles.search.backend import Found, Hit
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


class Remembering:
    """Finds all that it was given, whatever is asked."""

    def __init__(self):
        self.kept = {}

    def index(self, entries):
        self.kept |= {key: list(of_one) for key, of_one in entries.items()}

    def remove(self, document_ids):
        for key in document_ids:
            self.kept.pop(key, None)

    def search(self, text, *, among=None):
        hits = [
            Hit(key, entry.passage_id, 1.0) for key, found in self.kept.items() for entry in found
        ]
        return Found(tuple(hits), words=tuple(text.split()))

    def suggest(self, text, limit):
        offered = [
            each for found in self.kept.values() for entry in found for each in entry.suggests
        ]
        return offered[:limit]


@pytest.fixture(autouse=True)
def _another_backend(settings):
    settings.SEARCH_BACKEND = f"{__name__}.{Remembering.__name__}"
    backend.backend.cache_clear()
    yield
    backend.backend.cache_clear()


def test_it_is_asked_and_told_of_what_is_published_and_withdrawn(client):
    article = make_live_article(title="Gout", slug="gout", faqs=[("Is it painful?", "<p>Yes.</p>")])
    [found] = client.get("/api/v1/search/?q=anything").json()["results"]
    assert found["article"]["slug"] == "gout"
    assert "Is it painful?" in [passage["heading"] for passage in found["passages"]]

    unpublish(article, by=None)
    assert client.get("/api/v1/search/?q=anything").json()["results"] == []


def test_it_completes_what_is_typed(client):
    make_live_article(title="Gout", slug="gout")
    suggestions = client.get("/api/v1/suggest/?q=x&limit=1").json()["suggestions"]
    assert suggestions == [{"text": "Gout", "kind": "title"}]


def test_its_order_is_that_of_lists(client):
    for slug in ("one", "two"):
        make_live_article(title=slug, slug=slug)
    cards = client.get("/api/v1/articles/?search=anything").json()["results"]
    assert [card["slug"] for card in cards] == ["one", "two"]
