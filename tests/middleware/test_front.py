"""In front of Django: the very answers that Django would give, or none at all."""

import os
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import Error, close_old_connections, connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.delivery.response_cache import responses
from articles.editorial import publishing
from articles.middleware import kept_answers
from articles.middleware.front import (
    ANSWERS_AT_A_STRETCH,
    KeptAnswers,
    is_plain,
    kept_answer,
    let_others_run,
    scheme_of,
)
from tests.editorial.desk import NOON, NOW, schedule_unpublishing
from tests.factories import make_live_article, publish

pytestmark = pytest.mark.django_db
ARTICLE, LIST = "/api/v1/articles/a/", "/api/v1/articles/"
DJANGO = WSGIHandler()


@pytest.fixture(autouse=True)
def _cache(settings, _no_response_cache):
    settings.RESPONSE_CACHE_MB = 1


@pytest.fixture(autouse=True)
def _connection_of_the_test():
    """As Django's own test client does it: requests leave the test's connection open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def article():
    return make_live_article(slug="a", title="Old", summary="Words. " * 200)


def environ(path, *, method="GET", **values):
    return RequestFactory().generic(method, path).environ | values


def ask(application, path, **values):
    """Status line, headers and body, as a WSGI server gets them."""
    begun = []
    body = application(environ(path, **values), lambda *told: begun.append(told))
    try:
        content = b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()
    ((status, headers),) = begun
    return status, dict(headers), content


def no_django(environ, start_response):
    pytest.fail("Django was asked.")


def passed_on(path, **values):
    """Whether the front leaves a request to Django, though an answer to it is kept."""
    asked = []

    def application(environ, start_response):
        asked.append(environ)
        return DJANGO(environ, start_response)

    ask(DJANGO, path, **values)
    ask(KeptAnswers(application), path, **values)
    return bool(asked)


@pytest.mark.parametrize(
    ("method", "encoding"), [("GET", ""), ("GET", "gzip"), ("GET", "br"), ("HEAD", "gzip")]
)
def test_what_is_kept_is_told_as_django_tells_it_without_asking_it(
    method, encoding, article, django_assert_num_queries
):
    moved, gone = make_live_article(slug="b"), make_live_article(slug="gone")
    moved.slug = "moved"
    moved.save()
    publish(moved)
    publishing.unpublish(gone, by=None, alternative=article)
    values = {"method": method, "HTTP_ACCEPT_ENCODING": encoding, "HTTP_ORIGIN": "https://x.test"}
    for path in ("", "articles/", "articles/a/?fields=title", "articles/gone/", "articles/b/"):
        ask(DJANGO, f"/api/v1/{path}", **values)
        expected = ask(DJANGO, f"/api/v1/{path}", **values)
        with django_assert_num_queries(1):
            assert ask(KeptAnswers(no_django), f"/api/v1/{path}", **values) == expected


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_who_has_it_gets_a_304_as_from_django(encoding, article):
    _, headers, _ = ask(DJANGO, ARTICLE, HTTP_ACCEPT_ENCODING=encoding)
    values = {"HTTP_IF_NONE_MATCH": headers["ETag"], "HTTP_ACCEPT_ENCODING": encoding}
    expected = ask(DJANGO, ARTICLE, **values)
    found = ask(KeptAnswers(no_django), ARTICLE, **values)
    assert found == expected
    assert (found[0], found[2]) == ("304 Not Modified", b"")


def test_a_publish_is_seen_by_the_next_reader(article):
    front = KeptAnswers(DJANGO)
    assert b'"Old"' in ask(front, ARTICLE)[2]
    assert b'"Old"' in ask(front, ARTICLE)[2]
    article.title = "New"
    article.save()
    publish(article)
    assert b'"New"' in ask(front, ARTICLE)[2]


def test_nothing_is_told_from_what_is_kept_once_an_act_is_due():
    with time_machine.travel(NOW, tick=False) as clock:
        schedule_unpublishing(make_live_article(slug="a"))
        clock.move_to(NOON - timedelta(seconds=10))
        ask(DJANGO, ARTICLE)
        assert "max-age=10," in ask(KeptAnswers(no_django), ARTICLE)[1]["Cache-Control"]
        clock.move_to(NOON)
        assert ask(KeptAnswers(DJANGO), ARTICLE)[0] == "410 Gone"


def test_a_miss_asks_for_the_stamp_once(article, django_assert_num_queries):
    with CaptureQueriesContext(connection) as without:
        ask(DJANGO, LIST)
    responses.clear()
    with django_assert_num_queries(len(without)):
        ask(KeptAnswers(DJANGO), LIST)


@pytest.mark.parametrize(
    "values",
    [
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"SCRIPT_NAME": "/galley"},
        {"method": "POST"},
    ],
    ids="".join,
)
def test_what_may_be_answered_otherwise_is_left_to_django(values, article):
    assert passed_on(ARTICLE, **values)


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/preview/x/", "/", "/api/v1/articles/é/"])
def test_other_addresses_are_left_to_django(path, article):
    assert passed_on(path)


def test_a_database_that_does_not_answer_is_left_to_django(article, monkeypatch):
    def fail():
        raise Error("gone")

    assert not passed_on(ARTICLE)
    monkeypatch.setattr(responses, "stamp", fail)
    assert passed_on(ARTICLE)


def test_debugging_tells_of_a_hit(article, settings):
    settings.DEBUG = True
    ask(DJANGO, ARTICLE)
    _, headers, _ = ask(KeptAnswers(no_django), ARTICLE)
    assert headers["X-Cache"] == "hit"
    assert headers["Server-Timing"].startswith('cache;desc="hit", total;dur=')


@pytest.mark.parametrize(
    "values",
    [{"wsgi.url_scheme": "https"}, {"HTTP_HOST": "other.test"}, {"HTTP_ACCEPT": "text/markdown"}],
    ids="".join,
)
def test_an_answer_for_one_scheme_host_or_type_is_none_for_another(values, article):
    ask(DJANGO, ARTICLE)
    assert kept_answer(environ(ARTICLE)) is not None
    assert kept_answer(environ(ARTICLE, **values)) is None


HEADERS = st.fixed_dictionaries(
    {"wsgi.url_scheme": st.sampled_from(["http", "https"])},
    optional={
        "HTTP_X_FORWARDED_PROTO": st.sampled_from(["https", "http", "https, http", " https", ""]),
        "HTTP_HOST": st.sampled_from(["a.test", "b.test:80"]),
        "SCRIPT_NAME": st.sampled_from(["", "/galley", "/"]),
        "QUERY_STRING": st.text(alphabet="ab=&%+é", max_size=6),
        "PATH_INFO": st.text(alphabet="/ab.é%", max_size=6).map(lambda text: f"/api/v1/{text}"),
    },
)


@given(values=HEADERS, is_behind_a_proxy=st.booleans())
def test_the_key_is_the_one_that_django_keeps_under(values, is_behind_a_proxy):
    header = ("HTTP_X_FORWARDED_PROTO", "https") if is_behind_a_proxy else None
    meta = environ("/", **values)
    path = meta["PATH_INFO"]
    with override_settings(SECURE_PROXY_SSL_HEADER=header, RESPONSE_CACHE_MB=1):
        if not is_plain(meta, path):
            return
        request = WSGIRequest(dict(meta))
        assert kept_answers.key_of(meta, path=path, scheme=scheme_of(meta)) == kept_answers.key_of(
            request.META, path=request.path, scheme=request.scheme
        )


def test_a_thread_that_answers_without_a_pause_lets_the_one_that_sends_have_the_core(
    article, monkeypatch
):
    ask(DJANGO, ARTICLE)
    yielded = []
    monkeypatch.setattr(os, "sched_yield", lambda: yielded.append(True), raising=False)
    front = KeptAnswers(no_django)
    for _ in range(2 * ANSWERS_AT_A_STRETCH):
        ask(front, ARTICLE)
    assert len(yielded) == 2


def test_a_system_that_cannot_yield_sleeps_for_no_time(monkeypatch):
    slept = []
    monkeypatch.delattr(os, "sched_yield", raising=False)
    monkeypatch.setattr(time, "sleep", slept.append)
    let_others_run()
    assert slept == [0]
