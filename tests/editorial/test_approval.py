"""A sign-off counts for exactly the content it was given to, until somebody asks for changes."""

from datetime import UTC, datetime

import pytest

from articles.documents.loading import load
from articles.editorial.approval import standing_sign_off
from articles.models import Article, ReviewAct, ReviewEntry, Section, SignOff
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def sign_off(article):
    content, reviewer = load(article), make_user()
    approval = SignOff.objects.create(
        article=article,
        content=content.to_json(),
        content_hash=content.hash,
        signed_at=NOW,
        signed_by=reviewer,
        name="Ida Voss",
    )
    ReviewEntry.objects.create(
        article=article,
        act=ReviewAct.SIGNED_OFF,
        content_hash=content.hash,
        at=NOW,
        by=reviewer,
        sign_off=approval,
    )
    return approval


def ask_for_changes(article):
    ReviewEntry.objects.create(
        article=article,
        act=ReviewAct.CHANGES_REQUESTED,
        comment="The dose is wrong.",
        content_hash=load(article).hash,
        at=NOW,
        by=make_user(),
    )


def test_nothing_is_approved_at_first():
    assert standing_sign_off(load(make_article())) is None


def test_a_sign_off_counts_for_the_content_that_was_seen():
    article = make_article()
    approval = sign_off(article)
    assert standing_sign_off(load(article)) == approval


def test_a_sign_off_from_before_there_were_days_of_publication_elsewhere_still_counts():
    article = make_article()
    approval = sign_off(article)
    assert "first_published_on" not in approval.content
    assert standing_sign_off(load(article)) == approval
    Article.objects.filter(pk=article.pk).update(first_published_on="2019-05-03")
    assert standing_sign_off(load(article)) is None


def test_one_keystroke_in_a_section_ends_it():
    article = make_article()
    sign_off(article)
    Section.objects.filter(article=article).update(body="<p>Some words!</p>")
    assert standing_sign_off(load(article)) is None


def test_going_back_to_what_was_signed_off_brings_it_back():
    article = make_article(title="Old")
    approval = sign_off(article)
    article.title = "New"
    article.save()
    sign_off(article)
    article.title = "Old"
    article.save()
    assert standing_sign_off(load(article)) == approval


def test_asking_for_changes_takes_it_back():
    article = make_article()
    sign_off(article)
    ask_for_changes(article)
    assert standing_sign_off(load(article)) is None


def test_signing_off_again_after_that_counts():
    article = make_article()
    sign_off(article)
    ask_for_changes(article)
    again = sign_off(article)
    assert standing_sign_off(load(article)) == again


def test_another_articles_sign_off_is_not_ours(django_assert_num_queries):
    sign_off(make_article())
    content = load(make_article())
    with django_assert_num_queries(1):
        assert standing_sign_off(content) is None
