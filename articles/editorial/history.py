"""Looking back at an article's editions, and bringing one back into the working copy.

What is live never changes here: an old edition goes live again by being published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from articles.documents.content import Content
from articles.documents.loading import load
from articles.models import (
    Article,
    Change,
    ChangeSubject,
    Document,
    Edition,
    Notice,
    Person,
    SetAsideBecause,
    Topic,
)

from . import permissions
from .setting_aside import set_aside
from .writing import write_content

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class HistoryError(Exception):
    """An edition that was not brought back; the text says why, for editors."""


class WorkingCopyChanged(HistoryError):  # noqa: N818
    """The working copy is not what the caller saw."""


class NothingToBringBack(HistoryError):  # noqa: N818
    """The working copy says what the edition says."""


class ArticleDeleted(HistoryError):  # noqa: N818
    """There is no working copy to bring the edition back into."""


class PartsMissing(HistoryError):  # noqa: N818
    """The edition names what has been deleted since: `parts`, in words."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__(
            f"The edition names what was deleted since: {', '.join(parts)}. "
            "It can be brought back without that."
        )
        self.parts = parts


@dataclass(frozen=True)
class Return:
    """What the working copy would become, and what of the edition can't come back."""

    now: Content
    then: Content
    missing: tuple[str, ...]
    # The slug of the edition, where the article has another one by now.
    other_slug: str = ""

    @property
    def nothing_to_do(self) -> bool:
        return self.now.hash == self.then.hash


def editions_of(article_id: UUID) -> QuerySet[Edition]:
    """The editions of an article, newest first, with who published and who signed off.

    Each has `is_live`. Their contents are not loaded.
    """
    live = Document.objects.filter(edition=OuterRef("pk"))
    rows = Edition.objects.filter(article=article_id).annotate(is_live=Exists(live))
    return (
        rows.select_related("published_by", "sign_off")
        .defer("content", "sign_off__content")
        .order_by("-number")
    )


def numbers_of(article_id: UUID) -> list[int]:
    """The numbers of an article's editions, newest first. One query, however many there are."""
    rows = Edition.objects.filter(article=article_id).order_by("-number")
    return list(rows.values_list("number", flat=True))


def last_of_deleted(article_id: str) -> Edition | None:
    """The last edition of the article with this id, if there is one and the article is gone."""
    try:
        key = UUID(article_id)
    except ValueError:
        return None
    gone = ~Exists(Article.objects.filter(pk=OuterRef("article_id")))
    editions = Edition.objects.filter(gone, article=key)
    last: Edition | None = editions.order_by("-number").first()
    return last


def return_to(edition: Edition) -> Return:
    """What bringing `edition` back would do. The address stays: moving is an act of its own.

    Raises:
        ArticleDeleted: the article is gone.
    """
    article = Article.objects.filter(pk=edition.article_id).first()
    if article is None:
        raise ArticleDeleted("The article was deleted: make a draft of its edition instead.")
    now, old = load(article), Content.from_json(edition.content)
    then, missing = without_what_is_gone(replace(old, slug=now.slug))
    return Return(now, then, missing, other_slug=old.slug if old.slug != now.slug else "")


def bring_back(
    edition: Edition,
    *,
    by: "AbstractBaseUser | None",
    expected_hash: str | None = None,
    leaving_out: bool = False,
) -> Article:
    """Make the working copy say what `edition` says, but for the address, which stays.

    Args:
        by: who does it; None from the command line.
        expected_hash: the hash of the working copy that the caller saw; another one is refused.
        leaving_out: leave out what the edition names and has been deleted since.

    Raises:
        WorkingCopyChanged: `expected_hash` is not the working copy's.
        NothingToBringBack: it says this already.
        PartsMissing: something was deleted, and `leaving_out` isn't set.
        ArticleDeleted: the article is gone.
        PermissionDenied: `by` may not edit.
    """
    permissions.require(by, permissions.EDIT)
    with transaction.atomic():
        # On PostgreSQL a save that is under way would be overwritten half: each begins here.
        Article.objects.select_for_update().filter(pk=edition.article_id).values_list("pk").first()
        wanted = return_to(edition)
        if expected_hash is not None and wanted.now.hash != expected_hash:
            raise WorkingCopyChanged(
                "The article was edited since you looked at it. Look at what differs now."
            )
        if wanted.missing and not leaving_out:
            raise PartsMissing(wanted.missing)
        if wanted.nothing_to_do:
            raise NothingToBringBack(
                f"The working copy says what edition {edition.number} says already."
            )
        _keep_what_gives_way(wanted.now, by=by)
        return write_content(wanted.then, by=by)


def _keep_what_gives_way(content: Content, *, by: "AbstractBaseUser | None") -> None:
    """Set aside edits that were never published: they are in no edition."""
    if not Edition.objects.filter(article=content.id, content_hash=content.hash).exists():
        writer = Article.objects.values_list("modified_by", flat=True).get(pk=content.id)
        set_aside(content, why=SetAsideBecause.REPLACED, written_by_id=writer, by=by)


def without_what_is_gone(content: Content) -> tuple[Content, tuple[str, ...]]:
    """The content with nothing in it that was deleted, and that in words. At most 5 queries.

    Links in texts stay as they are: a reader sees the words of one that leads nowhere.
    """
    people = {*content.author_ids, *content.reviewer_ids}
    gone_topics = _gone(Topic, [content.topic_id])
    gone_notices = _gone(Notice, [content.disclaimer_id])
    gone_people, gone_articles = _gone(Person, people), _gone(Article, content.related_ids)
    missing = [
        *_called("topic", ChangeSubject.TOPIC, gone_topics),
        *_called("person", ChangeSubject.PERSON, gone_people),
        *_called("notice", ChangeSubject.NOTICE, gone_notices),
        *_called("related article", ChangeSubject.ARTICLE, gone_articles),
    ]
    kept = replace(
        content,
        topic_id=None if gone_topics else content.topic_id,
        disclaimer_id=None if gone_notices else content.disclaimer_id,
        author_ids=tuple(key for key in content.author_ids if key not in gone_people),
        reviewer_ids=tuple(key for key in content.reviewer_ids if key not in gone_people),
        related_ids=tuple(key for key in content.related_ids if key not in gone_articles),
    )
    return kept, tuple(missing)


def _gone(model: type[Model], keys: Iterable[Any]) -> list[Any]:
    """Those of `keys` that no row has any more."""
    wanted = dict.fromkeys(key for key in keys if key is not None)
    found = set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    return [key for key in wanted if key not in found]


def _called(noun: str, subject: ChangeSubject, keys: list[Any]) -> list[str]:
    """What was deleted, by the slug that the log of changes has of it."""
    if not keys:
        return []
    texts = [str(key) for key in keys]
    told = Change.objects.filter(subject=subject, subject_id__in=texts).order_by("id")
    slugs = dict(told.values_list("subject_id", "slug"))
    return [f"the {noun} “{slugs.get(text, text)}”" for text in texts]
