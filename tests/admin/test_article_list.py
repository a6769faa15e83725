"""The list of articles: what it shows, finds and filters."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from articles.editorial.publishing import unpublish
from articles.editorial.review import request_changes, request_review
from articles.models import Article
from tests.desk import edit, sign_off, written_by
from tests.factories import make_article, make_live_article, make_person, make_topic
from tests.roles import REVIEWERS, WRITERS, make_member

from .pages import page

LIST = "/admin/articles/article/"


@pytest.fixture
def on_15_june() -> Iterator[None]:
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        yield


def titles(client: Client, query: str = "") -> set[str]:
    tree = page(client.get(f"{LIST}?{query}"))
    return {cell.text_content().strip() for cell in tree.xpath("//th//strong")}


def cell(client: Client, title: str, field: str) -> str:
    row = page(client.get(LIST)).xpath(f"//tr[.//strong[text()='{title}']]")[0]
    return " ".join(row.find_class(f"field-{field}")[0].text_content().split())


@pytest.fixture
def four_articles(db: None) -> None:
    """One article in each status."""
    make_article(title="Draft one")
    make_live_article(title="Live one")
    edited = make_live_article(title="Edited one")
    Article.objects.filter(pk=edited.pk).update(summary="New.")
    unpublish(make_live_article(title="Withdrawn one"), by=None)


@pytest.mark.usefixtures("four_articles")
def test_the_list_says_where_each_article_stands(client: Client) -> None:
    assert cell(client, "Draft one", "status_label") == "Draft"
    assert cell(client, "Live one", "status_label") == "Live"
    assert cell(client, "Edited one", "status_label") == "Live, with unpublished changes"
    assert cell(client, "Withdrawn one", "status_label") == "Withdrawn"


@pytest.mark.usefixtures("four_articles")
def test_the_list_is_filtered_by_status(client: Client) -> None:
    assert titles(client, "status=live") == {"Live one", "Edited one"}
    assert titles(client, "status=not-live") == {"Draft one", "Withdrawn one"}
    assert titles(client, "status=draft") == {"Draft one"}
    assert titles(client, "status=withdrawn") == {"Withdrawn one"}


def test_the_list_is_filtered_by_where_the_review_stands(client: Client) -> None:
    writer, reviewer = make_member(WRITERS), make_member(REVIEWERS)
    make_article(title="Never reviewed")
    request_review(written_by(writer, title="Waiting"), by=writer)
    request_changes(written_by(writer, title="Sent back"), by=reviewer, comment="Sources.")
    sign_off(written_by(writer, title="Approved"), reviewer)
    edited = written_by(writer, title="Edited since")
    sign_off(edited, reviewer)
    edit(edited, by=writer)
    assert titles(client, "review=waiting") == {"Waiting"}
    assert titles(client, "review=changes") == {"Sent back"}
    assert titles(client, "review=signed-off") == {"Approved"}
    assert titles(client, "review=outdated") == {"Edited since"}
    assert titles(client, "review=none") == {"Never reviewed"}
    assert cell(client, "Waiting", "status_label") == "Draft Waiting for review"
    assert cell(client, "Never reviewed", "status_label") == "Draft"


@pytest.mark.usefixtures("on_15_june")
def test_the_list_shows_topic_reviewers_and_days(client: Client) -> None:
    make_live_article(
        title="Reviewed",
        topic=make_topic("Pain"),
        reviewers=[make_person("Ada"), make_person("Grace")],
        reviewed_on=date(2025, 6, 1),
        review_due=date(2026, 6, 14),
    )
    assert cell(client, "Reviewed", "topic") == "Pain"
    assert cell(client, "Reviewed", "reviewer_names") == "Ada, Grace"
    assert cell(client, "Reviewed", "review_due_on") == "14 Jun 2026 overdue"
    assert cell(client, "Reviewed", "published_on") == "15 Jun 2026"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("overdue", {"-1"}),
        ("30", {"0", "30"}),
        ("60", {"0", "30", "31", "60"}),
        ("90", {"0", "30", "31", "60", "90"}),
    ],
)
@pytest.mark.usefixtures("on_15_june")
def test_the_list_is_filtered_by_the_day_a_review_is_due(
    client: Client, value: str, found: set[str]
) -> None:
    for days in (-1, 0, 30, 31, 60, 90, 91):
        due = date(2026, 6, 15) + timedelta(days=days)
        make_article(title=f"{days}", reviewed_on=date(2020, 1, 1), review_due=due)
    make_article(title="never")
    assert titles(client, f"review_due={value}") == found


def test_the_list_is_filtered_by_topic_reviewer_and_featured(client: Client) -> None:
    topic, reviewer = make_topic(), make_person()
    make_article(title="By topic", topic=topic)
    make_article(title="By reviewer", reviewers=[reviewer])
    make_article(title="Featured", featured=True)
    assert titles(client, f"topic__id__exact={topic.pk}") == {"By topic"}
    assert titles(client, f"reviewers__id__exact={reviewer.pk}") == {"By reviewer"}
    assert titles(client, "featured__exact=1") == {"Featured"}


@pytest.mark.parametrize(
    "query", ["nerve", "SLUG-ONE", "tingling", "Neuralgie", "Müdigkeit", "nerve tingling"]
)
def test_search_finds_title_slug_summary_and_other_names(client: Client, query: str) -> None:
    make_article(
        title="Nerve pain",
        slug="slug-one",
        summary="Burning and tingling.",
        also_called=["Neuralgie", "Müdigkeit"],
    )
    make_article(title="Migraine", slug="migraine")
    assert titles(client, f"q={query}") == {"Nerve pain"}


def test_the_list_is_sorted_by_every_column_that_offers_it(client: Client) -> None:
    make_article()
    make_live_article()
    for column in range(1, 8):
        for direction in ("", "-"):
            assert len(titles(client, f"o={direction}{column}")) == 2


def test_there_is_no_bulk_deletion(client: Client) -> None:
    article = make_article()
    action = {"action": "delete_selected", "_selected_action": str(article.pk), "post": "yes"}
    client.post(LIST, action)
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("size", [1, 10])
def test_the_list_costs_the_same_queries_for_any_number_of_rows(
    client: Client, size: int, django_assert_num_queries
) -> None:
    for _ in range(size):
        topic, reviewers = make_topic(), [make_person(), make_person()]
        make_live_article(topic=topic, reviewers=reviewers)
        make_article(topic=topic, reviewers=reviewers)
    # Session and user; the queue's badge; two counts; the rows and their reviewers; for the
    # statuses the rows with their six lists of parts, the documents and the editions; the threads
    # of their reviews.
    with django_assert_num_queries(18):
        client.get(LIST)


def test_the_alternative_to_a_withdrawn_article_is_chosen_among_live_ones(client: Client) -> None:
    make_article(title="Draft pain")
    live = make_live_article(title="Live pain")
    query = "app_label=articles&model_name=redirect&field_name=alternative&term=pain"
    answer = client.get(f"/admin/autocomplete/?{query}").json()
    assert [found["id"] for found in answer["results"]] == [str(live.pk)]
