"""What Atom and RSS feeds tell; what the formats ask is in `test_feed_formats`."""

from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone

from articles.editorial import publishing
from tests.factories import make_live_article, make_person, make_topic, publish

pytestmark = pytest.mark.django_db
ATOM, RSS = "/feeds/articles.atom", "/feeds/articles.rss"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL, settings.SITE_NAME = "https://example.org", "Well & Good"


@pytest.fixture
def content():
    body = make_topic("Body", slug="body")
    pain = make_topic("Pain", slug="pain", parent=body)
    people = [make_person("Ann Ray"), make_person("Ida Voss")]
    now = timezone.now()
    old = make_live_article(
        slug="a", title="A < B & C", summary="All <of> it.", topic=pain, authors=people
    )
    make_live_article(slug="b", title="B", canonical_url="https://other.example/b")
    old.title = "A < B & D"
    old.save()
    publish(old, note="The dose > 5 was wrong.", is_correction=True, at=now + timedelta(hours=1))


def parsed(client, path):
    response = client.get(path)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


@pytest.mark.parametrize(("path", "version"), [(ATOM, "atom10"), (RSS, "rss20")])
@pytest.mark.usefixtures("content")
def test_a_reader_finds_what_changed_last_first(client, path, version):
    feed = parsed(client, path)
    assert feed.version == version
    assert feed.feed.title == "Well & Good"
    assert feed.feed.link == "https://example.org/"
    first, second = feed.entries
    assert first.title == "A < B & D"
    assert first.link == "https://example.org/articles/a/"
    assert [author.name for author in first.authors] == ["Ann Ray", "Ida Voss"]
    assert [tag.term for tag in first.tags] == ["Pain", "Correction"]
    assert "<strong>Correction:</strong> The dose &gt; 5 was wrong." in first.summary
    assert first.updated_parsed > first.published_parsed
    assert second.link == "https://other.example/b"


@pytest.mark.parametrize("path", [ATOM, RSS])
def test_what_came_from_elsewhere_is_dated_by_its_first_day(client, path):
    make_live_article(first_published_on="2019-05-03")
    assert parsed(client, path).entries[0].published_parsed[:5] == (2019, 5, 3, 0, 0)


@pytest.mark.parametrize("path", [ATOM, RSS])
def test_an_empty_feed_is_a_feed_that_stays_the_same(client, path):
    assert parsed(client, path).entries == []
    first, second = client.get(path), client.get(path)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]


@pytest.mark.parametrize("kind", ["atom", "rss"])
@pytest.mark.usefixtures("content")
def test_a_topic_has_a_feed_with_what_is_under_it(client, kind):
    feed = parsed(client, f"/feeds/topics/body.{kind}")
    assert feed.feed.title == "Well & Good: Body"
    assert feed.feed.link == "https://example.org/topics/body/"
    assert [entry.title for entry in feed.entries] == ["A < B & D"]
    response = client.get(f"/feeds/topics/none.{kind}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "no topic “none”" in response.json()["detail"]


def test_the_id_of_an_entry_outlives_its_address(client):
    article = make_live_article(slug="a")
    before = parsed(client, ATOM).entries[0].id
    article.slug = "b"
    article.save()
    publish(article)
    assert parsed(client, ATOM).entries[0].id == before


def test_what_was_withdrawn_is_in_no_feed(client):
    publishing.unpublish(make_live_article(), by=None)
    assert parsed(client, ATOM).entries == []


@pytest.mark.parametrize("rows", [1, 6])
def test_queries_do_not_grow_with_the_entries(client, rows, django_assert_num_queries):
    topic = make_topic(slug="t")
    for _ in range(rows):
        make_live_article(topic=topic, authors=[make_person()])
    with django_assert_num_queries(2):  # The heartbeat, the documents.
        client.get(ATOM)
    with django_assert_num_queries(3):  # The topics too.
        client.get("/feeds/topics/t.rss")
