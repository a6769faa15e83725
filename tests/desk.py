"""What happens at the desk before somebody looks at its lists."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles.documents.loading import load
from articles.editorial import review
from articles.editorial.working_copy import settle
from articles.models import Article, Schedule

from .factories import make_article


def written_by(user: Any, **values: Any) -> Article:
    article = make_article(**values)
    settle(article, by=user)
    return article


def edit(article: Article, by: Any) -> None:
    Article.objects.filter(pk=article.pk).update(summary="One more word.")
    settle(article, by=by)


def sign_off(article: Article, reviewer: Any) -> None:
    review.sign_off(article, by=reviewer, expected_hash=load(article).hash)


def schedule(article: Article, user: Any, **values: Any) -> Schedule:
    """The working copy as it is goes live in a day, if `values` don't say otherwise."""
    now = timezone.now()
    content = load(article)
    defaults = {
        "act": "publish",
        "due_at": now + timedelta(days=1),
        "content": content.to_json(),
        "content_hash": content.hash,
        "scheduled_by": user,
        "scheduled_at": now,
    }
    return Schedule.objects.create(article=article, **defaults | values)


def failed(days_ago: int) -> dict[str, Any]:
    """Values of a schedule that failed."""
    finished_at = timezone.now() - timedelta(days=days_ago)
    return {"state": "failed", "finished_at": finished_at, "failure": "It was not signed off."}
