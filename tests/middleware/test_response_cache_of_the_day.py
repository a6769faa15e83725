"""Answers that change without a change: they are made anew for everybody."""

import pytest
import time_machine
from django.utils import timezone

from articles.delivery.days import today
from articles.models import ViewCount
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cache(settings, _no_response_cache):
    settings.RESPONSE_CACHE_MB = 1


@pytest.fixture
def views():
    def count(article, number):
        ViewCount.objects.add({(article.pk, today().day): number}, at=timezone.now())

    return count


@pytest.mark.parametrize(
    "path", ["/api/v1/articles/popular/", "/api/v1/articles/a/?expand=popular"]
)
def test_a_view_counts_at_once(client, views, path):
    article = make_live_article(slug="a")
    other = make_live_article(slug="b")
    views(other, 1)
    client.get(path)
    views(other, 5)
    assert '"views":6' in client.get(path).content.decode()
    assert article.slug == "a"


def test_a_review_becomes_overdue_at_midnight(client):
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        make_live_article(reviewed_on="2026-01-01", review_due="2026-03-01")
        path = "/api/v1/articles/?review_status=overdue"
        assert client.get(path).json()["count"] == 0
    with time_machine.travel("2026-03-02T00:00:01Z", tick=False):
        assert client.get(path).json()["count"] == 1


@pytest.mark.parametrize("path", ["/feeds/articles.atom", "/sitemap.xml", "/llms.txt"])
def test_feeds_and_maps_are_kept_too(client, settings, path):
    settings.DEBUG = True
    make_live_article(slug="a")
    assert [client.get(path)["X-Cache"] for _ in range(2)] == ["miss", "hit"]
