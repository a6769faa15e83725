"""What readers get, and the log, while something inside does not work."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from articles.api import feed_views, views

pytestmark = pytest.mark.django_db
ARTICLE, FEED = "/api/v1/articles/a/", "/feeds/articles.atom"


@pytest.fixture
def ask():
    return Client(raise_request_exception=False).get


def failing(monkeypatch, fault):
    def fail(*_, **__):
        raise fault

    monkeypatch.setattr(views.ArticleDetail, "get", fail)
    monkeypatch.setattr(feed_views.Atom, "get", fail)


@pytest.mark.parametrize("path", [ARTICLE, FEED])
def test_a_crash_is_logged_with_where_it_came_from(path, ask, monkeypatch, caplog):
    failing(monkeypatch, RuntimeError("a fault of ours"))
    assert ask(path).status_code == 500
    (record,) = caplog.records
    assert (record.levelname, path in record.getMessage()) == ("ERROR", True)
    assert "a fault of ours" in str(record.exc_info[1])


@pytest.mark.parametrize("path", [ARTICLE, FEED])
@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_a_503_and_one_line_in_the_log(
    fault, path, ask, monkeypatch, caplog
):
    failing(monkeypatch, fault("connection failed:\n  refused"))
    response = ask(path)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Cache-Control"] == "no-store"
    (record,) = caplog.records
    assert record.getMessage() == f"The database did not answer {path}: connection failed: refused"
    assert record.exc_info is None


def test_the_api_tells_of_it_by_a_problem_document(ask, monkeypatch):
    failing(monkeypatch, OperationalError("database is locked"))
    response = ask(ARTICLE)
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Service Unavailable"
    assert b"locked" not in response.content
