"""The generation that Redis shares: never older than the last commit, and no loss if Redis dies."""

import pytest
from django.db import connection, transaction

from articles.delivery.response_cache import responses
from articles.models import Change
from articles.models.generation import SharedGeneration, shared_generation
from tests.factories import make_live_article, publish
from tests.redis_server import own_redis

__all__ = ["own_redis"]
ARTICLE = "/api/v1/articles/a/"


@pytest.fixture
def shared(own_redis):
    return SharedGeneration(own_redis.url, "a database")


def offered(shared, stamp="7 "):
    told, epoch = shared.read()
    assert told is None
    shared.offer(stamp, epoch)
    return shared.read()[0]


def test_what_one_process_asked_all_know(own_redis, shared):
    assert offered(shared) == "7 "
    assert SharedGeneration(own_redis.url, "a database").read()[0] == "7 "


def test_another_database_has_its_own(own_redis, shared):
    offered(shared)
    assert SharedGeneration(own_redis.url, "another").read()[0] is None


def test_nothing_is_taken_while_somebody_writes(shared):
    offered(shared)
    token = shared.begin_write()
    assert offered(shared) is None
    shared.end_write(token)
    assert offered(shared, "8 ") == "8 "


def test_what_was_asked_before_a_write_is_not_taken_after_it(shared):
    _, epoch = shared.read()
    shared.end_write(shared.begin_write())
    shared.offer("7 ", epoch)
    assert shared.read()[0] is None


def test_what_was_asked_during_a_write_is_not_taken_after_it(shared):
    token = shared.begin_write()
    _, epoch = shared.read()
    shared.end_write(token)
    shared.offer("7 ", epoch)
    assert shared.read()[0] is None


def test_what_is_offered_though_a_write_goes_on_ends_with_it(shared):
    token = shared.begin_write()
    shared._redis.flushall()
    assert offered(shared) == "7 "
    shared.end_write(token)
    assert shared.read()[0] is None


def test_a_writer_never_releases_the_hold_of_the_next(shared):
    first, second = shared.begin_write(), shared.begin_write()
    shared.end_write(first)
    assert offered(shared) is None
    shared.end_write(second)
    assert offered(shared) == "7 "


def test_clusters_on_one_host_are_told_apart_by_their_port(own_redis, settings):
    settings.CACHE_URL = own_redis.url
    keys = set()
    for port in ("5432", "5433"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(connection.settings_dict, "PORT", port)
            keys.add(shared_generation().stamp)
    assert len(keys) == 2


def test_a_stamp_runs_out_soon(own_redis, shared):
    offered(shared)
    assert 0 < shared._redis.pttl(shared.stamp) <= 1000


def test_without_redis_it_says_nothing(own_redis, shared):
    own_redis.kill()
    assert shared.read() == (None, None)
    shared.end_write(shared.begin_write())


def test_the_log_says_once_that_redis_is_away_and_that_it_is_back(
    own_redis, shared, caplog, monkeypatch
):
    monkeypatch.setattr("articles.models.generation.PAUSE", 0)
    own_redis.kill()
    for _ in range(3):
        shared.read()
    own_redis.start()
    assert offered(shared) == "7 "
    shared.read()
    away, back = (record.getMessage() for record in caplog.records)
    assert away.startswith("Redis does not answer, so the database is asked instead: ")
    assert back == "Redis answers again."


def test_a_redis_that_is_full_is_said_once_to_be_away(own_redis, shared, caplog, monkeypatch):
    monkeypatch.setattr("articles.models.generation.PAUSE", 0)
    shared._redis.config_set("maxmemory", 1)
    for _ in range(3):
        assert offered(shared) is None
    assert len(caplog.records) == 1


@pytest.fixture
def cached(settings, own_redis):
    settings.RESPONSE_CACHE_MB, settings.CACHE_URL = 1, own_redis.url
    responses.clear()
    yield
    responses.clear()


@pytest.mark.django_db(transaction=True)
def test_a_hit_asks_no_database(cached, client, django_assert_num_queries):
    make_live_article(slug="a")
    client.get(ARTICLE)
    with django_assert_num_queries(0):
        assert client.get(ARTICLE).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_publish_is_seen_on_the_very_next_request(cached, client):
    article = make_live_article(slug="a", title="Title 0")
    for number in range(1, 4):
        assert client.get(ARTICLE).json()["title"] == f"Title {number - 1}"
        article.title = f"Title {number}"
        article.save()
        publish(article)
    assert client.get(ARTICLE).json()["title"] == "Title 3"


@pytest.mark.django_db(transaction=True)
def test_a_redis_that_dies_costs_no_answer_and_no_truth(cached, own_redis, client):
    article = make_live_article(slug="a", title="Old")
    assert client.get(ARTICLE).json()["title"] == "Old"
    own_redis.kill()
    assert client.get(ARTICLE).json()["title"] == "Old"
    article.title = "New"
    article.save()
    publish(article)
    assert client.get(ARTICLE).json()["title"] == "New"
    own_redis.start()
    assert client.get(ARTICLE).json()["title"] == "New"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "garbage", ["", "x", "7 soon", "7 2026-11-30T20:00:00", b"\xff\x00"], ids=repr
)
def test_garbage_in_redis_costs_no_answer_and_no_truth(garbage, cached, client):
    article = make_live_article(slug="a", title="Old")
    shared = shared_generation()
    for key in (shared.stamp, shared.hold, shared.epoch):
        shared._redis.set(key, garbage)
    assert client.get(ARTICLE).json()["title"] == "Old"
    article.title = "New"
    article.save()
    publish(article)
    assert client.get(ARTICLE).json()["title"] == "New"
    assert shared.read()[0] is not None


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_nothing_wrong(cached, client):
    make_live_article(slug="a", title="Old")
    client.get(ARTICLE)

    with transaction.atomic():
        Change.objects.lock()
        transaction.set_rollback(True)
    shared = shared_generation()
    assert shared.read()[0] is None
    assert client.get(ARTICLE).json()["title"] == "Old"
