"""Where an article's review stands."""

import pytest

from articles.documents.loading import load
from articles.editorial import review
from articles.editorial.review_state import Stage, open_requests, state_of, states_of, thread_of
from articles.editorial.status import statuses
from articles.models import Article, ReviewAct
from tests.factories import make_article, make_person
from tests.roles import REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_member(WRITERS)


@pytest.fixture
def reviewer():
    return make_member(REVIEWERS)


def sign_off(article, reviewer):
    return review.sign_off(article, by=reviewer, expected_hash=load(article).hash)


def edit(article):
    Article.objects.filter(pk=article.pk).update(summary="One more word.")


def test_at_first_there_is_no_review():
    state = state_of(make_article())
    assert (state.stage, state.entry, state.label) == (Stage.NONE, None, "Not reviewed")


def test_a_request_waits_for_somebody(writer, reviewer):
    article, doctor = make_article(), make_person(account=reviewer)
    entry = review.request_review(article, by=writer, reviewer=doctor)
    state = state_of(article)
    assert state.label == "Waiting for review"
    assert (state.reviewer, state.since) == (doctor, entry.at)


def test_changes_asked_for_end_the_waiting(writer, reviewer):
    article = make_article()
    sign_off(article, reviewer)
    review.request_review(article, by=writer)
    review.request_changes(article, by=reviewer, comment="The dose.")
    state = state_of(article)
    assert state.label == "Changes asked for"
    assert (state.sign_off, state.last_sign_off) == (None, None)


def test_a_signature_counts_until_the_next_edit(reviewer):
    article = make_article()
    approval = sign_off(article, reviewer).sign_off
    assert state_of(article).label == "Signed off"
    assert state_of(article).sign_off == approval
    edit(article)
    state = state_of(article)
    assert state.label == "Sign-off outdated"
    assert (state.sign_off, state.last_sign_off) == (None, approval)


def test_comments_change_nothing(writer, reviewer):
    article = make_article()
    review.request_review(article, by=writer)
    review.add_comment(article, by=reviewer, comment="Tomorrow.")
    assert state_of(article).stage is Stage.WAITING


def test_asking_again_after_an_edit_waits_and_still_knows_the_last_signature(writer, reviewer):
    article = make_article()
    sign_off(article, reviewer)
    edit(article)
    review.request_review(article, by=writer)
    state = state_of(article)
    assert state.stage is Stage.WAITING
    assert state.is_outdated


def test_the_thread_is_told_in_order(writer, reviewer, django_assert_num_queries):
    article = make_article()
    review.request_review(article, by=writer)
    review.add_comment(make_article(), by=writer, comment="Elsewhere.")
    sign_off(article, reviewer)
    with django_assert_num_queries(1):
        thread = thread_of(article)
        told = [(entry.act, entry.by, entry.sign_off and entry.sign_off.name) for entry in thread]
    assert told == [
        (ReviewAct.REQUESTED, writer, None),
        (ReviewAct.SIGNED_OFF, reviewer, reviewer.username),
    ]


def test_open_requests_are_those_that_nobody_answered(writer, reviewer):
    waiting, signed, refused, gone = (make_article() for _ in range(4))
    for article in (waiting, waiting, signed, refused, gone):
        review.request_review(article, by=writer)
    review.add_comment(waiting, by=reviewer, comment="Tomorrow.")
    sign_off(signed, reviewer)
    review.request_changes(refused, by=reviewer, comment="The dose.")
    gone.delete()
    assert [entry.article_id for entry in open_requests()] == [waiting.pk]


@pytest.mark.parametrize("count", [1, 4])
def test_any_number_of_states_takes_one_query(writer, reviewer, django_assert_num_queries, count):
    articles = [make_article() for _ in range(count)]
    for article in articles:
        review.request_review(article, by=writer)
        sign_off(article, reviewer)
    hashes = {key: status.content_hash for key, status in statuses(articles).items()}
    # Seven to load the contents, one for their threads.
    with django_assert_num_queries(8):
        found = states_of(articles)
    with django_assert_num_queries(1):
        assert states_of(articles, hashes=hashes) == found
    assert {state.label for state in found.values()} == {"Signed off"}
