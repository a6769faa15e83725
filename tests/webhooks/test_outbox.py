"""Events stand in the transaction of what they tell of."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.documents import storing
from articles.editorial import moving, publishing, recompiling
from articles.models import Change, Delivery, Event
from tests.factories import make_article, make_live_article, make_person, make_topic, publish

pytestmark = pytest.mark.django_db


def types():
    return list(Event.objects.order_by("change").values_list("type", flat=True))


def data_of(type_name):
    return json.loads(Event.objects.get(type=type_name).body)["data"]


def test_each_act_is_one_event(make_endpoint):
    make_endpoint()
    article = make_live_article(slug="statins")
    article.title = "Statins, again"
    article.save()
    publish(article)
    moving.move(article, slug="all-statins", by=None)
    publishing.unpublish(article, by=None)
    assert types() == [
        *("article.published", "article.updated", "article.moved", "article.unpublished")
    ]
    assert Delivery.objects.count() == Change.objects.count() == 4


def test_the_body_is_complete(make_endpoint):
    make_endpoint()
    pain = make_topic(slug="pain")
    article = make_live_article(slug="gout", topic=make_topic(slug="joints", parent=pain))
    event = Event.objects.get()
    body = json.loads(event.body)
    assert body["type"] == "article.published"
    assert body["timestamp"].endswith("Z")
    data = body["data"]
    assert data["change_id"] == event.change_id
    assert data["subject"] == {"kind": "article", "id": str(article.pk), "slug": "gout"}
    assert data["article"]["slug"] == "gout"
    assert data["article"]["topic"]["slug"] == "joints"
    assert data["edition"] == 1
    assert data["revalidate"] == {
        "api": ["/api/v1/articles/gout/", "/api/v1/topics/pain/", "/api/v1/topics/joints/"],
        "frontend": [
            "http://localhost:8000/articles/gout/",
            "http://localhost:8000/topics/pain/",
            "http://localhost:8000/topics/joints/",
        ],
    }
    assert data["surrogate_keys"] == [f"article-{article.pk}", "articles"]


def test_the_public_note_and_the_correction_are_told(make_endpoint):
    make_endpoint()
    publish(make_article(), note="The dose was wrong.", is_correction=True)
    data = data_of("article.published")
    assert (data["change_note"], data["is_correction"]) == ("The dose was wrong.", True)


def test_a_move_tells_both_addresses(make_endpoint):
    article = make_live_article(slug="old")
    make_endpoint()
    moving.move(article, slug="new", by=None)
    data = data_of("article.moved")
    assert data["previous_slug"] == "old"
    assert data["revalidate"]["api"] == ["/api/v1/articles/new/", "/api/v1/articles/old/"]


def test_a_withdrawal_tells_the_last_card_and_the_reason(make_endpoint):
    article = make_live_article(slug="old", title="Old")
    make_endpoint()
    publishing.unpublish(article, by=None, explanation="Out of date.")
    data = data_of("article.unpublished")
    assert data["article"]["title"] == "Old"
    assert data["explanation"] == "Out of date."


def test_a_new_name_of_a_topic_is_told_with_every_article_that_shows_it(make_endpoint):
    topic = make_topic(slug="pain")
    make_live_article(slug="gout", topic=topic)
    make_endpoint()
    topic.name = "Aches"
    recompiling.save(topic)
    assert types() == ["topic.updated", "article.refreshed"]
    assert data_of("article.refreshed")["article"]["topic"]["name"] == "Aches"


def test_a_publish_that_fails_leaves_no_event(make_endpoint, monkeypatch):
    make_endpoint()
    article = make_article()

    def break_down(*args, **values):
        raise RuntimeError

    monkeypatch.setattr(storing, "documents_linking_to", break_down)
    with pytest.raises(RuntimeError):
        publish(article)
    assert not Event.objects.exists()
    assert not Change.objects.exists()


def test_a_change_has_one_event_at_most(make_endpoint):
    make_endpoint()
    make_live_article()
    event = Event.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(
            change=event.change,
            type=event.type,
            subject="x",
            body="{}",
            created_at=event.created_at,
        )


def test_a_second_publish_without_a_change_tells_nothing(make_endpoint):
    make_endpoint()
    article = make_live_article()
    with pytest.raises(publishing.NothingToPublish):
        publish(article)
    assert Event.objects.count() == 1


# --- Who hears of what ---


def test_an_endpoint_hears_of_the_events_that_it_names(make_endpoint):
    make_endpoint(event_types=["article.unpublished"])
    article = make_live_article()
    assert not Event.objects.exists()
    publishing.unpublish(article, by=None)
    assert types() == ["article.unpublished"]


def test_one_that_is_off_hears_of_nothing_and_a_paused_one_finds_it_later(make_endpoint):
    make_endpoint(is_active=False)
    paused = make_endpoint(paused_at=timezone.now(), paused_because="It answered 410.")
    make_live_article()
    assert Delivery.objects.get().endpoint == paused


def test_one_with_topics_hears_of_articles_in_them_and_under_them(make_endpoint):
    pain = make_topic(slug="pain")
    joints = make_topic(slug="joints", parent=pain)
    endpoint = make_endpoint()
    endpoint.topics.add(pain)
    make_live_article(slug="gout", topic=joints)
    make_live_article(slug="flu", topic=make_topic())
    make_live_article(slug="none")
    assert [json.loads(event.body)["data"]["subject"]["slug"] for event in Event.objects.all()] == [
        "gout"
    ]


def test_it_hears_of_what_leaves_its_topic(make_endpoint):
    pain = make_topic(slug="pain")
    article = make_live_article(topic=pain)
    endpoint = make_endpoint()
    endpoint.topics.add(pain)
    article.topic = make_topic(slug="heart")
    article.save()
    publish(article)
    assert types() == ["article.updated"]
    publishing.unpublish(article, by=None)
    assert types() == ["article.updated"]


def test_it_hears_of_a_withdrawal_in_its_topic_and_of_the_topic_itself(make_endpoint):
    pain = make_topic(slug="pain")
    joints = make_topic(slug="joints", parent=pain)
    article = make_live_article(topic=joints)
    endpoint = make_endpoint()
    endpoint.topics.add(pain)
    publishing.unpublish(article, by=None)
    recompiling.save(joints)
    recompiling.save(make_person())
    assert types() == ["article.unpublished", "topic.updated"]


def test_publishing_takes_as_many_queries_with_twenty_endpoints_as_with_one(make_endpoint):
    def queries():
        article = make_article()
        with CaptureQueriesContext(connection) as captured:
            publish(article)
        return len(captured)

    make_endpoint()
    with_one = queries()
    for _ in range(19):
        make_endpoint()
    assert queries() == with_one
