"""The queue page: who may see it, what it says to whom, and where its buttons lead."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.editorial import review
from articles.models import Article
from tests.desk import edit, failed, schedule, sign_off, written_by
from tests.factories import make_article, make_live_article, make_person, make_topic, make_user
from tests.roles import PUBLISHERS, REVIEWERS, WRITERS, make_member

from .pages import page, text_of, url_of

QUEUE = "/admin/queue/"


@pytest.fixture
def writer(db: None) -> Any:
    return make_member(WRITERS, username="wren", first_name="Wren", last_name="Writer")


@pytest.fixture
def reviewer(db: None) -> Any:
    user = make_member(REVIEWERS, username="rosa")
    make_person("Dr Rosa Reviewer", account=user)
    return user


@pytest.fixture
def publisher(db: None) -> Any:
    return make_member(PUBLISHERS, username="pia")


def at_work(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def section(client: Client, slug: str, query: str = "") -> Any:
    return page(client.get(f"{QUEUE}?{query}")).xpath(f"//section[@aria-labelledby='{slug}']")[0]


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def row(client: Client, slug: str, title: str) -> Any:
    return section(client, slug).xpath(f".//tr[th/a[text()='{title}']]")[0]


def titles(client: Client, slug: str, query: str = "") -> list[str]:
    return [words(link) for link in section(client, slug, query).find_class("desk__title")]


def act(client: Client, slug: str, title: str) -> str | None:
    """Where the button of a row leads."""
    buttons = row(client, slug, title).find_class("button")
    return buttons[0].get("href") if buttons else None


def live_due_in(days: int, **values: Any) -> Article:
    due = timezone.localdate() + timedelta(days=days)
    return make_live_article(reviewed_on=date(2020, 1, 1), review_due=due, **values)


# --- Who may see it ---


def test_a_visitor_is_asked_to_log_in(db: None) -> None:
    assert "Log in" in text_of(Client().get(QUEUE, follow=True))


def test_somebody_who_may_not_see_articles_is_refused(db: None) -> None:
    assert at_work(make_user()).get(QUEUE).status_code == 403


@pytest.mark.parametrize("group", [WRITERS, REVIEWERS, PUBLISHERS])
def test_every_role_has_the_queue_and_is_told_where_nothing_is(db: None, group: str) -> None:
    said = text_of(at_work(make_member(group)).get(QUEUE))
    assert "Nothing waits for you." in said
    assert "Nothing is scheduled." in said


# --- What it says ---


def test_a_reviewer_is_led_from_a_request_to_the_page_that_signs_off(writer, reviewer) -> None:
    article = written_by(writer, title="Pain")
    review.request_review(article, by=writer, reviewer=reviewer.person, comment="Mind the dose.")
    said = words(row(at_work(reviewer), "waiting", "Pain"))
    assert "Wren Writer asks you for a review" in said
    assert "Mind the dose." in said
    assert act(at_work(reviewer), "waiting", "Pain") == url_of(article, "sign-off")


def test_a_writer_is_led_to_the_article_that_changes_were_asked_for(writer, reviewer) -> None:
    article = written_by(writer, title="Pain")
    review.request_changes(article, by=reviewer, comment="More sources.")
    said = words(row(at_work(writer), "waiting", "Pain"))
    assert "Dr Rosa Reviewer asks for changes" in said
    assert "More sources." in said
    assert act(at_work(writer), "waiting", "Pain") == url_of(article)


def test_a_writer_is_led_to_ask_again_after_an_edit(writer, reviewer) -> None:
    article = written_by(writer, title="Pain")
    sign_off(article, reviewer)
    edit(article, by=writer)
    said = words(row(at_work(writer), "waiting", "Pain"))
    assert "Edited since Dr Rosa Reviewer signed it off" in said
    assert "Sign-off outdated" in said
    assert act(at_work(writer), "waiting", "Pain") == url_of(article, "ask-for-review")


def test_a_publisher_is_led_to_publish_what_is_signed_off(writer, reviewer, publisher) -> None:
    article = written_by(writer, title="Pain")
    sign_off(article, reviewer)
    assert "Dr Rosa Reviewer signed it off" in words(row(at_work(publisher), "waiting", "Pain"))
    assert act(at_work(publisher), "waiting", "Pain") == url_of(article, "publish")


def test_a_due_review_offers_each_role_what_it_may_do(writer, reviewer, publisher) -> None:
    article = live_due_in(-3, title="Pain")
    assert "3 days overdue" in words(row(at_work(writer), "due", "Pain"))
    assert act(at_work(writer), "due", "Pain") == url_of(article, "ask-for-review")
    assert act(at_work(reviewer), "due", "Pain") == url_of(article, "sign-off")
    assert act(at_work(publisher), "due", "Pain") is None
    sign_off(article, reviewer)
    assert "Reviewed, and not published yet" in words(row(at_work(writer), "due", "Pain"))
    assert act(at_work(publisher), "due", "Pain") == url_of(article, "publish")


def test_due_reviews_are_shown_by_window(client: Client) -> None:
    for days in (-1, 10, 50, 80):
        live_due_in(days, title=str(days))
    assert titles(client, "due") == ["-1", "10", "50", "80"]
    assert titles(client, "due", "due=overdue") == ["-1"]
    assert titles(client, "due", "due=60") == ["10", "50"]
    assert titles(client, "due", "due=never") == ["-1", "10", "50", "80"]


def test_a_schedule_says_what_failed_and_what_was_edited_since(publisher) -> None:
    schedule(make_article(title="Failed"), publisher, **failed(days_ago=1))
    article = make_article(title="Edited")
    schedule(article, publisher)
    edit(article, by=publisher)
    assert "Publishing failed" in words(row(at_work(publisher), "scheduled", "Failed"))
    assert "It was not signed off." in words(row(at_work(publisher), "scheduled", "Failed"))
    assert "edited since" in words(row(at_work(publisher), "scheduled", "Edited"))


def test_only_those_who_schedule_can_change_a_schedule(writer, publisher) -> None:
    article = make_article(title="Pain")
    schedule(article, publisher)
    assert act(at_work(publisher), "scheduled", "Pain") == url_of(article, "schedule")
    assert act(at_work(writer), "scheduled", "Pain") is None


def test_what_went_live_says_who_published_it_and_is_kept_after_a_deletion(client: Client) -> None:
    article = make_live_article(title="Pain")
    assert "Edition 1" in words(row(client, "published", "Pain"))
    article.document.delete()
    article.delete()
    assert "(deleted)" in words(section(client, "published"))


def test_the_queue_is_filtered_by_topic(client: Client) -> None:
    topic = make_topic("Sleep")
    live_due_in(1, title="Apnoea", topic=topic)
    live_due_in(1, title="Pain")
    assert titles(client, "due", f"topic={topic.pk}") == ["Apnoea"]
    assert "Nothing in this topic." in words(section(client, "scheduled", f"topic={topic.pk}"))
    assert set(titles(client, "due", "topic=0")) == {"Apnoea", "Pain"}


def test_a_long_section_is_shown_in_full_on_request(client: Client) -> None:
    for number in range(11):
        live_due_in(number)
    link = section(client, "due").xpath(".//a[text()='Show all 11']/@href")[0]
    assert len(titles(client, "due")) == 10
    assert len(titles(client, "due", link.split("?")[1].split("#")[0])) == 11


def test_the_sidebar_counts_what_waits(writer, reviewer) -> None:
    def entry() -> str:
        tree = page(at_work(reviewer).get("/admin/"))
        return words(tree.xpath("//*[@id='nav-sidebar-apps']//a[@href='/admin/queue/']")[0])

    assert entry() == "inbox Queue"
    review.request_review(written_by(writer), by=writer)
    assert entry() == "inbox Queue 1"


@pytest.mark.parametrize("size", [1, 6])
def test_the_queue_costs_the_same_queries_for_any_number_of_rows(
    client: Client, writer, reviewer, size: int, django_assert_num_queries
) -> None:
    for _ in range(size):
        topic = make_topic(review_interval_months=6)
        review.request_review(written_by(writer, topic=topic), by=writer)
        schedule(make_article(topic=topic), writer)
        live_due_in(1, topic=topic)
        sign_off(live_due_in(2, topic=topic), reviewer)
        Article.objects.filter(pk=make_article(topic=topic).pk).update(
            modified_at=timezone.now() - timedelta(days=100)
        )
    # Session and user; the badge; rows and count of five lists, and the topics' intervals; the
    # due reviews by window; where the articles stand (nine) with their reviews; the topics to
    # choose from.
    with django_assert_num_queries(27):
        client.get(QUEUE)
