"""`redirects/` and `resolve/`: where old addresses lead, and what is at one."""

import pytest

from articles.editorial import moving, publishing
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved():
    article = make_live_article(slug="old", title="Statins")
    moving.move(article, slug="new", by=None)
    return article


@pytest.fixture
def resolve(client):
    def fetch(path, headers=None):
        return client.get("/api/v1/resolve/", {"path": path}, headers=headers or {})

    return fetch


@pytest.fixture
def gone(moved):
    article = make_live_article(slug="gone")
    publishing.unpublish(article, by=None, explanation="Wrong.", alternative=moved)
    return article


def test_redirects_tell_where_each_old_address_leads(get, moved, gone):
    withdrawn, redirected = get("redirects/").json()["results"]
    assert (redirected["path"], redirected["status"]) == ("/articles/old/", 308)
    assert redirected["location"] == "/articles/new/"
    assert redirected["target"]["title"] == "Statins"
    assert (withdrawn["slug"], withdrawn["status"]) == ("gone", 410)
    assert withdrawn["explanation"] == "Wrong."
    assert withdrawn["alternative"]["slug"] == "new"


def test_an_old_address_is_told_by_its_path_wherever_the_front_end_is(get, settings, moved):
    settings.FRONTEND_ARTICLE_URL = "https://example.org/health/{slug}"
    (row,) = get("redirects/").json()["results"]
    assert row["path"] == "/health/old"


@pytest.mark.parametrize(("status", "slug"), [("308", "old"), ("410", "gone")])
def test_redirects_are_filtered_by_status(get, gone, status, slug):
    assert [row["slug"] for row in get("redirects/", status=status).json()["results"]] == [slug]


@pytest.mark.parametrize("count", [1, 4])
def test_redirects_cost_the_same_queries_however_many(get, count, django_assert_num_queries):
    for number in range(count):
        moving.move(make_live_article(), slug=f"new-{number}", by=None)
    with django_assert_num_queries(2):  # The heartbeat and the rows.
        get("redirects/")


@pytest.mark.parametrize(
    "path",
    [
        "/articles/new/",
        "/articles/new",
        "articles/new/",
        "/articles/new/?utm_source=x#faq",
        "https://www.example.org/articles/new/",
        "/api/v1/articles/new/",
        "new",
        "/new/",
        "/articles/%6Eew/",
    ],
)
def test_an_address_leads_to_its_article(resolve, moved, path):
    answer = resolve(path).json()
    assert (answer["status"], answer["target"]["slug"]) == (200, "new")


def test_an_old_address_leads_to_the_new_one(resolve, moved):
    answer = resolve("/articles/old/").json()
    assert (answer["status"], answer["location"]) == (308, "/articles/new/")
    assert answer["target"]["title"] == "Statins"


def test_a_withdrawn_article_is_told_with_its_alternative(resolve, gone):
    answer = resolve("/articles/gone/").json()
    assert (answer["status"], answer["explanation"]) == (410, "Wrong.")
    assert answer["alternative"]["slug"] == "new"


@pytest.mark.parametrize(
    "path", ["/articles/unknown/", "/", "/a/b/c/", "//", "http://[bad", "javascript:new", "é", "🍌"]
)
def test_any_other_address_is_a_404(resolve, moved, path):
    response = resolve(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_an_address_of_another_site_is_a_404(resolve, moved, settings):
    settings.FRONTEND_ARTICLE_URL = "https://www.example.org/health/{slug}"
    here, there = "https://www.example.org/health/new", "https://other.example/health/new"
    assert resolve(here).json()["status"] == 200
    assert resolve(there).status_code == 404


def test_a_front_end_of_which_only_the_path_is_told_is_where_its_site_is(resolve, moved, settings):
    settings.SITE_URL = "https://www.example.org"
    assert resolve("https://www.example.org/articles/new/").json()["status"] == 200
    assert resolve("http://WWW.example.org:8080/articles/new/").json()["status"] == 200
    assert resolve("https://other.example/articles/new/").status_code == 404
    assert resolve("//other.example/articles/new/").status_code == 404


def test_without_a_path_it_says_what_to_give(faults):
    assert "?path=" in faults("resolve/")["path"]["detail"]


def test_an_unchanged_answer_is_a_304(resolve, moved):
    etag = resolve("new")["ETag"]
    assert resolve("new", headers={"If-None-Match": etag}).status_code == 304
