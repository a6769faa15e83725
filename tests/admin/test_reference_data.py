"""Topics, people and notices: saving one reaches the live articles that show it."""

import json

import pytest
from django.test import Client

from articles.models import Change, Document, Notice, Person, Topic
from tests.factories import make_article, make_live_article, make_notice, make_person, make_topic

from .pages import page, text_of


def cells(client: Client, model: str, field: str) -> list[str]:
    tree = page(client.get(f"/admin/articles/{model}/"))
    return [cell.text_content().strip() for cell in tree.find_class(f"field-{field}")]


def test_a_renamed_topic_is_renamed_in_live_articles(client: Client) -> None:
    topic = make_topic("Pain", slug="pain")
    make_live_article(topic=topic)
    values = {"name": "Aches", "slug": "pain", "description": ""}
    client.post(f"/admin/articles/topic/{topic.pk}/change/", values)
    assert json.loads(Document.objects.get().card)["topic"]["name"] == "Aches"


def test_a_person_is_added_and_that_is_a_change(client: Client) -> None:
    values = {"name": "Ada", "slug": "ada", "credentials": "MD", "bio": "", "url": ""}
    client.post("/admin/articles/person/add/", values)
    assert Person.objects.get().name == "Ada"
    assert Change.objects.get(subject="person").slug == "ada"


def test_the_text_of_a_notice_is_cleaned(client: Client) -> None:
    values = {"name": "Note", "slug": "note", "body": "<p onclick='x()'>Ask<script>x</script>.</p>"}
    client.post("/admin/articles/notice/add/", values)
    assert Notice.objects.get().body == "<p>Ask.</p>"


def test_a_topic_in_use_is_not_deleted(client: Client) -> None:
    topic = make_topic("Pain")
    make_article(title="Uses it", topic=topic)
    answer = client.post(f"/admin/articles/topic/{topic.pk}/delete/", {"post": "yes"})
    assert "Uses it" in text_of(answer)
    assert Topic.objects.exists()


def test_a_topic_that_nothing_uses_is_deleted_and_that_is_a_change(client: Client) -> None:
    topic = make_topic(slug="pain")
    client.post(f"/admin/articles/topic/{topic.pk}/delete/", {"post": "yes"})
    assert not Topic.objects.exists()
    assert Change.objects.get(kind="deleted").slug == "pain"


def test_the_lists_count_live_articles(client: Client) -> None:
    topic, notice, person = make_topic(), make_notice(), make_person()
    values = {"topic": topic, "disclaimer": notice, "authors": [person], "reviewers": [person]}
    for _ in range(2):
        make_live_article(**values)
    make_article(**values)
    assert cells(client, "topic", "live_articles") == ["2"]
    assert cells(client, "notice", "live_articles") == ["2"]
    assert cells(client, "person", "written_articles") == ["2"]
    assert cells(client, "person", "reviewed_articles") == ["2"]


@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize("model", ["topic", "person", "notice"])
def test_the_lists_cost_the_same_queries_for_any_number_of_rows(
    client: Client, model: str, size: int, django_assert_num_queries
) -> None:
    for _ in range(size):
        values = {"authors": [make_person()], "topic": make_topic(), "disclaimer": make_notice()}
        make_live_article(**values)
    # Session and user; two counts; the rows.
    with django_assert_num_queries(5):
        client.get(f"/admin/articles/{model}/")
