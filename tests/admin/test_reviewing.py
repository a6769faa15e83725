"""The review box of an article's page, and the pages of its buttons."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from articles.documents.loading import load
from articles.editorial import review
from articles.editorial.working_copy import settle
from articles.models import Article, Edition, ReviewAct, ReviewEntry, Section, SignOff
from tests.factories import make_article, make_live_article, make_person
from tests.roles import PUBLISHERS, REVIEWERS, WRITERS, make_member

from .pages import ArticleForm, page, text_of, url_of

pytestmark = pytest.mark.django_db

PAGES = ["ask-for-review", "sign-off", "ask-for-changes", "comment"]


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def writer(db):
    return make_member(WRITERS, first_name="Wim", last_name="Writer")


@pytest.fixture
def reviewer(db):
    user = make_member(REVIEWERS)
    make_person("Ann Lee", account=user, credentials="MD")
    return user


def send(client: Client, article: Article, name: str, **changes: str):
    """Open the page and press its button."""
    url = url_of(article, name)
    form = page(client.get(url)).find_class("confirmation")[0]
    return client.post(url, dict(form.form_values()) | changes, follow=True)


def sign_off(article, reviewer):
    return review.sign_off(article, by=reviewer, expected_hash=load(article).hash)


def buttons(client: Client, article: Article) -> list[str]:
    found = page(client.get(url_of(article))).xpath("//p[@class='review__acts']/*")
    return [button.text_content() for button in found]


# --- The box ---


def test_each_role_sees_its_own_buttons(writer, reviewer) -> None:
    article = make_article()
    assert buttons(browser(writer), article) == ["Ask for review…", "Comment…"]
    reviewing = ["Sign off…", "Ask for changes…", "Comment…"]
    assert buttons(browser(reviewer), article) == reviewing
    assert buttons(browser(make_member(PUBLISHERS)), article) == reviewing[1:]


def test_the_box_says_where_the_review_stands(client: Client, writer, reviewer) -> None:
    article = make_article()
    assert "Nobody has been asked to review" in text_of(client.get(url_of(article)))
    review.request_review(article, by=writer, reviewer=reviewer.person)
    assert "Wim Writer asked Ann Lee for a review on" in text_of(client.get(url_of(article)))
    review.request_changes(article, by=reviewer, comment="The dose.")
    assert "Ann Lee asked for changes on" in text_of(client.get(url_of(article)))
    sign_off(article, reviewer)
    assert "Ann Lee, MD signed off exactly what is saved" in text_of(client.get(url_of(article)))


def test_the_box_shows_the_thread(client: Client, writer, reviewer) -> None:
    article = make_article()
    review.request_review(article, by=writer, comment="Please.")
    review.add_comment(article, by=reviewer, comment="<b>Tomorrow</b>")
    lines = page(client.get(url_of(article))).find_class("thread__line")
    told = [" ".join(line.text_content().split()) for line in lines]
    assert told[0].startswith("Wim Writer asked for review")
    assert told[0].endswith("Please.")
    assert told[1].endswith("<b>Tomorrow</b>")


def test_a_sign_off_that_no_longer_counts_says_what_changed(client: Client, reviewer) -> None:
    article = make_article(sections=[("Dose", "<p>One.</p>"), ("Risks", "<p>Few.</p>")])
    sign_off(article, reviewer)
    Section.objects.filter(article=article, heading="Dose").update(body="<p>Two.</p>")
    said = text_of(client.get(url_of(article)))
    assert "Sign-off outdated" in said
    assert "The sign-off by Ann Lee, MD" in said
    assert "What changed since (1)" in said
    assert "Section “Dose”: changed" in said


def test_a_long_thread_takes_no_more_queries(client: Client, writer, reviewer) -> None:
    article = make_article()
    sign_off(article, reviewer)
    Section.objects.filter(article=article).update(body="<p>Edited.</p>")
    client.get(url_of(article))
    counts = set()
    for _ in range(2):
        review.request_review(article, by=writer, reviewer=reviewer.person)
        review.add_comment(article, by=reviewer, comment="Soon.")
        with CaptureQueriesContext(connection) as captured:
            client.get(url_of(article))
        counts.add(len(captured))
    assert len(counts) == 1


# --- Asking for a review ---


def test_unsaved_edits_are_saved_before_asking(writer) -> None:
    article = make_article(title="Before")
    form = ArticleForm(browser(writer), article)
    answer = form.client.post(
        form.url, form.values | {"title": "After", "_review": "ask-for-review"}, follow=True
    )
    assert answer.redirect_chain == [(url_of(article, "ask-for-review"), 302)]
    assert "Ask for a review of “After”?" in text_of(answer)


def test_a_writer_asks_a_person_who_may_sign_off(writer, reviewer) -> None:
    make_person("Without account")
    make_person("Only a writer", account=writer)
    article, client = make_article(), browser(writer)
    options = page(client.get(url_of(article, "ask-for-review"))).xpath("//select/option/text()")
    assert options == ["Anybody who may sign off", "Ann Lee, MD"]
    answer = send(
        client, article, "ask-for-review", reviewer=str(reviewer.person.pk), comment="Please."
    )
    assert "Asked for a review: “" in text_of(answer)
    entry = ReviewEntry.objects.get()
    assert (entry.by, entry.reviewer, entry.comment) == (writer, reviewer.person, "Please.")


# --- Signing off ---


def test_the_page_says_what_a_signature_means_for_readers(reviewer, settings) -> None:
    settings.REVIEW_INTERVAL_MONTHS = 12
    article = make_article()
    said = text_of(browser(reviewer).get(url_of(article, "sign-off")))
    assert "Readers see you among the reviewers: Ann Lee, MD." in said
    assert "The next one is due by" in said
    # The text below writes the days as every other page of the desk does.
    day = date_format(timezone.localdate(), "j M Y")
    assert f"{day}, next by " in said


def test_the_page_shows_all_that_is_signed(reviewer) -> None:
    article = make_article(
        title="Nerve pain",
        summary="In short.",
        sections=[("Causes", "<p>Many <strong>causes</strong>.</p>")],
        faqs=[("Is it common?", "<p>Yes.</p>")],
        references=[{"title": "A study", "year": 2020}],
        disclosure="None.",
    )
    said = text_of(browser(reviewer).get(url_of(article, "sign-off")))
    for text in ("In short.", "Many causes.", "Is it common?", "Yes.", "A study, 2020", "None."):
        assert text in said


def test_signing_off(reviewer) -> None:
    article = make_article()
    answer = send(browser(reviewer), article, "sign-off", comment="Sound.")
    assert "Ann Lee, MD signed off exactly what is saved here" in text_of(answer)
    approval = SignOff.objects.get()
    assert (approval.signed_by, approval.comment) == (reviewer, "Sound.")
    assert approval.content_hash == load(article).hash


def test_the_page_says_what_changed_since_the_reviewer_last_looked(reviewer) -> None:
    article = make_live_article(summary="")
    Article.objects.filter(pk=article.pk).update(summary="Short.")
    url = url_of(article, "sign-off")
    said = text_of(browser(reviewer).get(url))
    assert "What changed since what is live" in said
    assert "1 change Summary: added" in said
    sign_off(article, reviewer)
    Article.objects.filter(pk=article.pk).update(title="Other")
    said = text_of(browser(reviewer).get(url))
    assert "What changed since the last sign-off" in said
    assert "1 change Title: changed" in said


def test_only_what_the_reviewer_saw_is_signed(reviewer) -> None:
    article, client = make_article(), browser(reviewer)
    form = page(client.get(url_of(article, "sign-off"))).find_class("confirmation")[0]
    Article.objects.filter(pk=article.pk).update(title="Changed meanwhile")
    answer = client.post(url_of(article, "sign-off"), dict(form.form_values()), follow=True)
    assert "The article was edited since you looked at it." in text_of(answer)
    assert "Sign off “Changed meanwhile”?" in text_of(answer)
    assert not SignOff.objects.exists()


def test_nobody_signs_off_their_own_edit() -> None:
    user = make_member(WRITERS, REVIEWERS)
    article, client = make_article(), browser(user)
    settle(article, by=user)
    assert "Sign off…" not in buttons(client, article)
    assert "You edited this last" in text_of(client.get(url_of(article)))
    answer = send(client, article, "sign-off")
    assert "somebody else has to sign it off" in text_of(answer)
    assert not SignOff.objects.exists()


# --- Asking for changes, and commenting ---


def test_asking_for_changes_says_that_a_sign_off_ends(reviewer) -> None:
    article, client = make_article(), browser(reviewer)
    sign_off(article, reviewer)
    said = text_of(client.get(url_of(article, "ask-for-changes")))
    assert "The sign-off by Ann Lee, MD no longer counts." in said
    answer = send(client, article, "ask-for-changes", comment="The dose.")
    assert "Ann Lee asked for changes" in text_of(answer)


@pytest.mark.parametrize("name", ["ask-for-changes", "comment"])
def test_words_are_required(reviewer, name: str) -> None:
    answer = send(browser(reviewer), make_article(), name, comment=" ")
    assert "This field is required." in text_of(answer)
    assert not ReviewEntry.objects.exists()


def test_a_publisher_may_comment() -> None:
    article = make_article()
    send(browser(make_member(PUBLISHERS)), article, "comment", comment="When?")
    assert ReviewEntry.objects.get().act == ReviewAct.COMMENTED


# --- Who may, and how ---


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("key", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_article_that_does_not_exist_leads_back_with_a_message(
    client: Client, name: str, key: str
) -> None:
    answer = client.get(f"/admin/articles/article/{key}/{name}/", follow=True)
    assert "exist. Perhaps it was deleted?" in text_of(answer)


@pytest.mark.parametrize("name", PAGES)
def test_a_forged_request_is_refused(editor, name: str) -> None:
    article = make_article()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(url_of(article, name), {"comment": "x"}).status_code == 403
    assert not ReviewEntry.objects.exists()


def test_a_button_that_is_not_ones_own_only_saves(writer) -> None:
    form = ArticleForm(browser(writer), make_article())
    answer = form.client.post(
        form.url, form.values | {"title": "Saved", "_review": "sign-off"}, follow=True
    )
    assert all("sign-off" not in url for url, _ in answer.redirect_chain)
    assert Article.objects.get().title == "Saved"
    assert not Edition.objects.exists()


def test_who_may_only_read_the_page_reads_words(reviewer) -> None:
    article = make_article(also_called=["Neuralgia", "Neuropathy"])
    said = text_of(browser(reviewer).get(url_of(article)))
    assert "Neuralgia, Neuropathy" in said
    assert "is_hidden" not in said
    assert "[]" not in text_of(browser(reviewer).get(url_of(make_article())))
