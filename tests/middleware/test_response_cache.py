"""The response cache: exact, bounded, and the same bytes as without it."""

import gzip
import threading
import time
from datetime import timedelta
from itertools import count
from unittest import mock

import brotli
import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles.delivery.encoding import encoding_for
from articles.delivery.response_cache import MEGABYTE, Kept, ResponseCache, Stamp, responses
from articles.editorial import publishing
from articles.middleware.response_cache import ResponseCacheMiddleware
from tests.editorial.desk import NOON, NOW, schedule_unpublishing
from tests.factories import make_live_article, publish

pytestmark = pytest.mark.django_db
ARTICLE, LIST = "/api/v1/articles/a/", "/api/v1/articles/"
SECOND = timedelta(seconds=1)
NUMBERS = count()  # hypothesis tries many lists of acts on the same article


@pytest.fixture(autouse=True)
def _cache(settings, _no_response_cache):
    settings.RESPONSE_CACHE_MB = 1


@pytest.fixture
def article():
    return make_live_article(slug="a", title="Old", summary="Words. " * 200)


def retitle(article, title):
    article.title = title
    article.save()


def headers_of(response):
    return dict(response.items())


def test_a_hit_is_one_query_and_the_very_answer_of_the_miss(
    article, client, django_assert_num_queries
):
    miss = client.get(ARTICLE)
    with django_assert_num_queries(1):
        hit = client.get(ARTICLE)
    assert (hit.content, headers_of(hit)) == (miss.content, headers_of(miss))


@pytest.mark.parametrize(
    "path",
    [
        *("", "articles/", "articles/?page_size=1", "articles/a/", "articles/b/?fields=title"),
        *("articles/gone/", "articles/none/", "articles/?x=1", "topics/", "schema/", "docs/"),
    ],
)
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_an_answer_is_the_same_with_and_without_the_cache(
    path, encoding, article, client, settings
):
    moved, gone = make_live_article(slug="b"), make_live_article(slug="gone")
    moved.slug = "moved"
    moved.save()
    publish(moved)
    publishing.unpublish(gone, by=None, alternative=article)

    def ask():
        headers = {"Accept-Encoding": encoding, "Origin": "https://front.example"}
        response = client.get(f"/api/v1/{path}", headers=headers)
        return response.status_code, response.content, headers_of(response)

    first, second = ask(), ask()
    settings.RESPONSE_CACHE_MB = 0
    assert first == second == ask()


def test_a_publish_is_seen_by_the_next_reader_and_a_draft_by_none(article, client):
    assert client.get(ARTICLE).json()["title"] == "Old"
    retitle(article, "New")
    assert client.get(ARTICLE).json()["title"] == "Old"
    publish(article)
    assert client.get(ARTICLE).json()["title"] == "New"
    assert client.get(LIST).json()["results"][0]["title"] == "New"


def test_saving_a_draft_purges_nothing(article, client, django_assert_num_queries):
    client.get(ARTICLE)
    retitle(article, "New")
    with django_assert_num_queries(1):
        client.get(ARTICLE)


@hypothesis_settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.sampled_from(["draft", "publish", "withdraw", "read"]), max_size=7))
def test_after_any_acts_the_cache_answers_as_the_views_do(acts, article, client, settings):
    for act in acts:
        number = next(NUMBERS)
        if act == "draft":
            retitle(article, f"Title {number}")
        elif act == "publish":
            retitle(article, f"Title {number}, published")
            publish(article)
        elif act == "withdraw" and client.get(ARTICLE).status_code == 200:
            publishing.unpublish(article, by=None)
        for path in (ARTICLE, LIST):
            settings.RESPONSE_CACHE_MB = 1
            kept = client.get(path)
            settings.RESPONSE_CACHE_MB = 0
            fresh = client.get(path)
            assert (kept.status_code, kept.content) == (fresh.status_code, fresh.content)
        settings.RESPONSE_CACHE_MB = 1


def test_nothing_is_served_past_a_scheduled_act_and_max_age_counts_down(client):
    with time_machine.travel(NOW, tick=False) as clock:
        schedule_unpublishing(make_live_article(slug="a"))
        clock.move_to(NOON - 30 * SECOND)
        assert "max-age=30," in client.get(ARTICLE)["Cache-Control"]
        clock.move_to(NOON - 10 * SECOND)
        assert "max-age=10," in client.get(ARTICLE)["Cache-Control"]
        clock.move_to(NOON)
        assert client.get(ARTICLE).status_code == 410


# --- Conditions and encodings ---


@pytest.mark.parametrize("megabytes", [0, 1])
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_each_encoding_has_its_etag_and_any_of_them_is_a_304(
    megabytes, encoding, article, client, settings
):
    settings.RESPONSE_CACHE_MB = megabytes
    tags = [client.get(ARTICLE, headers={"Accept-Encoding": e})["ETag"] for e in ("", "gzip", "br")]
    assert len(set(tags)) == 3
    for tag in tags:
        headers = {"If-None-Match": f'"x", W/{tag}', "Accept-Encoding": encoding}
        response = client.get(ARTICLE, headers=headers)
        assert (response.status_code, response.content) == (304, b"")
        assert "Accept-Encoding" in response["Vary"]
        assert not response.has_header("Content-Length")
    assert client.get(ARTICLE, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_304_asks_no_view(article, client, django_assert_num_queries):
    etag = client.get(ARTICLE)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(ARTICLE, headers={"If-None-Match": etag}).status_code == 304


def test_compressed_bodies_are_the_body(article, client):
    plain = client.get(ARTICLE).content
    zipped = client.get(ARTICLE, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(zipped.content) == plain
    assert zipped["Content-Length"] == str(len(zipped.content))
    assert (
        brotli.decompress(client.get(ARTICLE, headers={"Accept-Encoding": "br"}).content) == plain
    )


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("identity, gzip;q=0.2", ""),
        ("gzip;q=wrong", ""),
        ("GZIP", "gzip"),
    ],
)
def test_the_encoding_is_the_best_that_the_client_takes(header, encoding):
    assert encoding_for(header) == encoding


# --- What is never kept ---


@pytest.mark.parametrize("headers", [{"Cookie": "a=b"}, {"Authorization": "Bearer x"}])
def test_who_shows_who_they_are_passes_by(headers, article, client, django_assert_num_queries):
    client.get(ARTICLE)
    with django_assert_num_queries(1):
        client.get(ARTICLE, headers=headers)
    assert responses.size > 0
    responses.clear()
    client.get(ARTICLE, headers=headers)
    assert responses.size == 0


@pytest.mark.parametrize(
    "path", ["/api/v1/articles/?nonsense=1", "/api/v1/articles/none/", "/admin/login/"]
)
def test_errors_and_the_admin_are_not_kept(path, client):
    client.get(path)
    assert responses.size == 0


def answering(**values):
    def view(request):
        response = HttpResponse(b"x", headers={"Cache-Control": values.get("control", "public")})
        if "until" in values:
            response.storable_until = values["until"]
        return response

    return ResponseCacheMiddleware(view)


@pytest.mark.parametrize(
    "values", [{"control": "no-store"}, {"control": "private"}, {"control": ""}, {"until": None}]
)
def test_a_view_can_say_that_its_answer_is_not_to_be_kept(values):
    answering(**values)(RequestFactory().get(LIST))
    assert responses.size == 0


def test_a_view_can_say_until_when_its_answer_holds():
    made = []

    def view(request):
        made.append(1)
        response = HttpResponse(b"x", headers={"Cache-Control": "public"})
        response.storable_until = NOON
        return response

    ask = ResponseCacheMiddleware(view)
    with time_machine.travel(NOON - SECOND, tick=False) as clock:
        ask(RequestFactory().get(LIST))
        ask(RequestFactory().get(LIST))
        assert len(made) == 1
        clock.move_to(NOON)
        ask(RequestFactory().get(LIST))
    assert len(made) == 2


def test_only_debugging_tells_a_hit_from_a_miss(article, client, settings):
    assert "X-Cache" not in client.get(ARTICLE)
    settings.DEBUG = True
    assert client.get(ARTICLE)["X-Cache"] == "hit"
    assert client.get(LIST)["X-Cache"] == "miss"


# --- Bounds, and one at a time ---


def test_the_least_recently_used_goes_first_and_the_bound_holds():
    cache = ResponseCache()
    for number in range(40):
        cache.keep(number, Kept(200, {}, bytes(MEGABYTE // 20), counts_down=False))
        cache.find(0)
        assert cache.size <= MEGABYTE
    assert cache.find(0)
    assert cache.find(39)
    assert cache.find(1) is None


def test_what_is_gone_evicts_no_article():
    cache = ResponseCache()
    cache.keep("good", Kept(200, {}, b"x", counts_down=False))
    for number in range(2_000):
        cache.keep(number, Kept(410, {}, b"x", counts_down=False))
    assert cache.find("good")


def test_an_answer_that_many_ask_for_is_made_once():
    cache, entered, made = ResponseCache(), threading.Barrier(4), []

    def ask():
        entered.wait()
        is_ours = cache.take_turn("key")
        if cache.find("key") is None:
            made.append(1)
            cache.keep("key", Kept(200, {}, b"x", counts_down=False))
        if is_ours:
            cache.end_turn("key")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_of_those_who_wait_for_an_answer_that_fails_one_tries_at_a_time():
    readers = 4
    entered, made, statuses = threading.Barrier(readers), [], []

    def view(request):
        made.append(1)
        time.sleep(0.05)  # for the others to come and wait
        if len(made) == 1:
            return HttpResponse(status=503)
        return HttpResponse(b"x", headers={"Cache-Control": "public"})

    ask = ResponseCacheMiddleware(view)

    def reader():
        entered.wait()
        statuses.append(ask(RequestFactory().get(LIST)).status_code)

    with mock.patch.object(responses, "stamp", return_value=Stamp(1, None)):
        threads = [threading.Thread(target=reader) for _ in range(readers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(statuses) == [200] * (readers - 1) + [503]
    assert len(made) == 2


def test_an_error_lets_the_next_one_try(client, article):
    def crash(request):
        raise RuntimeError

    ask = ResponseCacheMiddleware(crash)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            ask(RequestFactory().get(ARTICLE))
    assert client.get(ARTICLE).status_code == 200
