"""Saving over what somebody else wrote, knowingly: the other text is set aside, never lost."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.documents.content import Content
from articles.documents.loading import load
from articles.models import Article, SetAside, SetAsideBecause

from . import permissions
from .working_copy import lock, settle
from .writing import write_content

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class EditedMeanwhile(Exception):  # noqa: N818
    """The working copy is not the one that the caller has seen."""


def set_aside(
    content: Content,
    *,
    why: SetAsideBecause,
    written_by_id: int | None,
    by: "AbstractBaseUser | None",
    at: datetime | None = None,
) -> SetAside:
    """Keep a text that is no working copy any more."""
    permissions.require(by, permissions.EDIT)
    return SetAside.objects.create(
        article_id=content.id,
        content=content.to_json(),
        content_hash=content.hash,
        why=why,
        at=at or timezone.now(),
        written_by_id=written_by_id,
        set_aside_by_id=by.pk if by else None,
    )


def save_over(
    content: Content,
    *,
    seen_hash: str,
    by: "AbstractBaseUser | None",
    why: SetAsideBecause = SetAsideBecause.OVERWRITTEN,
    at: datetime | None = None,
) -> SetAside | None:
    """Make `content` the working copy in place of the one that the caller has seen.

    What stood there is set aside; gives it, or None where nothing gave way. An article that was
    deleted is there again.

    Args:
        seen_hash: the hash of the working copy that the caller saw; empty for an article that
            was deleted.

    Raises:
        EditedMeanwhile: the working copy is another one by now.
        PermissionDenied: `by` may not edit.
        django.db.IntegrityError: as in `write_content`.
    """
    permissions.require(by, permissions.EDIT)
    article = Article(pk=content.id)
    with transaction.atomic():
        lock(article)
        stored = Article.objects.filter(pk=content.id).first()
        before = load(stored) if stored else None
        if (before.hash if before else "") != seen_hash:
            raise EditedMeanwhile("The article was saved again in the meantime.")
        kept = None
        if stored and before and before != content:
            kept = set_aside(before, why=why, written_by_id=stored.modified_by_id, by=by, at=at)
        written = write_content(content, by=by)
        settle(written, by=by, before=before.hash if before else "")
    return kept
