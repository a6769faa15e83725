"""articles/{slug}/?as_of= and ?edition=: the article as it was."""

from datetime import UTC, datetime

import pytest

from articles.editorial import publishing, recompiling
from tests.factories import make_article, make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db


def at(month, day=10, hour=12):
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def article():
    """Published in January and March, withdrawn in May, back in July; a draft since."""
    article = make_article(slug="a", title="January", topic=make_topic("Pain", slug="pain"))
    publish(article, at=at(1))
    article.title = "March"
    article.save()
    publish(article, at=at(3))
    publishing.unpublish(article, by=None, at=at(5))
    article.title = "July"
    article.save()
    publish(article, at=at(7))
    article.title = "Draft"
    article.save()
    return article


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({"as_of": "2026-01-10"}, "January"),
        ({"as_of": "2026-01-10T12:00:00Z"}, "January"),
        ({"as_of": "2026-03-09"}, "January"),
        ({"as_of": "2026-03-10T13:00:00+01:00"}, "March"),
        ({"as_of": "2026-08-01"}, "July"),
        ({"edition": "1"}, "January"),
        ({"edition": "3"}, "July"),
    ],
)
def test_it_is_the_article_as_it_was(get, asked, title):
    response = get("articles/a/", **asked)
    assert response.status_code == 200, response.content
    assert response.json()["title"] == title


@pytest.mark.usefixtures("article")
def test_before_the_first_publication_a_404_says_since_when(get):
    response = get("articles/a/", as_of="2026-01-09")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "2026-01-10" in response.json()["detail"]
    assert response.json()["since"] == "2026-01-10T12:00:00Z"
    assert get("articles/a/", as_of="2026-01-10T11:59:59Z").status_code == 404


@pytest.mark.usefixtures("article")
def test_while_it_was_withdrawn_a_410_says_since_when(get):
    response = get("articles/a/", as_of="2026-06-01")
    assert response.status_code == 410
    assert "2026-05-10" in response.json()["detail"]


@pytest.mark.usefixtures("article")
def test_an_edition_that_never_was_is_a_404_that_tells_the_newest(get):
    response = get("articles/a/", edition="4")
    assert response.status_code == 404
    assert "1 to 3" in response.json()["detail"]


def test_a_withdrawn_article_shows_no_old_edition(get, article):
    publishing.unpublish(article, by=None)
    assert get("articles/a/", edition="1").status_code == 410
    assert get("articles/a/", as_of="2026-02-01").status_code == 410


def test_an_old_address_leads_on_with_the_query(get, article):
    article.slug = "b"
    article.save()
    publish(article)
    response = get("articles/a/", as_of="2026-02-01")
    assert (response.status_code, response["Location"]) == (
        308,
        "/api/v1/articles/b/?as_of=2026-02-01",
    )
    old = get("articles/b/", as_of="2026-02-01").json()
    assert (old["title"], old["url"]) == ("January", "/api/v1/articles/b/")


@pytest.mark.usefixtures("article")
def test_every_edition_has_a_tag_of_its_own(get):
    asked = [{}, {"edition": "1"}, {"edition": "2"}, {"as_of": "2026-02-01"}, {"edition": "3"}]
    tags = [get("articles/a/", **each)["ETag"] for each in asked]
    assert len(set(tags)) == len(tags)
    fresh = {"If-None-Match": tags[1]}
    assert get("articles/a/", headers=fresh, edition="1").status_code == 304
    assert get("articles/a/", headers=fresh, edition="2").status_code == 200


def test_topics_are_those_of_today_and_the_tag_knows(get, article):
    tag = get("articles/a/", edition="1")["ETag"]
    topic = article.topic
    topic.name = "Aches"
    recompiling.save(topic)
    response = get("articles/a/", headers={"If-None-Match": tag}, edition="1")
    assert response.json()["topic"]["name"] == "Aches"


@pytest.mark.usefixtures("article")
def test_fields_and_formats_work_as_ever(get):
    answer = get("articles/a/", edition="1", fields="title,sections.body", body="text").json()
    assert answer == {"title": "January", "sections": [{"body": {"text": "Some words."}}]}


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    "asked",
    [
        {"as_of": "soon"},
        {"as_of": "9999-12-31"},
        {"as_of": "2026-01-10", "edition": "1"},
        {"edition": "0"},
        {"edition": "x"},
    ],
)
def test_what_makes_no_sense_is_refused(faults, asked):
    assert faults("articles/a/", **asked)


@pytest.mark.parametrize("rows", [1, 6])
def test_queries_do_not_grow_with_the_editions(get, rows, django_assert_num_queries):
    article = make_live_article(slug="a")
    for number in range(rows):
        article.title = f"T{number}"
        article.save()
        publish(article)
    # The heartbeat, the article, its edition, the corrections up to it.
    with django_assert_num_queries(4):
        get("articles/a/", edition="1")
