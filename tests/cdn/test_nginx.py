"""A real nginx in front, with the README's configuration: it revalidates, and is never purged."""

import pytest

from tests.cdn.servers import free_port, get, need, wait_until
from tests.factories import make_live_article, publish

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ARTICLE = "/api/v1/articles/changing/"


@pytest.fixture
def article():
    return make_live_article(slug="changing", title="One")


def state_of(port):
    return get(port, ARTICLE).headers["X-Cache"]


def test_a_publish_is_shown_after_one_stale_answer(article, processes):
    need("nginx", "nginx")
    origin = free_port()
    processes.galley(origin, CACHE_MAX_AGE="1")
    port = processes.nginx(origin)
    assert [state_of(port), state_of(port)] == ["MISS", "HIT"]
    article.title = "Two"
    article.save()
    publish(article)
    stale = wait_until(
        lambda: (found := get(port, ARTICLE)).headers["X-Cache"] == "STALE" and found
    )
    assert '"One"' in stale.body
    wait_until(lambda: '"Two"' in get(port, ARTICLE).body)


def test_while_galley_is_down_nginx_answers(article, processes):
    need("nginx", "nginx")
    origin = free_port()
    galley = processes.galley(origin, CACHE_MAX_AGE="1", STALE_WHILE_REVALIDATE="0")
    port = processes.nginx(origin)
    state_of(port)
    galley.terminate()
    galley.wait()
    wait_until(lambda: state_of(port) == "STALE")
    assert get(port, ARTICLE).status == 200
    assert get(port, "/api/v1/articles/").status == 502


def test_past_its_stale_if_error_an_answer_is_given_no_more(article, processes):
    need("nginx", "nginx")
    origin = free_port()
    galley = processes.galley(
        origin, CACHE_MAX_AGE="1", STALE_WHILE_REVALIDATE="0", STALE_IF_ERROR="2"
    )
    port = processes.nginx(origin)
    state_of(port)
    galley.terminate()
    galley.wait()
    wait_until(lambda: get(port, ARTICLE).status == 502)
