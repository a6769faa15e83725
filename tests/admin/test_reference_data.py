"""Topics, people and notices: saving one reaches the live articles that show it."""

import json

import pytest
from django.test import Client

from articles.models import Change, Document, Notice, Person, Topic
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    make_user,
)

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


def test_a_topic_is_put_under_another_but_in_no_circle(client: Client) -> None:
    pain, nerves = make_topic("Pain", slug="pain"), make_topic("Nerves", slug="nerves")
    address = "/admin/articles/topic/{}/change/"
    values = {"name": "Nerves", "slug": "nerves", "parent": pain.pk}
    client.post(address.format(nerves.pk), values)
    assert Topic.objects.get(slug="nerves").parent == pain
    values = {"name": "Pain", "slug": "pain", "parent": nerves.pk}
    answer = client.post(address.format(pain.pk), values)
    assert "nor in a circle" in text_of(answer)
    assert Topic.objects.get(slug="pain").parent is None


def test_a_person_is_added_and_that_is_a_change(client: Client) -> None:
    values = {"name": "Ada", "slug": "ada", "credentials": "MD", "bio": "", "url": ""}
    client.post("/admin/articles/person/add/", values)
    assert Person.objects.get().name == "Ada"
    assert Change.objects.get(subject="person").slug == "ada"


def test_a_person_is_given_a_login_by_those_who_keep_the_accounts(client: Client) -> None:
    person, account = make_person("Ada"), make_user(username="ada-login")
    address = f"/admin/articles/person/{person.pk}/change/"
    values = {"name": "Ada", "slug": person.slug, "account": account.pk}
    client.post(address, values)
    assert Person.objects.get().account == account
    assert "ada-login" in text_of(client.get(address))


def test_nobody_else_sees_or_sets_the_login_of_a_person(client_with) -> None:
    person = make_person("Ada", account=make_user(username="ada-login"))
    client = client_with("view_person", "change_person")
    address = f"/admin/articles/person/{person.pk}/change/"
    assert "ada-login" not in text_of(client.get(address))
    client.post(address, {"name": "Ada", "slug": person.slug, "account": make_user().pk})
    assert Person.objects.get().account.username == "ada-login"


def test_a_topic_has_its_own_review_interval(client: Client) -> None:
    topic = make_topic("Pain", slug="pain")
    values = {"name": "Pain", "slug": "pain", "review_interval_months": "12"}
    client.post(f"/admin/articles/topic/{topic.pk}/change/", values)
    assert Topic.objects.get().review_interval_months == 12


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
    # Session and user; the queue's badge; two counts; the rows.
    with django_assert_num_queries(7):
        client.get(f"/admin/articles/{model}/")
