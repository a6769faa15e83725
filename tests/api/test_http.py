"""HTTP as such: errors, methods, other sites, what is read and what never gets out."""

import re
from urllib.parse import urljoin

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve

from articles.api import views
from articles.delivery import counting
from articles.editorial import publishing
from articles.models import Section
from tests.factories import make_live_article, make_person, make_topic, publish

pytestmark = pytest.mark.django_db
API = "/api/v1/"
LISTS = ["articles/", "sections/", "faqs/", "topics/", "people/"]
VIEWS = "articles/a/views/"
GUIDE = "docs/guides/quick-start/"


def is_problem(response, status):
    document = response.json()
    return (
        response.status_code == document["status"] == status
        and response["Content-Type"] == "application/problem+json"
        and {"type", "title", "detail"} <= document.keys()
    )


# --- Errors ---


@pytest.mark.parametrize(
    "path", ["nothing/", "articles/none/", "articles/no%20slug/", "topics/none/", "../v2/x/"]
)
def test_what_is_not_there_is_a_problem_document(client, path):
    assert is_problem(client.get(API + path), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["", "articles/", "articles/a/", "topics/", "schema/"])
def test_writing_is_not_allowed(client, method, path):
    response = getattr(client, method)(API + path)
    assert is_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_format_that_is_not_there_is_not_acceptable(client):
    assert is_problem(client.get(f"{API}articles/", headers={"Accept": "text/csv"}), 406)


def test_a_crash_tells_nothing_of_the_inside(monkeypatch):
    def crash(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr(views, "read", crash)
    response = Client(raise_request_exception=False).get(f"{API}articles/a/")
    assert is_problem(response, 500)
    assert b"secret" not in response.content


def test_a_foreign_host_is_refused_as_a_problem(client):
    assert is_problem(client.get(f"{API}articles/", headers={"Host": "evil.example"}), 400)


def test_pages_outside_of_the_api_are_not_problem_documents(client):
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


# --- Methods and other sites ---


@pytest.mark.parametrize("path", ["", *LISTS, "articles/a/", "schema/", "docs/", GUIDE])
def test_head_has_the_headers_of_get(client, path):
    make_live_article(slug="a")
    get, head = client.get(API + path), client.head(API + path)
    assert head.status_code == 200
    assert head["ETag"] == get["ETag"]
    assert head.content == b""


def test_any_site_may_read_the_api(client):
    response = client.get(f"{API}articles/", headers={"Origin": "https://front.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]


def test_errors_can_be_read_across_sites_too(client):
    response = client.get(f"{API}articles/none/", headers={"Origin": "https://front.example"})
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_allows_reading_conditionally_and_nothing_else(client):
    response = client.options(
        f"{API}articles/",
        headers={
            "Origin": "https://front.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "if-none-match" in response["Access-Control-Allow-Headers"]


def test_the_admin_is_closed_to_other_sites(client):
    response = client.get("/admin/login/", headers={"Origin": "https://front.example"})
    assert "Access-Control-Allow-Origin" not in response


def test_answers_set_no_cookie_and_vary_by_none(client):
    response = client.get(f"{API}articles/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


# --- The root and the docs ---


def test_every_link_of_the_root_leads_somewhere(client):
    links = client.get(API).json()["links"]
    plain = [link for link in links.values() if "{" not in link]
    assert len(plain) >= 7
    assert all(client.get(link).status_code == 200 for link in plain)


def test_the_root_names_the_site_that_a_front_end_shows(client, settings):
    settings.SITE_NAME, settings.SITE_DESCRIPTION = "Plain Health", "Checked by doctors."
    settings.SITE_URL, settings.SITE_LANGUAGE = "https://example.org", "en-GB"
    assert client.get(API).json()["site"] == {
        "name": "Plain Health",
        "description": "Checked by doctors.",
        "url": "https://example.org/",
        "language": "en-GB",
    }


@pytest.mark.parametrize("path", ["docs/", "docs/guides/", GUIDE])
def test_the_docs_load_nothing_from_outside(client, path):
    page = client.get(API + path).content.decode()
    addresses = re.findall(r'<(?:link|script|img)\b[^>]*?\b(?:src|href)="([^"]+)"', page)
    assert addresses
    assert all(address.startswith("/") for address in addresses)
    static = [address.removeprefix("/static/") for address in addresses if "/static/" in address]
    assert all(finders.find(address) for address in static)


# --- What is read, what gets out ---


def walked(client):
    """Published content, and questions that together ask every endpoint of it."""
    person, topic = make_person(slug="p"), make_topic(slug="t")
    values = {"topic": topic, "authors": [person], "reviewers": [person], "faqs": [("Why?", "x")]}
    article, moved = make_live_article(slug="a", **values), make_live_article(slug="b")
    moved.slug = "c"
    moved.save()
    publish(moved)
    gone = make_live_article(slug="gone")
    publishing.unpublish(gone, by=None, alternative=article)
    questions = [f"{path}?page_size=1&search=a" for path in LISTS]
    questions += [
        "",
        "schema/",
        "docs/",
        "docs/guides/",
        GUIDE,
        "articles/a/?body=blocks",
        "articles/b/",
        "articles/gone/",
        "articles/a.md",
        "articles/a/editions/?page_size=1",
        "articles/gone/editions/",
        "articles/a/related/",
        "articles/popular/?topic=t",
        "a-z/?letter=A&topic=t",
        "navigation/",
        "changes/?topic=t&subject=article,topic",
        "redirects/?status=410",
        "resolve/?path=b",
        "articles/a/?edition=1",
        "articles/c/?as_of=2020-01-01",
        "articles/a/?expand=related,popular,topic_articles,author_articles,json_ld,breadcrumbs",
        "articles/?review_status=overdue&cites=10.1000/x",
        VIEWS,
        *("/feeds/articles.atom", "/feeds/articles.rss"),
        *("/feeds/topics/t.atom", "/feeds/topics/t.rss"),
        *("/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/llms.txt"),
        "search/?q=a&topic=t",
        "suggest/?q=a",
    ]
    questions += ["articles/none/", "topics/t/", "people/p/", "sections/?article=a&topic=t"]
    questions += [
        "articles/?topic=t&author=p&reviewer=p&health_aspect=Causes&slug=a,b&featured=true"
    ]
    return questions


def test_no_endpoint_reads_the_working_copy(client):
    questions = walked(client)
    with CaptureQueriesContext(connection) as captured:
        for question in questions:
            ask = client.post if question == VIEWS else client.get
            assert ask(urljoin(API, question)).status_code < 500
        counting.buffer.flush()
    working_copy = {
        "articles_article", "articles_section", "articles_faq", "articles_reference",
        "articles_articleauthor", "articles_articlereviewer", "articles_relatedarticle",
    }  # fmt: skip
    read = {table for query in captured for table in re.findall(r'"(\w+)"', query["sql"])}
    assert "articles_document" in read
    assert read & working_copy == set()


def test_every_route_is_walked_but_the_previews(client):
    """Previews are the one exception to the rule above; they live in a package of their own."""
    asked = {
        resolve(urljoin(API, question).partition("?")[0]).view_name for question in walked(client)
    }
    routes = dict(routes_of(get_resolver().url_patterns))
    previews = {name for name, module in routes.items() if module.startswith("articles.preview")}
    assert previews == {"preview", "preview-page"}
    assert asked == {name for name, module in routes.items() if module.startswith("articles.api")}
    assert set(routes.values()) <= {
        *("articles.api.address_views", "articles.api.changes_view"),
        *("articles.api.around_views", "articles.api.beacon"),
        *("articles.api.feed_views", "articles.api.crawler_views"),
        *(
            f"articles.api.{name}views"
            for name in ("", "docs_", "edition_", "reference_", "search_", "service_")
        ),
        *("articles.preview.views", "articles.preview.pages", "django.views.generic.base"),
    }


def routes_of(patterns):
    """Name and module of every route outside of the admin."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from routes_of(pattern.url_patterns)
        else:
            yield pattern.name, pattern.callback.__module__


def test_nothing_dangerous_comes_out_however_it_got_in(client):
    evil = '<script>alert(1)</script><p onclick="x()">a<a href="javascript:x()">b</a></p>'
    article = make_live_article(slug="a", title=f"T{evil}", summary=evil, also_called=[evil])
    Section.objects.filter(article=article).update(body=evil, heading=f"H{evil}"[:200])
    publish(article)
    asked = "articles/a/?body=html,markdown,text,blocks", "articles/", "sections/"
    answers = [client.get(API + path) for path in asked]
    for answer in answers:
        assert answer.status_code == 200
        for danger in (b"<script", b"onclick", b"javascript:"):
            assert danger not in answer.content
