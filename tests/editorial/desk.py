"""What the tests of scheduling share: an article that is signed off, and times around noon."""

from datetime import UTC, datetime, timedelta
from typing import Any

from articles.documents.loading import load
from articles.editorial import review, scheduling
from articles.models import Article, Schedule
from tests.factories import make_article
from tests.roles import PUBLISHERS, REVIEWERS, make_member

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
NOON = NOW + timedelta(days=1)
MINUTE = timedelta(minutes=1)


def sign_off(article: Article) -> None:
    reviewer = make_member(REVIEWERS)
    review.sign_off(article, by=reviewer, expected_hash=load(article).hash, at=NOW)


def ask_for_changes(article: Article) -> None:
    reviewer = make_member(REVIEWERS)
    review.request_changes(article, by=reviewer, comment="The dose is wrong.", at=NOW)


def make_approved_article(**values: Any) -> Article:
    article = make_article(**values)
    sign_off(article)
    article.refresh_from_db()
    return article


def schedule_publishing(article: Article, **values: Any) -> Schedule:
    """At noon of the next day, by a publisher."""
    by = values.pop("by", None) or make_member(PUBLISHERS)
    defaults = {"due_at": NOON, "at": NOW}
    return scheduling.schedule_publishing(article, by=by, **defaults | values)


def schedule_unpublishing(article: Article, **values: Any) -> Schedule:
    by = values.pop("by", None) or make_member(PUBLISHERS)
    defaults = {"due_at": NOON, "at": NOW}
    return scheduling.schedule_unpublishing(article, by=by, **defaults | values)


def edit(article: Article, title: str) -> None:
    Article.objects.filter(pk=article.pk).update(title=title)
