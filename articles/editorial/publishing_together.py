"""Publishing several articles in one transaction: drafts that link to or pick one another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from articles.documents.content import Content
from articles.documents.gathering import surroundings_of
from articles.documents.links import linked_ids
from articles.documents.loading import load_many
from articles.models import Article, Change, Edition

from .publishing import NothingToPublish, PublishingError, publish

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class TogetherRefused(PublishingError):  # noqa: N818
    """None of several articles was published; says why for each that was refused."""

    def __init__(self, problems: Mapping[UUID, tuple[Article, PublishingError]]) -> None:
        self.problems = problems
        super().__init__(" ".join(f"“{article}”: {error}" for article, error in problems.values()))


def publish_together(
    articles: Sequence[Article],
    *,
    by: "AbstractBaseUser | None",
    note: str = "",
    is_correction: bool = False,
    exception_reason: str = "",
    expected_hashes: Mapping[UUID, str] | None = None,
    at: datetime | None = None,
) -> dict[UUID, Edition]:
    """Publish all of `articles`, or none; gives the editions by article.

    Their order decides nothing: links between them resolve, and one may take over the address
    that another gives up. Each needs its own sign-off or the reason, as for `publish`.

    Args:
        articles: the one at hand first. `note` and `is_correction` are its own; the others go
            live along with it, and one that went live meanwhile is as good.
        expected_hashes: of the contents that the caller saw.

    Raises:
        TogetherRefused: at least one can't go live.
        PermissionDenied: as for `publish`.
    """
    first = articles[0]
    editions: dict[UUID, Edition] = {}
    with transaction.atomic():
        Change.objects.lock()
        waiting = list(articles)
        while waiting:
            problems: dict[UUID, tuple[Article, PublishingError]] = {}
            for article in waiting:
                try:
                    editions[article.pk] = publish(
                        article,
                        by=by,
                        note=note if article is first else "",
                        is_correction=is_correction and article is first,
                        exception_reason=exception_reason,
                        expected_hash=(expected_hashes or {}).get(article.pk),
                        going_live=[other.pk for other in articles],
                        at=at,
                    )
                except NothingToPublish as error:
                    if article is first:
                        problems[article.pk] = article, error
                except PublishingError as error:
                    problems[article.pk] = article, error
            # Another one of them may have been in the way: try those again that were refused.
            if len(problems) == len(waiting):
                raise TogetherRefused(problems)
            waiting = [article for article, _ in problems.values()]
    return editions


def not_live_around(content: Content) -> list[Article]:
    """What `content` links to or picks that isn't live, what that links to, and so on.

    Those that `content` names itself come first. A handful of queries for each step away from it.
    """
    found: dict[UUID, Article] = {}
    contents = [content]
    while contents:
        around = surroundings_of(contents)
        missing = {
            key: None
            for one in contents
            for key in linked_ids(one, around)
            if key not in around.articles and key not in found and key != content.id
        }
        step = Article.objects.filter(pk__in=missing).order_by("title", "pk")
        found |= {article.pk: article for article in step}
        contents = list(load_many(step).values())
    return list(found.values())
