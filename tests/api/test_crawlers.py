"""sitemap.xml, robots.txt and llms.txt; and what all addresses at the root have in common."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from articles.delivery import syndication
from articles.editorial import publishing
from tests.factories import make_article, make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db
PATHS = ("/feeds/articles.atom", "/feeds/articles.rss", "/sitemap.xml", "/sitemap-1.xml")
PATHS += ("/robots.txt", "/llms.txt")
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL, settings.SITE_NAME = "https://example.org", "Well"


def rows_of(client, path):
    """Address and lastmod of each row."""
    response = client.get(path)
    assert response.status_code == 200
    return [
        (row.findtext("s:loc", namespaces=SITEMAP), row.findtext("s:lastmod", namespaces=SITEMAP))
        for row in etree.fromstring(response.content)
    ]


def locations(client, path):
    return [address for address, _ in rows_of(client, path)]


# --- The sitemap ---


def test_the_sitemap_tells_of_every_live_article_when_its_edition_went_live(client):
    at = timezone.now().replace(microsecond=0)
    publish(make_article(slug="a"), at=at)
    make_article(slug="draft")
    publishing.unpublish(make_live_article(slug="gone"), by=None)
    assert rows_of(client, "/sitemap-1.xml") == [
        ("https://example.org/articles/a/", at.isoformat())
    ]
    assert rows_of(client, "/sitemap.xml") == [
        ("https://example.org/sitemap-1.xml", at.isoformat())
    ]


def test_pages_are_full_and_an_edit_moves_nothing(client, monkeypatch):
    monkeypatch.setattr(syndication, "OF_SITEMAP", 2)
    start = timezone.now() - timedelta(days=9)
    articles = [make_article(slug=f"a-{number}") for number in range(5)]
    for number, article in enumerate(articles):
        publish(article, at=start + timedelta(hours=number))
    index = locations(client, "/sitemap.xml")
    assert index == [f"https://example.org/sitemap-{page}.xml" for page in (1, 2, 3)]

    def pages():
        return [locations(client, f"/sitemap-{page}.xml") for page in (1, 2, 3)]

    before = pages()
    assert [len(page) for page in before] == [2, 2, 1]
    assert len({address for page in before for address in page}) == 5
    articles[0].title = "New"
    articles[0].save()
    publish(articles[0])
    assert pages() == before
    assert rows_of(client, "/sitemap.xml")[0][1] > rows_of(client, "/sitemap.xml")[1][1]


@pytest.mark.parametrize("number", [0, 2, 10**6, 10**30])
def test_a_page_that_is_not_there_is_not_found(client, number):
    response = client.get(f"/sitemap-{number}.xml")
    assert response.status_code == 404
    assert "/sitemap.xml" in response.json()["detail"]


def test_a_site_without_articles_tells_of_its_home_since_no_page_may_be_empty(client):
    assert rows_of(client, "/sitemap.xml") == [("https://example.org/sitemap-1.xml", None)]
    assert rows_of(client, "/sitemap-1.xml") == [("https://example.org/", None)]


def test_a_page_whose_articles_are_all_elsewhere_is_not_told_of(client, monkeypatch):
    monkeypatch.setattr(syndication, "OF_SITEMAP", 2)
    start = timezone.now() - timedelta(days=9)
    for number in range(6):
        there = f"https://other.example/{number}" if number in {2, 3} else ""
        article = make_article(slug=f"a-{number}", canonical_url=there)
        publish(article, at=start + timedelta(hours=number))
    assert locations(client, "/sitemap.xml") == [
        "https://example.org/sitemap-1.xml",
        "https://example.org/sitemap-3.xml",
    ]
    assert client.get("/sitemap-2.xml").status_code == 404
    assert locations(client, "/sitemap-3.xml")[0] == "https://example.org/articles/a-4/"


def test_a_page_is_new_when_an_article_of_it_moves_elsewhere(client):
    start = timezone.now().replace(microsecond=0) - timedelta(days=9)
    articles = [make_article(), make_article()]
    for article in articles:
        publish(article, at=start)
    articles[0].canonical_url = "https://other.example/a"
    articles[0].save()
    publish(articles[0], at=start + timedelta(hours=1))
    assert len(locations(client, "/sitemap-1.xml")) == 1
    [(_, changed_at)] = rows_of(client, "/sitemap.xml")
    assert changed_at == (start + timedelta(hours=1)).isoformat()


def test_the_canonical_address_counts_and_other_hosts_are_not_told_of(client):
    make_live_article(slug="a", canonical_url="https://other.example/a")
    make_live_article(slug="b", canonical_url="https://example.org/guides/b?x=1&y=2")
    assert locations(client, "/sitemap-1.xml") == ["https://example.org/guides/b?x=1&y=2"]


# --- robots.txt ---


def test_robots_are_kept_out_of_the_admin_and_led_to_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert "Disallow: /api/v1/preview/" in lines
    assert "Sitemap: https://example.org/sitemap.xml" in lines


# --- llms.txt ---


def test_llms_txt_lists_articles_by_topic_with_their_pages_and_markdown(client, settings):
    settings.FRONTEND_ARTICLE_URL = "https://example.org/a/{slug}"
    make_live_article(slug="b", title="B [x]", summary="One.", topic=make_topic("Pain"))
    make_live_article(slug="a", title="A")
    text = client.get("/llms.txt").content.decode()
    lines = text.splitlines()
    assert lines[0] == "# Well"
    assert lines[2].startswith("> ")
    headings = [line for line in lines if line.startswith("## ")]
    assert headings == ["## Pain", "## Other articles", "## Optional"]
    markdown = "[Markdown](http://testserver/api/v1/articles/b.md)"
    assert f"- [B \\[x\\]](https://example.org/a/b): One. {markdown}" in lines
    link = "/api/v1/articles/a.md"
    assert f"- [A](https://example.org/a/a): [Markdown](http://testserver{link})" in lines
    assert client.get(link)["Content-Type"].startswith("text/markdown")


# --- All of them ---


@pytest.mark.parametrize("path", PATHS)
def test_they_are_conditional_and_change_with_what_is_published(client, path):
    make_live_article()
    response = client.get(path)
    tag = response["ETag"]
    assert "max-age=60" in response["Cache-Control"]
    for header in ({"If-None-Match": tag}, {"If-Modified-Since": response["Last-Modified"]}):
        assert client.get(path, headers=header).status_code == 304
    make_live_article()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_any_accept_header_and_any_origin_will_do(client, path):
    response = client.get(path, headers={"Accept": "text/html", "Origin": "https://x.example"})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", PATHS)
def test_unknown_parameters_are_refused(client, path):
    assert client.get(path, {"page": 2}).status_code == 400


@pytest.mark.parametrize("path", PATHS)
def test_the_tag_changes_with_the_front_ends_address(client, path, settings):
    tag = client.get(path)["ETag"]
    settings.SITE_URL = "https://new.example"
    assert client.get(path)["ETag"] != tag


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml", "/llms.txt"])
@pytest.mark.parametrize("rows", [1, 6])
def test_queries_do_not_grow_with_the_articles(client, path, rows, django_assert_num_queries):
    for _ in range(rows):
        make_live_article(topic=make_topic())
    with django_assert_num_queries(2):  # The heartbeat, the documents.
        client.get(path)
