"""ETag, Last-Modified, 304 and Cache-Control."""

from datetime import UTC, datetime

import pytest
import time_machine

from articles.editorial import recompiling
from articles.models import Document
from tests.factories import make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db
PATHS = ["", "articles/", "articles/a/", "sections/", "faqs/", "topics/", "topics/t/", "people/"]
PATHS += ["schema/", "articles/a/editions/"]


@pytest.fixture
def article():
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        return make_live_article(slug="a", topic=make_topic(slug="t"))


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_can_be_kept_and_asked_about(article, get, path):
    response = get(path)
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"].endswith("GMT")
    assert (
        "max-age=60, stale-while-revalidate=600, stale-if-error=86400" in response["Cache-Control"]
    )
    again = get(path, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == response["ETag"]
    assert again["Cache-Control"] == response["Cache-Control"]


def test_the_etag_stays_while_nothing_changes(article, get):
    assert get("articles/a/")["ETag"] == get("articles/a/")["ETag"]
    assert get("articles/")["ETag"] == get("articles/")["ETag"]


@pytest.mark.parametrize("path", ["articles/", "articles/a/"])
def test_other_parameters_have_another_etag(article, get, path):
    etags = {get(path, **asked)["ETag"] for asked in ({}, {"fields": "title"}, {"omit": "title"})}
    assert len(etags) == 3


@pytest.mark.parametrize(
    "header", ["W/{}", '"other", {}', '"other",W/{}', "*"], ids=["weak", "list", "both", "any"]
)
def test_if_none_match_is_read_as_the_standard_says(article, get, header):
    etag = get("articles/a/")["ETag"]
    given = {"If-None-Match": header.format(etag)}
    assert get("articles/a/", headers=given).status_code == 304


def test_another_etag_gets_the_answer(article, get):
    assert get("articles/a/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_if_modified_since_counts_to_the_second(article, get):
    assert get("articles/a/")["Last-Modified"] == "Fri, 01 May 2026 12:00:00 GMT"
    since = {"If-Modified-Since": "Fri, 01 May 2026 12:00:00 GMT"}
    assert get("articles/a/", headers=since).status_code == 304
    before = {"If-Modified-Since": "Fri, 01 May 2026 11:59:59 GMT"}
    assert get("articles/a/", headers=before).status_code == 200


def test_if_none_match_wins_over_if_modified_since(article, get):
    both = {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 May 2036 12:00:00 GMT"}
    assert get("articles/a/", headers=both).status_code == 200


def test_a_304_of_an_article_does_not_read_its_document(article, get, django_assert_num_queries):
    etag = get("articles/a/")["ETag"]
    with django_assert_num_queries(1) as captured:
        get("articles/a/", headers={"If-None-Match": etag})
    assert '"full"' not in captured[0]["sql"]


def test_a_304_of_a_list_reads_no_row(article, get, django_assert_num_queries):
    etag = get("articles/")["ETag"]
    with django_assert_num_queries(1):  # The heartbeat.
        get("articles/", headers={"If-None-Match": etag})


def test_publishing_changes_the_etag_of_the_article_and_of_lists(article, get):
    old = get("articles/a/")["ETag"], get("articles/")["ETag"], get("faqs/")["ETag"]
    article.title = "New"
    article.save()
    publish(article)
    new = get("articles/a/")["ETag"], get("articles/")["ETag"], get("faqs/")["ETag"]
    assert not set(old) & set(new)


def test_a_change_of_what_it_shows_moves_last_modified(article, get):
    article.topic.name = "Renamed"
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)):
        recompiling.save(article.topic)
    assert get("articles/a/")["Last-Modified"] == "Mon, 01 Jun 2026 00:00:00 GMT"
    assert Document.objects.get().updated_at.month == 5


def test_the_times_of_caches_are_settings(article, get, settings):
    settings.CACHE_MAX_AGE = 5
    assert "max-age=5," in get("articles/a/")["Cache-Control"]
