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


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/articles/popular/",
        "/api/v1/articles/a/?expand=popular",
        "/api/v1/articles/?review_status=overdue",
        "/api/v1/search/?q=zzz",
    ],
)
def test_what_is_not_kept_is_not_sent_again_to_those_who_have_it(client, views, path, encoding):
    article = make_live_article(slug="a", summary="About " * 60)
    views(article, 1)
    headers = {"Accept-Encoding": encoding}
    whole = client.get(path, headers=headers)
    again = client.get(path, headers=headers | {"If-None-Match": whole["ETag"]})
    assert (whole.status_code, again.status_code, again.content) == (200, 304, b"")
    names = ("ETag", "Cache-Control", "Vary", "Last-Modified", "Surrogate-Key")
    assert [again[name] for name in names] == [whole[name] for name in names]
    assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(again.headers)
    other = client.get(path, headers=headers | {"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, whole.content)


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
