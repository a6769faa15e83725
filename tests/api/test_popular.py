"""articles/popular/ and the beacon that it is counted from."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.delivery import counting
from articles.delivery.days import today
from articles.editorial import publishing
from articles.models import Change, ViewCount
from tests.factories import make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture
def look(client):
    def send(slug, *, user_agent=BROWSER, **headers):
        return client.post(
            f"/api/v1/articles/{slug}/views/",
            data="",
            content_type="text/plain;charset=UTF-8",
            headers={"User-Agent": user_agent, **headers},
        )

    return send


@pytest.fixture
def popular(get):
    def fetch(**parameters):
        counting.buffer.flush()
        response = get("articles/popular/", **parameters)
        assert response.status_code == 200, response.content
        return [(card["slug"], card["views"]) for card in response.json()["results"]]

    return fetch


def count(article, views, *, days_ago=0):
    day = today().day - timedelta(days=days_ago)
    ViewCount.objects.add({(article.pk, day): views}, at=timezone.now())


def test_the_most_viewed_comes_first(look, popular):
    make_live_article(slug="a")
    make_live_article(slug="b")
    make_live_article(slug="nobody-came")
    for slug in ("b", "a", "b"):
        response = look(slug)
        assert (response.status_code, response.content) == (204, b"")
        assert "Set-Cookie" not in response
    assert popular() == [("b", 2), ("a", 1)]


def test_only_the_days_asked_for_count(popular):
    article = make_live_article(slug="a")
    for days_ago in (-2, 0, 6, 7, 29, 30):  # Two days ahead: what nobody can have seen.
        count(article, 1, days_ago=days_ago)
    assert popular() == popular(days=7) == [("a", 2)]
    assert popular(days=30) == [("a", 4)]


def test_other_spans_are_refused(faults):
    assert faults("articles/popular/", days="8")["days"]["allowed"] == ["7", "30"]


def test_only_live_articles_of_the_topic_are_ranked(popular):
    pain = make_topic(slug="pain")
    live = make_live_article(slug="a", topic=make_topic(slug="nerves", parent=pain))
    other, gone = make_live_article(slug="b"), make_live_article(slug="gone")
    for article in (live, other, gone):
        count(article, 5)
    publishing.unpublish(gone, by=None)
    assert {slug for slug, _ in popular()} == {"a", "b"}
    assert popular(topic="pain") == [("a", 5)]


def test_an_old_address_counts_for_the_article_that_is_there_now(look, popular):
    article = make_live_article(slug="old")
    article.slug = "new"
    article.save()
    publish(article)
    assert look("old").status_code == 204
    assert popular() == [("new", 1)]


def test_unknown_is_404_and_withdrawn_410(look):
    publishing.unpublish(make_live_article(slug="gone"), by=None)
    assert look("none").status_code == 404
    assert look("gone").status_code == 410


def test_a_get_is_told_what_is_taken_there(get):
    make_live_article(slug="a")
    response = get("articles/a/views/")
    assert response.status_code == 405
    assert response.json()["detail"] == "Here are taken: POST, OPTIONS."


def test_crawlers_are_answered_and_not_counted(look, popular):
    make_live_article(slug="a")
    assert look("a", user_agent=CRAWLER).status_code == 204
    assert popular() == []


def test_one_client_counts_so_often_and_no_more(look, popular, settings):
    settings.VIEWS_PER_MINUTE = 2
    make_live_article(slug="a")
    answers = [look("a", **{"X-Forwarded-For": f"10.0.0.{number}"}) for number in range(4)]
    assert [answer.status_code for answer in answers][:2] == [204, 204]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
    ],
)
def test_what_a_client_makes_up_is_not_its_address(settings, proxies, forwarded, address):
    settings.NUM_PROXIES = proxies
    assert counting.client_address("127.0.0.1", forwarded) == address


def test_an_ipv6_client_is_its_network(settings):
    settings.VIEWS_PER_MINUTE = 1
    throttle, now = counting.Throttle(), timezone.now().replace(second=1)
    assert throttle.takes("2001:db8::1", now=now)
    assert not throttle.takes("2001:db8::2", now=now)
    assert throttle.takes("2001:db8:0:1::1", now=now)
    assert throttle.takes("2001:db8::2", now=now + timedelta(minutes=1))


def test_any_site_may_send_it_with_any_body_and_any_type(client):
    make_live_article(slug="a")
    for content_type in ("application/json", "multipart/form-data; boundary=x", "text/plain"):
        response = Client(enforce_csrf_checks=True).post(
            "/api/v1/articles/a/views/",
            data=b"\xff{",
            content_type=content_type,
            headers={"Origin": "https://example.org", "Accept": "text/html"},
        )
        assert response.status_code == 204
        assert response["Access-Control-Allow-Origin"] == "*"


def test_it_counts_without_the_last_slash_too(client, popular):
    make_live_article(slug="a")
    assert client.post("/api/v1/articles/a/views").status_code == 204
    assert popular() == [("a", 1)]
    assert reverse("views", args=["a"]) == "/api/v1/articles/a/views/"


def test_reading_it_is_not_allowed(get):
    make_live_article(slug="a")
    response = get("articles/a/views/")
    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")


def test_a_thousand_looks_cost_a_few_writes(look, settings, django_assert_max_num_queries):
    settings.VIEWS_PER_MINUTE = 10_000
    article = make_live_article(slug="a")
    for _ in range(50):
        look("a")
    assert not ViewCount.objects.exists()
    with django_assert_max_num_queries(8):
        counting.buffer.flush()
    assert ViewCount.objects.get().count == 50
    look("a")
    counting.buffer.flush()
    assert ViewCount.objects.get(article_id=article.pk).count == 51


def test_the_tag_changes_with_the_counts_and_publishing_nothing(get):
    article = make_live_article(slug="a")
    other, changes = get("articles/")["ETag"], Change.objects.count()
    tag = get("articles/popular/")["ETag"]
    assert get("articles/popular/", headers={"If-None-Match": tag}).status_code == 304
    count(article, 1)
    assert get("articles/popular/", headers={"If-None-Match": tag}).status_code == 200
    assert get("articles/")["ETag"] == other
    assert Change.objects.count() == changes


def test_no_article_can_have_the_address_of_the_list():
    with pytest.raises(publishing.CannotPublish, match="popular"):
        make_live_article(slug="popular")


def test_equals_come_in_one_order(popular):
    for number in range(4):
        count(make_live_article(slug=f"a-{number}"), 1)
    pages = [popular(page=page, page_size=2) for page in (1, 2)]
    assert pages[0] + pages[1] == popular()
    assert len({*pages[0], *pages[1]}) == 4


@pytest.mark.parametrize("rows", [2, 7])
def test_queries_do_not_grow_with_the_rows(get, rows, django_assert_num_queries):
    for _ in range(rows):
        count(make_live_article(), 1)
    # The heartbeat, the counts' revision, the ranking, its cards, the count.
    with django_assert_num_queries(5):
        get("articles/popular/", page_size=1)
