"""What load balancers ask: whether the process runs, and whether it can serve."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from articles.middleware import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _connection_of_the_test(monkeypatch):
    """It stays open, as in Django's own test client."""
    monkeypatch.setattr(health, "close_old_connections", lambda: None)


def ask(path, **values):
    """The status that a WSGI server gets; None where the request is passed on."""
    told = []
    application = health.Health(lambda *_: told.append(None) or [])
    meta = RequestFactory().get(path).environ | values
    body = application(meta, lambda status, headers: told.append((status, dict(headers))))
    if told == [None]:
        return None
    ((status, headers),) = told
    assert headers["Content-Length"] == str(len(b"".join(body)))
    assert headers["Cache-Control"] == "no-store"
    return int(status[:3])


@pytest.fixture
def _no_database(monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(health, "stamp_of_database", fail)


def test_a_process_that_serves_is_alive_and_ready():
    assert (ask("/healthz"), ask("/readyz")) == (200, 200)


@pytest.mark.usefixtures("_no_database")
def test_without_a_database_it_is_alive_but_not_ready():
    assert (ask("/healthz"), ask("/readyz")) == (200, 503)


def test_who_asks_needs_neither_a_known_host_nor_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert ask("/readyz", HTTP_HOST="10.1.2.3:8000") == 200


@pytest.mark.parametrize("path", ["/", "/healthz/", "/api/v1/articles/"])
def test_all_else_is_passed_on(path):
    assert ask(path) is None
