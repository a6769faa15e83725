"""What was live before there was an index is found after a rebuild."""

import pytest
from django.db.models import F
from django.utils import timezone

from articles.documents.rebuilding import rebuild
from articles.models import SearchTerm
from articles.search import indexing
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


def found(client):
    return client.get("/api/v1/search/?q=capsaicin").json()["count"]


def test_a_rebuild_fills_the_index(client):
    article = make_live_article(sections=[("Capsaicin", "<p>It burns at first.</p>")])
    indexing.remove([article.pk])
    assert found(client) == 0
    rebuild(at=timezone.now())
    assert found(client) == 1


def test_a_second_rebuild_counts_nothing_twice(client):
    make_live_article(sections=[("Capsaicin", "<p>It burns at first.</p>")])
    before = set(SearchTerm.objects.values_list("term", "entries"))
    rebuild(at=timezone.now())
    assert set(SearchTerm.objects.filter(entries__gt=0).values_list("term", F("entries"))) == {
        row for row in before if row[1]
    }
