"""Surrogate-Key and Cache-Tag: what a CDN may know each answer by."""

import pytest

from articles.editorial.publishing import unpublish
from tests.factories import make_live_article, make_notice, make_person, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_live_article(
        slug="a",
        topic=make_topic(slug="t"),
        disclaimer=make_notice(),
        authors=[make_person(slug="nell")],
        reviewers=[make_person(slug="ida")],
    )


def keys_of(response):
    keys = response["Surrogate-Key"].split()
    assert response["Cache-Tag"].split(",") == keys
    return set(keys)


def test_an_article_is_known_by_itself_its_topic_its_people_and_its_notice(article, client):
    people = [article.authors.get(), article.reviewers.get()]
    assert keys_of(client.get("/api/v1/articles/a/")) == {
        *("galley", f"article-{article.pk}", f"topic-{article.topic_id}"),
        *(f"person-{person.pk}" for person in people),
        f"notice-{article.disclaimer_id}",
    }


@pytest.mark.parametrize("query", ["?expand=related", "?edition=1", "?as_of=2999-01-01"])
def test_what_stands_around_an_article_makes_it_one_of_all(article, client, query):
    response = client.get(f"/api/v1/articles/a/{query}")
    assert "articles" in keys_of(response)


@pytest.mark.parametrize(
    "path",
    [
        *("articles/", "sections/", "faqs/", "search/?q=words", "suggest/?q=wor", "a-z/"),
        *("articles/popular/", "articles/a/related/", "changes/", "redirects/", "navigation/"),
        *("topics/", "topics/t/", "people/", "people/nell/"),
        *("resolve/?path=/articles/a/", "articles/unknown/"),
    ],
)
def test_what_is_made_of_all_articles_is_known_by_them(article, client, path):
    assert "articles" in keys_of(client.get(f"/api/v1/{path}"))


@pytest.mark.parametrize("path", ["/feeds/articles.atom", "/sitemap.xml", "/llms.txt"])
def test_so_is_what_stands_at_the_root(article, client, path):
    assert keys_of(client.get(path)) == {"galley", "articles", "topics"}


def test_topics_and_people_are_known_by_themselves_too(article, client):
    assert f"topic-{article.topic_id}" in keys_of(client.get("/api/v1/topics/t/"))
    assert f"person-{article.authors.get().pk}" in keys_of(client.get("/api/v1/people/nell/"))


def test_what_no_publish_alters_is_known_by_everything_alone(client):
    assert keys_of(client.get("/api/v1/schema/")) == {"galley"}


def test_old_and_withdrawn_addresses_have_keys(article, client):
    unpublish(article, by=None)
    response = client.get("/api/v1/articles/a/")
    assert response.status_code == 410
    assert "articles" in keys_of(response)


def test_a_kept_answer_and_a_304_have_the_keys_of_the_first(article, client, settings):
    settings.RESPONSE_CACHE_MB = 1
    first = client.get("/api/v1/articles/a/")
    again = client.get("/api/v1/articles/a/")
    not_modified = client.get("/api/v1/articles/a/", headers={"If-None-Match": first["ETag"]})
    assert not_modified.status_code == 304
    assert keys_of(first) == keys_of(again) == keys_of(not_modified)


def test_a_304_of_a_view_has_them_too(article, client):
    first = client.get("/api/v1/articles/a/")
    again = client.get("/api/v1/articles/a/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert keys_of(again) == keys_of(first)


def test_many_people_collapse_to_all_people_under_the_limit(client, settings):
    settings.SURROGATE_KEYS_MAX_BYTES = 80
    make_live_article(slug="many", authors=[make_person() for _ in range(20)])
    response = client.get("/api/v1/articles/many/")
    assert "people" in keys_of(response)
    assert len(response["Surrogate-Key"]) <= 80


def test_the_admin_has_none(client):
    assert not client.get("/admin/login/").has_header("Surrogate-Key")


def test_shared_caches_may_be_told_to_keep_longer(article, client, settings):
    settings.CDN_MAX_AGE = 86_400
    assert "max-age=60, s-maxage=86400," in client.get("/api/v1/articles/a/")["Cache-Control"]


def test_what_counts_views_is_kept_no_longer_for_no_change_tells_of_them(article, client, settings):
    settings.CDN_MAX_AGE = 86_400
    assert "s-maxage" not in client.get("/api/v1/articles/popular/")["Cache-Control"]
