"""Acts on many articles from the list: who is offered which, what the page says, what is done."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles.documents.loading import load
from articles.editorial import review
from articles.models import Article, BulkAct, BulkJob, Document, Edition
from tests.factories import make_article, make_live_article, make_person, make_topic, publish
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

from .pages import page, text_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


def browser_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def choose(client: Client, act: str, articles: list[Article], query: str = "", **values: Any):
    """Tick the articles in the list and run the act."""
    chosen = [str(article.pk) for article in articles]
    data = {"action": act, "_selected_action": chosen, "select_across": "0", "index": "0"}
    return client.post(f"{LIST}?{query}", data | values)


def confirm(client: Client, answer: HttpResponse, **changes: Any) -> HttpResponse:
    """Press the button of the page that asks."""
    form = page(answer).find_class("confirmation")[0]
    return client.post(form.action, dict(form.form_values()) | changes, follow=True)


def ready(**values: Any) -> Article:
    """An article in which the checks find no error."""
    return make_article(summary="A summary.", **values)


OFFERED = {
    WRITERS: {"set_topic", "set_reviewer", "export"},
    REVIEWERS: {"export"},
    PUBLISHERS: {"publish", "unpublish", "export"},
    ADMINISTRATORS: set(BulkAct.values),
}


@pytest.mark.parametrize("group", OFFERED)
def test_each_role_is_offered_what_it_may_do(group: str) -> None:
    make_article()
    tree = page(browser_of(make_member(group)).get(LIST))
    options = set(tree.xpath("//select[@name='action']/option/@value")) - {""}
    assert options == OFFERED[group]


@pytest.mark.parametrize("group", OFFERED)
@pytest.mark.parametrize("act", BulkAct.values)
def test_a_forged_request_is_refused_and_changes_nothing(group: str, act: str) -> None:
    article, client = make_article(), browser_of(make_member(group))
    expected = 200 if act in OFFERED[group] else 403
    assert choose(client, act, [article]).status_code == expected
    if expected == 403:
        data = {"act": act, "articles": str(article.pk)}
        assert client.post(f"{LIST}bulk/", data).status_code == 403
    assert not BulkJob.objects.exists()
    assert not Edition.objects.exists()


def test_a_visitor_has_to_log_in(client: Client) -> None:
    answer = Client().post(f"{LIST}bulk/", {"act": "export", "articles": str(make_article().pk)})
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert not BulkJob.objects.exists()


def test_the_page_says_what_will_happen_and_nothing_happens_yet(client: Client) -> None:
    answer = choose(client, "publish", [ready(title="One"), ready(title="Two")])
    assert "Publish: 2 articles" in text_of(answer)
    assert "goes live at once" in text_of(answer)
    assert not BulkJob.objects.exists()


def test_publishing_a_few_shows_the_report_at_once(client: Client, editor) -> None:
    articles = [ready(title="One"), ready(title="Two")]
    answer = confirm(
        client, choose(client, "publish", articles), note="Guideline.", accept_warnings="on"
    )
    said = text_of(answer)
    assert "Finished" in said
    assert "2 of 2 articles done." in said
    assert "One: Edition 1 is live." in said
    assert {edition.note for edition in Edition.objects.all()} == {"Guideline."}
    assert {edition.published_by for edition in Edition.objects.all()} == {editor}


def test_articles_with_nothing_to_publish_are_left_out_and_named(client: Client) -> None:
    live, draft = make_live_article(title="Live"), ready(title="Draft")
    answer = choose(client, "publish", [live, draft])
    said = text_of(answer)
    assert "Publish: 1 article" in said
    assert "Live: Nothing has changed since the edition that is live." in said
    confirm(client, answer, accept_warnings="on")
    assert [item.title for item in BulkJob.objects.get().items.all()] == ["Draft"]


def test_an_article_in_which_the_checks_find_an_error_is_left_out(client: Client) -> None:
    article = ready(title="Broken", faqs=[("Is it?", "")])
    answer = choose(client, "publish", [article])
    assert "Broken: " in text_of(answer)
    assert "Nothing: all that you chose is left out" in text_of(answer)
    assert not page(answer).xpath("//form[@class='confirmation']//button")


def test_articles_that_go_live_together_are_no_dead_links_of_one_another(client: Client) -> None:
    target = ready(title="Target")
    article = ready(title="Source", related=[target])
    alone = text_of(choose(client, "publish", [article]))
    both = text_of(choose(client, "publish", [article, target]))
    warnings = [int(said.split("Source: ")[1].split()[0]) for said in (alone, both)]
    assert warnings[0] == warnings[1] + 1


def test_warnings_have_to_be_accepted(client: Client) -> None:
    asked = choose(client, "publish", [ready(title="One")])
    assert "The checks warn: 1" in text_of(asked)
    answer = confirm(client, asked)
    assert "look at it, or tick this" in text_of(answer)
    assert not BulkJob.objects.exists()
    confirm(client, answer, accept_warnings="on")
    assert Document.objects.count() == 1


def test_an_article_without_a_sign_off_is_left_out_for_a_publisher(settings) -> None:
    settings.REQUIRE_SIGN_OFF = True
    signed, unsigned = ready(title="Signed"), ready(title="Unsigned")
    reviewer = make_member(REVIEWERS)
    review.sign_off(signed, by=reviewer, expected_hash=load(signed).hash)
    client = browser_of(make_member(PUBLISHERS))
    answer = choose(client, "publish", [signed, unsigned])
    assert "Unsigned: Nobody has signed off exactly this content." in text_of(answer)
    confirm(client, answer, accept_warnings="on", exception_reason="Forged.")
    assert Document.objects.get().article == signed


def test_an_administrator_gives_a_reason_for_what_is_not_signed_off(settings) -> None:
    settings.REQUIRE_SIGN_OFF = True
    client = browser_of(make_member(ADMINISTRATORS))
    answer = choose(client, "publish", [ready(title="Unsigned")])
    assert "Not signed off: 1" in text_of(answer)
    again = confirm(client, answer, accept_warnings="on")
    assert "None of these articles is signed off." in text_of(again)
    assert not BulkJob.objects.exists()
    done = confirm(client, again, accept_warnings="on", exception_reason="Urgent.")
    assert "Why without a sign-off Urgent." in text_of(done)
    assert Edition.objects.get().exception_reason == "Urgent."


def test_unpublishing_leaves_out_what_is_not_live(client: Client) -> None:
    live, draft = make_live_article(title="Live"), make_article(title="Draft")
    answer = choose(client, "unpublish", [live, draft])
    assert "Draft: It is not live." in text_of(answer)
    confirm(client, answer, explanation="Superseded.")
    assert not Document.objects.exists()


def test_the_topic_is_set(client: Client) -> None:
    article, topic = make_article(), make_topic("Pain")
    answer = choose(client, "set_topic", [article])
    assert "Readers see it once you publish." in text_of(answer)
    assert "This field is required." in text_of(confirm(client, answer))
    done = confirm(client, answer, topic=str(topic.pk))
    assert "Topic Pain" in text_of(done)
    article.refresh_from_db()
    assert article.topic == topic


def test_the_reviewer_is_set(client: Client) -> None:
    article, person = make_article(reviewers=[make_person()]), make_person("Ada")
    confirm(client, choose(client, "set_reviewer", [article]), reviewer=str(person.pk))
    assert list(article.reviewers.all()) == [person]


def test_selecting_across_pages_takes_all_that_the_filter_finds(client: Client) -> None:
    for number in range(60):
        make_article(title=f"Pain {number}")
    make_article(title="Other")
    answer = choose(client, "export", [], query="q=Pain", select_across="1", _selected_action=["x"])
    assert "Export: 60 articles" in text_of(answer)
    assert "It runs in the background" in text_of(answer)
    confirm(client, answer)
    assert BulkJob.objects.get().items.count() == 60
    assert BulkJob.objects.get().finished_at is None


def test_what_is_confirmed_is_what_was_shown(client: Client) -> None:
    article = make_article(title="Pain")
    answer = choose(client, "export", [article], query="q=Pain", select_across="1")
    make_article(title="Pain that came later")
    confirm(client, answer)
    assert [item.title for item in BulkJob.objects.get().items.all()] == ["Pain"]


def test_what_was_edited_since_one_looked_is_asked_again(client: Client) -> None:
    seen, edited = ready(title="Seen"), ready(title="Edited")
    answer = choose(client, "publish", [seen, edited])
    Article.objects.filter(pk=edited.pk).update(title="Other", modified_at=timezone.now())
    again = confirm(client, answer, note="The new guideline.", accept_warnings="on")
    assert "some of these articles changed since you looked" in text_of(again)
    assert not Document.objects.exists()
    form = page(again).find_class("confirmation")[0]
    assert form.fields["note"].strip() == "The new guideline."
    assert form.fields["accept_warnings"] is None
    confirm(client, again, accept_warnings="on")
    assert set(Document.objects.values_list("title", flat=True)) == {"Seen", "Other"}


def test_what_drops_out_since_one_looked_is_named_with_the_reason(settings) -> None:
    settings.REQUIRE_SIGN_OFF = True
    reviewer, publisher = make_member(REVIEWERS), browser_of(make_member(PUBLISHERS))
    article = ready(title="Pain")
    review.sign_off(article, by=reviewer, expected_hash=load(article).hash)
    answer = choose(publisher, "publish", [article])
    Article.objects.filter(pk=article.pk).update(summary="Another.", modified_at=timezone.now())
    again = text_of(confirm(publisher, answer, accept_warnings="on"))
    assert "Pain: Nobody has signed off exactly this content." in again
    assert not BulkJob.objects.exists()


def test_what_was_shown_as_left_out_is_not_worked_on(client: Client) -> None:
    live, draft = make_live_article(title="Live"), make_article(title="Draft")
    answer = choose(client, "unpublish", [live, draft])
    publish(draft)
    assert "some of these articles changed" in text_of(confirm(client, answer))
    assert Document.objects.count() == 2


def test_the_page_opened_by_hand_leads_to_the_list(client: Client) -> None:
    assert client.get(f"{LIST}bulk/").headers["Location"] == LIST
    assert client.post(f"{LIST}bulk/", {"act": "delete"}).headers["Location"] == LIST
    wrong = client.post(f"{LIST}bulk/", {"act": "export", "articles": "x"})
    assert wrong.headers["Location"] == LIST


@pytest.mark.parametrize("size", [2, 12])
def test_the_page_that_asks_costs_the_same_queries_for_any_number(
    client: Client, size: int, settings, django_assert_max_num_queries
) -> None:
    settings.REQUIRE_SIGN_OFF = True
    articles = [ready(reviewers=[make_person()], topic=make_topic()) for _ in range(size)]
    # Those of the list; statuses, sign-offs and the facts for the checks, each for all at once.
    with django_assert_max_num_queries(40):
        choose(client, "publish", articles)
