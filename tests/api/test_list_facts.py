"""A list is counted once until something changes, and its count is never wrong."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.delivery import list_facts
from articles.editorial import publishing
from articles.models import Document
from tests.factories import make_live_article, make_person, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(get):
    """The count in a list's answer, and whether the database was asked for it."""

    def fetch(path="articles/", **parameters):
        with CaptureQueriesContext(connection) as captured:
            answer = get(path, page_size=1, **parameters).json()
        asked = [row for row in captured.captured_queries if "COUNT(" in row["sql"]]
        return answer["count"], bool(asked)

    return fetch


def test_all_pages_of_a_list_share_its_count(counted):
    make_live_article()
    make_live_article()
    assert counted() == (2, True)
    assert counted(page=2, ordering="title", fields="slug") == (2, False)


def test_what_is_published_or_withdrawn_is_counted_anew(counted):
    first = make_live_article()
    make_live_article()
    assert counted() == (2, True)
    make_live_article()
    assert counted() == (3, True)
    publishing.unpublish(first, by=None)
    assert counted() == (2, True)


def test_each_filter_has_its_own_count(counted):
    pain, sleep = make_topic("Pain", slug="pain"), make_topic("Sleep", slug="sleep")
    for topic in (pain, pain, pain, sleep, sleep):
        make_live_article(topic=topic)
    assert counted() == (5, True)
    assert counted(topic="pain") == (3, True)
    assert counted(topic="sleep") == (2, True)
    assert counted(topic="pain") == (3, False)


def test_people_and_health_aspects_are_counted_without_a_look_at_the_articles(get):
    ann, bo = make_person("Ann", slug="ann"), make_person("Bo", slug="bo")
    causes, signs = (
        {"heading": name, "body": "<p>So.</p>", "health_aspect": name}
        for name in ("Causes", "Symptoms")
    )
    make_live_article(authors=[ann, bo], reviewers=[bo], sections=[causes, signs, causes])
    make_live_article(authors=[ann], sections=[signs])
    publishing.unpublish(make_live_article(authors=[ann], sections=[signs]), by=None)
    for asked, number in {
        "author=ann": 2,
        "author=ann,bo": 2,
        "reviewer=bo": 1,
        "health_aspect=Symptoms": 2,
        "health_aspect=Symptoms,Causes": 2,
        "health_aspect=Symptoms&reviewer=bo": 1,
    }.items():
        with CaptureQueriesContext(connection) as captured:
            answer = get(f"articles/?{asked}&page_size=1").json()
        looks = [row["sql"] for row in captured if "COUNT(" in row["sql"]]
        assert (asked, answer["count"]) == (asked, number)
        assert "&" in asked or not any("articles_document" + '"' in sql for sql in looks)


def test_each_list_has_its_own_count(counted):
    make_live_article(faqs=[("Why?", "<p>So.</p>")] * 3)
    make_live_article()
    assert counted("articles/") == (2, True)
    assert counted("faqs/")[0] == 3


def test_each_question_has_its_own_count(counted):
    for title in ("Gout", "Gout again", "Measles", "Measles again", "Measles once more"):
        make_live_article(title=title, sections=[])
    assert counted("search/", q="gout")[0] == 2
    assert counted("search/", q="measles")[0] == 3


def test_what_changes_at_midnight_is_counted_each_time(counted):
    for _ in range(2):
        make_live_article()
    Document.objects.update(review_due=timezone.now().date().replace(year=2020))
    assert counted(review_status="overdue") == (2, True)
    assert counted(review_status="overdue") == (2, True)


@pytest.fixture
def _a_large_site(monkeypatch):
    """A list that has less than a half of all is short."""
    monkeypatch.setattr(list_facts, "RARE", 2)


@pytest.mark.usefixtures("_a_large_site")
@pytest.mark.parametrize(
    "ordering", ["", "title", "-updated_at"], ids=["newest", "title", "updated"]
)
def test_a_short_list_is_told_by_its_keys_in_the_same_order(get, titles, ordering):
    topic = make_topic("Pain", slug="pain")
    for number in range(12):
        make_live_article(title=f"{number % 5} pills", topic=topic if number % 3 == 0 else None)
    asked = {"topic": "pain", "page_size": 2, **({"ordering": ordering} if ordering else {})}
    first, again = (
        [title for page in (1, 2) for title in titles(page=page, **asked)] for _ in range(2)
    )
    assert len(first) == 4
    assert again == first
    with CaptureQueriesContext(connection) as captured:
        get("articles/", page=2, **asked)
    # The heartbeat, the topic's id, the cards: no condition runs through the articles again.
    assert len(captured) == 3
    assert '"topic_id" IN' not in captured.captured_queries[-1]["sql"]


@pytest.mark.usefixtures("_a_large_site")
def test_a_short_list_has_what_is_published_into_it(titles):
    topic = make_topic("Pain", slug="pain")
    for number in range(8):
        make_live_article(topic=topic if number < 3 else None)
    for _ in range(2):
        assert len(titles(topic="pain", page_size=1, ordering="title")) == 1
    make_live_article(title="A new one", topic=topic)
    assert titles(topic="pain", page_size=1, ordering="title") == ["A new one"]
