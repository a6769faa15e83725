"""Asking for a review, signing off, asking for changes."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial import review
from articles.editorial.approval import standing_sign_off
from articles.editorial.publishing import ContentChanged
from articles.editorial.working_copy import settle
from articles.models import Article, ReviewAct, ReviewEntry, Section, SignOff
from tests.factories import make_article, make_person, make_topic, make_user
from tests.roles import PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 8, 31, 12, tzinfo=UTC)


@pytest.fixture
def writer():
    return make_member(WRITERS)


@pytest.fixture
def reviewer():
    return make_member(REVIEWERS)


def sign_off(article, *, by, **values):
    return review.sign_off(article, by=by, **{"expected_hash": load(article).hash} | values)


# --- Asking for a review ---


def test_a_request_names_who_asks_whom(writer, reviewer):
    doctor = make_person(account=reviewer)
    article = make_article()
    entry = review.request_review(
        article, by=writer, reviewer=doctor, comment=" Please look. ", at=NOON
    )
    assert (entry.act, entry.by, entry.reviewer) == (ReviewAct.REQUESTED, writer, doctor)
    assert (entry.comment, entry.at) == ("Please look.", NOON)
    assert entry.content_hash == load(article).hash


def test_a_request_may_be_addressed_to_nobody_in_particular(writer):
    assert review.request_review(make_article(), by=writer).reviewer is None


def test_a_person_who_can_not_sign_off_is_not_asked(writer):
    for person in (make_person(), make_person(account=make_member(WRITERS))):
        with pytest.raises(review.NotAReviewer, match="has no account here that may sign off"):
            review.request_review(make_article(), by=writer, reviewer=person)
    assert not ReviewEntry.objects.exists()


# --- Signing off ---


def test_a_signature_is_bound_to_the_content_that_comes_out_of_it(reviewer):
    article = make_article()
    entry = sign_off(article, by=reviewer, comment="Sound.", at=NOON)
    content = load(article)
    approval = entry.sign_off
    assert standing_sign_off(content) == approval
    assert Content.from_json(approval.content) == content
    assert (approval.content_hash, approval.signed_by) == (content.hash, reviewer)
    assert (approval.comment, approval.signed_at) == ("Sound.", NOON)
    assert entry.content_hash == content.hash


def test_a_missing_anchor_is_filled_in_before_it_is_signed(reviewer):
    article = make_article()
    Section.objects.filter(article=article).update(anchor="")
    sign_off(article, by=reviewer)
    assert load(article).sections[0].anchor == "overview"
    assert standing_sign_off(load(article))


def test_the_review_dates_follow(reviewer, settings):
    settings.REVIEW_INTERVAL_MONTHS = 18
    article = make_article()
    sign_off(article, by=reviewer, at=NOON)
    article.refresh_from_db()
    # February has no 31st.
    assert (article.reviewed_on, article.review_due) == (date(2026, 8, 31), date(2028, 2, 29))


def test_a_topic_may_have_an_interval_of_its_own(reviewer):
    article = make_article(topic=make_topic(review_interval_months=6))
    sign_off(article, by=reviewer, at=NOON)
    article.refresh_from_db()
    assert article.review_due == date(2027, 2, 28)


def test_the_day_is_that_of_the_editors_time_zone(reviewer, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    article = make_article()
    sign_off(article, by=reviewer, at=datetime(2026, 8, 31, 20, tzinfo=UTC))
    article.refresh_from_db()
    assert article.reviewed_on == date(2026, 9, 1)


def test_readers_see_the_signer_with_credentials(reviewer):
    doctor = make_person("Ann Lee", account=reviewer, credentials="MD")
    other = make_person()
    article = make_article(reviewers=[other])
    entry = sign_off(article, by=reviewer)
    assert (entry.sign_off.name, entry.sign_off.credentials) == ("Ann Lee", "MD")
    assert load(article).reviewer_ids == (other.pk, doctor.pk)


def test_nobody_is_named_as_reviewer_twice(reviewer):
    doctor = make_person(account=reviewer)
    article = make_article(reviewers=[doctor])
    sign_off(article, by=reviewer)
    assert load(article).reviewer_ids == (doctor.pk,)


def test_an_author_who_signs_does_not_become_their_own_reviewer(reviewer):
    author = make_person(account=reviewer)
    article = make_article(authors=[author])
    sign_off(article, by=reviewer)
    assert load(article).reviewer_ids == ()


@pytest.mark.parametrize(
    ("names", "expected"),
    [({"first_name": "Ann", "last_name": "Lee"}, "Ann Lee"), ({}, "ann")],
)
def test_a_user_without_a_person_signs_with_their_own_name(names, expected):
    user = make_member(REVIEWERS, username="ann", **names)
    approval = sign_off(make_article(), by=user).sign_off
    assert (approval.name, approval.credentials) == (expected, "")


def test_only_what_the_reviewer_saw_is_signed(reviewer):
    article = make_article()
    seen = load(article).hash
    Section.objects.filter(article=article).update(body="<p>Some words!</p>")
    with pytest.raises(ContentChanged, match="edited since you looked at it"):
        sign_off(article, by=reviewer, expected_hash=seen)
    article.refresh_from_db()
    assert article.reviewed_on is None
    assert not SignOff.objects.exists()


def test_a_signature_is_no_edit(writer, reviewer):
    article = make_article()
    settle(article, by=writer)
    before = Article.objects.get(pk=article.pk)
    sign_off(article, by=reviewer)
    article.refresh_from_db()
    assert (article.modified_by, article.modified_at) == (writer, before.modified_at)


# --- Two people ---


def test_nobody_signs_off_what_they_edited_last():
    user = make_member(WRITERS, REVIEWERS)
    article = make_article()
    settle(article, by=user)
    with pytest.raises(review.OwnWork, match="somebody else"):
        sign_off(article, by=user)
    assert load(article).reviewed_on is None


def test_once_somebody_else_edited_two_people_have_seen_it(writer):
    user = make_member(WRITERS, REVIEWERS)
    article = make_article()
    settle(article, by=user)
    settle(article, by=writer)
    assert sign_off(article, by=user).sign_off


def test_somebody_who_saves_without_an_edit_has_not_edited(writer):
    user = make_member(WRITERS, REVIEWERS)
    article = make_article()
    settle(article, by=user)
    settle(article, by=writer, before=load(article).hash)
    with pytest.raises(review.OwnWork):
        sign_off(article, by=user)


def test_a_team_of_one_may_turn_that_off(settings):
    settings.REVIEW_BY_SECOND_PERSON = False
    user = make_member(WRITERS, REVIEWERS)
    article = make_article()
    settle(article, by=user)
    assert sign_off(article, by=user).sign_off


# --- Asking for changes, and commenting ---


def test_asking_for_changes_takes_a_signature_back(reviewer):
    article = make_article()
    sign_off(article, by=reviewer)
    entry = review.request_changes(article, by=reviewer, comment="The dose is wrong.")
    assert (entry.act, entry.comment) == (ReviewAct.CHANGES_REQUESTED, "The dose is wrong.")
    assert standing_sign_off(load(article)) is None


def test_a_comment_changes_nothing_else(writer, reviewer):
    article = make_article()
    sign_off(article, by=reviewer)
    entry = review.add_comment(article, by=writer, comment="Thank you.")
    assert entry.act == ReviewAct.COMMENTED
    assert standing_sign_off(load(article))


@pytest.mark.parametrize("act", [review.request_changes, review.add_comment])
def test_what_says_something_needs_words(act):
    with pytest.raises(review.NothingSaid):
        act(make_article(), by=make_member(PUBLISHERS), comment=" \n")
    assert not ReviewEntry.objects.exists()


# --- Who may ---


def test_who_may_not_is_refused_and_nothing_is_written():
    article = make_article()
    seen = load(article).hash
    writer, nobody = make_member(WRITERS), make_user()
    with pytest.raises(PermissionDenied):
        review.sign_off(article, by=writer, expected_hash=seen)
    with pytest.raises(PermissionDenied):
        review.request_changes(article, by=writer, comment="No.")
    with pytest.raises(PermissionDenied):
        review.request_review(article, by=make_member(REVIEWERS))
    with pytest.raises(PermissionDenied):
        review.add_comment(article, by=nobody, comment="Hello.")
    assert not ReviewEntry.objects.exists()
    assert load(article).hash == seen
