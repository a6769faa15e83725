"""What waits for somebody: for each role, what does and what doesn't."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from articles.editorial import review, waiting
from articles.editorial.publishing import unpublish
from articles.editorial.waiting import Reason
from tests.desk import edit, schedule, sign_off, written_by
from tests.factories import make_article, make_person, publish
from tests.roles import PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Any:
    return make_member(WRITERS)


@pytest.fixture
def reviewer() -> Any:
    return make_member(REVIEWERS)


@pytest.fixture
def publisher() -> Any:
    return make_member(PUBLISHERS)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-06-15 12:00Z") as traveller:
        yield traveller


def reasons(user: Any, **values: Any) -> list[tuple[str, Reason]]:
    return [(row.article.title, row.reason) for row in waiting.waiting_for(user, **values).rows]


# --- Those who sign off ---


def test_a_request_to_nobody_in_particular_waits_for_every_reviewer(writer, reviewer):
    review.request_review(written_by(writer, title="Pain"), by=writer)
    assert reasons(reviewer) == [("Pain", Reason.REVIEW)]
    assert reasons(make_member(REVIEWERS)) == [("Pain", Reason.REVIEW)]


def test_a_request_to_somebody_waits_for_nobody_else(writer, reviewer):
    doctor = make_person(account=reviewer)
    review.request_review(written_by(writer, title="Pain"), by=writer, reviewer=doctor)
    assert reasons(reviewer) == [("Pain", Reason.REVIEW)]
    assert reasons(make_member(REVIEWERS)) == []


def test_a_request_does_not_wait_for_who_made_it(settings):
    settings.REVIEW_BY_SECOND_PERSON = False
    both = make_member(WRITERS, REVIEWERS)
    review.request_review(make_article(), by=both)
    assert reasons(both) == []


def test_a_request_does_not_wait_for_who_may_not_answer_it(writer):
    both = make_member(WRITERS, REVIEWERS)
    review.request_review(written_by(both), by=writer)
    assert reasons(both) == []


def test_an_answered_request_waits_no_more(writer, reviewer):
    signed, objected = written_by(writer), written_by(writer)
    for article in (signed, objected):
        review.request_review(article, by=writer)
    sign_off(signed, reviewer)
    review.request_changes(objected, by=reviewer, comment="More sources.")
    assert reasons(reviewer) == []


def test_a_comment_answers_nothing(writer, reviewer):
    article = written_by(writer, title="Pain")
    review.request_review(article, by=writer)
    review.add_comment(article, by=writer, comment="It is urgent.")
    assert reasons(reviewer) == [("Pain", Reason.REVIEW)]


def test_a_request_for_a_deleted_article_waits_for_nobody(writer, reviewer):
    article = written_by(writer)
    review.request_review(article, by=writer)
    article.delete()
    assert reasons(reviewer) == []


# --- Those who write ---


def test_changes_asked_for_wait_for_the_last_editor(writer, reviewer):
    review.request_changes(written_by(writer, title="Pain"), by=reviewer, comment="Sources.")
    assert reasons(writer) == [("Pain", Reason.CHANGES)]
    assert reasons(make_member(WRITERS)) == []
    assert reasons(reviewer) == []


def test_an_edit_after_the_sign_off_is_the_editors_to_bring_to_review(writer, reviewer):
    article = written_by(writer, title="Pain")
    sign_off(article, reviewer)
    assert reasons(writer) == []
    edit(article, by=writer)
    assert reasons(writer) == [("Pain", Reason.SIGN_OFF_OUTDATED)]


def test_what_went_live_all_the_same_waits_for_no_writer(settings, writer, reviewer):
    settings.REQUIRE_SIGN_OFF = False
    article = written_by(writer)
    review.request_changes(article, by=reviewer, comment="Sources.")
    publish(article)
    assert reasons(writer) == []


# --- Those who publish ---


def test_what_is_signed_off_waits_for_those_who_publish(writer, reviewer, publisher):
    article = written_by(writer, title="Pain")
    sign_off(article, reviewer)
    assert reasons(publisher) == [("Pain", Reason.PUBLICATION)]
    assert reasons(reviewer) == []


def test_unpublished_changes_that_are_signed_off_wait_too(writer, reviewer, publisher, clock):
    article = written_by(writer, title="Pain")
    sign_off(article, reviewer)
    publish(article)
    assert reasons(publisher) == []
    clock.shift(5)
    edit(article, by=writer)
    assert reasons(publisher) == []
    sign_off(article, reviewer)
    assert reasons(publisher) == [("Pain", Reason.PUBLICATION)]


def test_what_was_withdrawn_does_not_wait_to_go_live_again(writer, reviewer, publisher):
    article = written_by(writer)
    sign_off(article, reviewer)
    publish(article)
    unpublish(article, by=None)
    assert reasons(publisher) == []


def test_what_is_scheduled_does_not_wait(writer, reviewer, publisher):
    article = written_by(writer)
    sign_off(article, reviewer)
    schedule(article, publisher)
    assert reasons(publisher) == []


def test_the_longest_wait_stands_first_and_the_count_is_the_same(writer, reviewer):
    for title in ("One", "Two", "Three"):
        review.request_review(written_by(writer, title=title), by=writer)
    listing = waiting.waiting_for(reviewer, limit=2)
    assert [row.article.title for row in listing.rows] == ["One", "Two"]
    assert listing.total == waiting.waiting_count(reviewer) == 3


def test_nothing_waits_for_somebody_who_may_do_nothing(writer):
    review.request_review(written_by(writer), by=writer)
    assert waiting.waiting_count(make_member()) == 0
