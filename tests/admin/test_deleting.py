"""Deleting asks first, says what stays, and is refused where something is in use."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.editorial import publishing
from articles.models import Article, Edition, Person, Preview, Schedule, Topic
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    publish,
)

from .pages import page, text_of, url_of


def test_a_live_article_is_refused_with_the_way_out(client: Client) -> None:
    article = make_live_article()
    answer = client.get(url_of(article, "delete"), follow=True)
    link = page(answer).xpath("//a[text()='Unpublish it first']")[0]
    assert link.get("href") == url_of(article, "unpublish")


def test_it_is_told_what_goes_and_what_stays(client: Client, editor) -> None:
    article = make_live_article(title="Pain")
    publishing.unpublish(article, by=None)
    now = timezone.now()
    Schedule.objects.create(
        article=article,
        act="unpublish",
        due_at=datetime(2030, 5, 1, 9, tzinfo=UTC),
        scheduled_at=now,
        scheduled_by=editor,
    )
    Preview.objects.create(
        article=article, created_by=editor, created_at=now, expires_at=now + timedelta(days=1)
    )
    text = text_of(client.get(url_of(article, "delete")))
    assert "Delete “Pain”?" in text
    assert "What is scheduled is cancelled: Unpublish, 1 May 2030, 09:00." in text
    assert "One shared preview stops working." in text
    assert "Its edition stays in the history" in text
    assert Article.objects.exists()
    client.post(url_of(article, "delete"), {"post": "yes"})
    assert not Article.objects.exists()
    assert not Schedule.objects.exists()
    assert Edition.objects.filter(article=article.pk).count() == 1


def refusal(client: Client, model: str, key: int) -> str:
    return text_of(client.post(f"/admin/articles/{model}/{key}/delete/", {"post": "yes"}))


def test_a_topic_in_use_says_where(client: Client) -> None:
    topic = make_topic("Pain")
    make_article(title="Headache", topic=topic)
    text = refusal(client, "topic", topic.pk)
    assert "“Pain” can't be deleted: it is in use" in text
    assert "“Headache” is filed under it" in text
    assert Topic.objects.exists()


def test_a_person_in_use_says_where(client: Client) -> None:
    ada = make_person("Ada")
    make_article(title="Hers", authors=[ada])
    make_article(title="Checked", reviewers=[ada])
    text = refusal(client, "person", ada.pk)
    assert "“Hers” names this person as an author" in text
    assert "“Checked” names this person as a reviewer" in text
    assert Person.objects.exists()


def test_what_only_readers_still_see_is_in_use(client: Client) -> None:
    notice = make_notice()
    article = make_article(title="Old", disclaimer=notice)
    publish(article)
    Article.objects.update(disclaimer=None)
    text = refusal(client, "notice", notice.pk)
    assert "“Old” shows it to readers, until it is published again" in text


@pytest.mark.parametrize("make", [make_topic, make_person, make_notice])
def test_what_nothing_names_can_go(client: Client, make) -> None:
    row = make()
    address = f"/admin/articles/{row._meta.model_name}/{row.pk}/delete/"
    assert "nothing changes for readers" in text_of(client.get(address))
    client.post(address, {"post": "yes"})
    assert not type(row).objects.exists()
