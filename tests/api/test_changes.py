"""`changes/`: a copy that follows the cursor ends up right."""

import pytest
from django.core import signing

from articles.delivery.changes import SALT
from articles.editorial import moving, publishing, recompiling
from articles.models import Change
from tests.factories import make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(get):
    def fetch(cursor=None, **parameters):
        given = {"cursor": cursor} if cursor else {}
        response = get("changes/", **given, **parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return fetch


@pytest.fixture
def follow(ask):
    """Everything from a cursor on: the entries, and the cursor behind them."""

    def fetch(cursor=None, **parameters):
        entries = []
        while True:
            page = ask(cursor, **parameters)
            entries += page["results"]
            cursor = page["next_cursor"]
            if not page["has_more"]:
                return entries, cursor

    return fetch


def told(entries):
    return [(each["slug"], each["reason"] or each["kind"]) for each in entries]


def edit(article, **values):
    type(article).objects.filter(pk=article.pk).update(**values)
    publish(article)


def test_it_begins_with_all_that_is_live(follow):
    make_live_article(slug="a")
    make_live_article(slug="b")
    entries, _ = follow(limit=1)
    assert sorted(told(entries)) == [("a", "published"), ("b", "published")]
    assert {each["article"]["slug"] for each in entries} == {"a", "b"}


def test_nothing_happened_means_nothing_is_told(follow):
    make_live_article()
    _, cursor = follow()
    assert follow(cursor)[0] == []


def test_an_update_brings_the_article_as_it_is_now(follow):
    article = make_live_article(title="Old")
    _, cursor = follow()
    edit(article, title="New")
    edit(article, title="Newer")
    (entry,), _ = follow(cursor)
    assert (entry["kind"], entry["article"]["title"], entry["edition"]) == ("updated", "Newer", 3)


def test_a_draft_edit_is_no_change(follow):
    article = make_live_article()
    _, cursor = follow()
    type(article).objects.filter(pk=article.pk).update(title="Draft")
    assert follow(cursor)[0] == []


def test_a_withdrawal_is_a_tombstone(follow):
    article = make_live_article(slug="gone")
    _, cursor = follow()
    publishing.unpublish(article, by=None)
    (entry,), _ = follow(cursor)
    assert told([entry]) == [("gone", "unpublished")]
    assert entry["is_tombstone"]
    assert entry["article"] is None


def test_a_move_takes_the_old_address_out_and_puts_the_new_one_in(follow):
    article = make_live_article(slug="old")
    _, cursor = follow()
    moving.move(article, slug="new", by=None)
    entries, _ = follow(cursor)
    assert told(entries) == [("old", "moved"), ("new", "moved")]
    assert [each["is_tombstone"] for each in entries] == [True, False]


def test_every_address_that_was_left_is_told_also_after_later_changes(follow):
    article = make_live_article(slug="a")
    _, cursor = follow()
    moving.move(article, slug="b", by=None)
    moving.move(article, slug="c", by=None)
    publishing.unpublish(article, by=None)
    assert told(follow(cursor)[0]) == [("a", "moved"), ("b", "moved"), ("c", "unpublished")]


def test_an_article_that_leaves_the_filter_is_a_tombstone(follow):
    pain, skin = make_topic(slug="pain"), make_topic(slug="skin")
    article = make_live_article(slug="a", topic=pain)
    _, cursor = follow(topic="pain")
    edit(article, topic=skin)
    edit(article, title="Later still")
    assert told(follow(cursor, topic="pain")[0]) == [("a", "left_filter")]


def test_it_is_told_however_small_the_pages(follow, ask):
    pain, skin = make_topic(slug="pain"), make_topic(slug="skin")
    article = make_live_article(slug="a", topic=pain)
    other = make_live_article(slug="b", topic=pain)
    _, cursor = follow(topic="pain")
    edit(article, topic=skin)
    edit(other, title="B")
    cursor = ask(cursor, topic="pain", limit=1)["next_cursor"]
    edit(article, title="Later")
    assert ("a", "left_filter") in told(follow(cursor, topic="pain", limit=1)[0])


def test_an_article_that_was_never_in_the_filter_is_not_told(follow):
    make_topic(slug="pain")
    article = make_live_article(topic=make_topic(slug="skin"))
    _, cursor = follow(topic="pain")
    edit(article, title="New")
    assert follow(cursor, topic="pain")[0] == []


def test_an_article_that_comes_into_the_filter_is_told(follow):
    pain = make_topic(slug="pain")
    article = make_live_article(slug="a")
    _, cursor = follow(topic="pain")
    edit(article, topic=pain)
    assert told(follow(cursor, topic="pain")[0]) == [("a", "updated")]


def test_a_topic_that_is_moved_elsewhere_takes_its_articles_along(follow):
    pain, body = make_topic(slug="pain"), make_topic(slug="body")
    head = make_topic(slug="head", parent=pain)
    make_live_article(slug="a", topic=head)
    _, cursor = follow(topic="pain")
    head.parent = body
    recompiling.save(head)
    assert told(follow(cursor, topic="pain")[0]) == [("a", "left_filter")]


def test_topics_and_people_are_told_when_they_are_asked_for(follow):
    make_live_article()
    _, cursor = follow(subject="topic,article")
    topic = make_topic(slug="pain")
    recompiling.save(topic)
    recompiling.delete(topic)
    entries, _ = follow(cursor, subject="topic,article")
    assert told(entries) == [("pain", "deleted")]
    assert entries[0]["subject"] == "topic"


def test_whole_articles_come_in_the_formats_asked_for(follow):
    make_live_article(slug="a")
    (entry,), _ = follow(include="full", body="markdown")
    assert entry["article"]["sections"][0]["body"] == {"markdown": "Some words."}
    (entry,), _ = follow(include="none")
    assert entry["article"] is None
    assert not entry["is_tombstone"]


def test_what_is_published_during_the_snapshot_is_told_after_it(ask, follow):
    first, second = sorted([make_live_article(), make_live_article()], key=lambda row: row.pk)
    page = ask(limit=1)
    publishing.unpublish(first, by=None)
    edit(second, title="New")
    make_live_article(slug="third")
    entries, _ = follow(page["next_cursor"], limit=1)
    copy = {first.slug: page["results"][0]["article"]}
    for entry in entries:
        copy.pop(entry["slug"], None)
        if entry["article"]:
            copy[entry["slug"]] = entry["article"]
    assert copy.keys() == {second.slug, "third"}
    assert copy[second.slug]["title"] == "New"


@pytest.mark.parametrize(
    "cursor",
    ["x", "a:b:c", "%00", "eyJ" * 1000, signing.dumps([9, 0, "", "", ""], salt=SALT)],
    ids=["a word", "unsigned", "NUL", "long", "of a later version"],
)
def test_a_cursor_that_is_none_says_to_start_over(get, cursor):
    response = get("changes/", cursor=cursor)
    assert response.status_code == 410
    assert "Start over" in response.json()["detail"]
    assert response.json()["start_over"] == "http://testserver/api/v1/changes/"


def test_a_cursor_of_another_database_says_to_start_over(get, follow):
    make_live_article()
    _, cursor = follow()
    filters = signing.loads(cursor, salt=SALT)[-1]
    foreign = [1, Change.objects.latest("id").pk, "0123456789ab", "", filters]
    assert get("changes/", cursor=signing.dumps(foreign, salt=SALT)).status_code == 410
    beyond = [1, Change.objects.latest("id").pk + 1, "0123456789ab", "", filters]
    assert get("changes/", cursor=signing.dumps(beyond, salt=SALT)).status_code == 410


def test_a_cursor_of_other_filters_says_to_start_over(get, follow):
    make_topic(slug="pain")
    _, cursor = follow()
    response = get("changes/", cursor=cursor, topic="pain", limit=5)
    assert response.status_code == 410
    assert "other filters" in response.json()["detail"]
    first = "http://testserver/api/v1/changes/?limit=5&topic=pain"
    assert response.json()["start_over"] == first
    assert first in response.json()["detail"]


def test_an_unchanged_answer_is_a_304(get, follow):
    make_live_article()
    _, cursor = follow()
    etag = get("changes/", cursor=cursor)["ETag"]
    assert get("changes/", cursor=cursor, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("count", [2, 5])
def test_a_page_costs_the_same_queries_however_long(get, follow, count, django_assert_num_queries):
    pain, skin = make_topic(slug="pain"), make_topic(slug="skin")
    articles = [make_live_article(topic=pain) for _ in range(count)]
    _, cursor = follow(topic="pain")
    for article in articles:
        edit(article, topic=skin)
    # The newest change, the topics, the cursor's change, the changes, the documents, and where
    # those that don't fit were before.
    with django_assert_num_queries(6):
        get("changes/", cursor=cursor, topic="pain")


def test_a_page_of_all_costs_as_many_queries_as_a_list_does(get, follow, django_assert_num_queries):
    make_live_article()
    _, cursor = follow()
    with django_assert_num_queries(2):  # The newest change, the documents.
        get("changes/")
    with django_assert_num_queries(2):  # The newest change, which is the cursor's; what is behind.
        get("changes/", cursor=cursor)
