"""The start page: numbers that lead to what they count, and charts that are tables."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_article, make_live_article, make_topic, make_user

from .pages import page, text_of


def figures(client: Client) -> dict[str, tuple[str, str]]:
    """By label: the number and where it leads."""
    links = page(client.get("/admin/")).find_class("figure")
    return {
        link.find_class("figure__label")[0].text: (
            link.find_class("figure__number")[0].text,
            link.get("href"),
        )
        for link in links
    }


def chart(client: Client, slug: str) -> dict[str, str]:
    rows = page(client.get("/admin/")).xpath(f"//table[@aria-labelledby='chart-{slug}']/tbody/tr")
    return {row[0].text_content().strip(): row[1].text_content().strip() for row in rows}


def due_in(days: int, **values) -> None:
    due = timezone.localdate() + timedelta(days=days)
    make_live_article(reviewed_on=date(2020, 1, 1), review_due=due, **values)


def test_each_number_leads_to_what_it_counts(client: Client) -> None:
    make_article()
    due_in(-1)
    due_in(1)
    found = figures(client)
    assert found["Overdue for review"] == ("1", "/admin/queue/?due=overdue#due")
    assert found["Review due in 30 days"] == ("1", "/admin/queue/?due=30#due")
    assert found["Live articles"] == ("2", "/admin/articles/article/?status=live")
    assert found["Drafts, never published"] == ("1", "/admin/articles/article/?status=draft")
    assert found["Waiting for you"] == ("0", "/admin/queue/#waiting")
    for _, address in found.values():
        assert client.get(address).status_code == 200


def test_the_charts_are_tables_with_the_numbers_in_them(client: Client) -> None:
    due_in(-1, topic=make_topic("Pain"))
    assert chart(client, "due")["Overdue"] == "1"
    assert len(chart(client, "due")) == 13
    assert list(chart(client, "weeks").values()) == [*["0"] * 11, "1"]
    assert chart(client, "topics") == {"Pain": "1"}


def test_an_empty_desk_says_so_in_words(client: Client) -> None:
    said = text_of(client.get("/admin/"))
    assert "Nothing is live yet." in said
    assert "Nothing went live in the last 12 weeks." in said


def test_what_went_live_of_late_stands_on_the_start_page(client: Client) -> None:
    make_live_article(title="Nerve pain")
    assert "Nerve pain Edition 1" in text_of(client.get("/admin/"))


def test_somebody_who_may_not_see_articles_has_a_start_page_without_them(db: None) -> None:
    make_live_article(title="Nerve pain")
    client = Client()
    client.force_login(make_user())
    assert "Nerve pain" not in text_of(client.get("/admin/"))
    assert figures(client) == {}


@pytest.mark.parametrize("size", [1, 5])
def test_the_start_page_costs_the_same_queries_for_any_number_of_articles(
    client: Client, size: int, django_assert_num_queries
) -> None:
    for _ in range(size):
        make_article()
        due_in(-1, topic=make_topic())
    # Session and user; the badge; the figures (waiting, due, scheduled, stale with the topics'
    # intervals, live, drafts); two for what was published; charts: months, weeks, topics and what
    # has none; paused webhooks.
    with django_assert_num_queries(18):
        client.get("/admin/")
