"""Review: asking for it, signing off, asking for changes. Each act is one transaction.

A sign-off is bound to the exact content that the reviewer saw (`approval` says whether it still
counts); everything else is a thread of entries that are written once.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.documents.content import Content
from articles.documents.loading import load
from articles.models import (
    Article,
    ArticleReviewer,
    Person,
    ReviewAct,
    ReviewEntry,
    SignOff,
    Topic,
)

from . import permissions
from .intervals import months_after
from .publishing import ContentChanged
from .working_copy import lock, with_anchors

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class ReviewError(Exception):
    """An act of review that was refused; its text says why, for editors."""


class OwnWork(ReviewError):  # noqa: N818
    """Whoever would sign off saved the article last."""


class NothingSaid(ReviewError):  # noqa: N818
    """An act that says something came without a comment."""


class NotAReviewer(ReviewError):  # noqa: N818
    """The person asked has no account that may sign off."""


def request_review(
    article: Article,
    *,
    by: "AbstractBaseUser",
    reviewer: Person | None = None,
    comment: str = "",
    at: datetime | None = None,
) -> ReviewEntry:
    """Ask `reviewer`, or whoever has the time, to review the working copy.

    Raises:
        NotAReviewer: the person can't sign off here.
        PermissionDenied: `by` may not edit.
    """
    permissions.require(by, permissions.EDIT)
    if reviewer and not (
        reviewer.account and permissions.may(reviewer.account, permissions.SIGN_OFF)
    ):
        raise NotAReviewer(f"{reviewer.name} has no account here that may sign off.")
    return _enter(article, ReviewAct.REQUESTED, by=by, comment=comment, at=at, reviewer=reviewer)


def sign_off(
    article: Article,
    *,
    by: "AbstractBaseUser",
    expected_hash: str,
    comment: str = "",
    at: datetime | None = None,
) -> ReviewEntry:
    """Approve exactly the content that has `expected_hash`.

    The working copy gets what follows from a review: its day, the day of the next one, and the
    reviewer's name among the reviewers. The sign-off is bound to the content with these in it.
    Who last edited the article stays as it was: a signature is no edit.

    Raises:
        ContentChanged: the working copy is not what the reviewer saw.
        OwnWork: REVIEW_BY_SECOND_PERSON is on, and `by` saved the last edit.
        PermissionDenied: `by` may not sign off.
    """
    permissions.require(by, permissions.SIGN_OFF)
    at = at or timezone.now()
    with transaction.atomic():
        lock(article)
        content = load(article)
        if content.hash != expected_hash:
            raise ContentChanged(
                "The article was edited since you looked at it. Look at it again, then sign off."
            )
        article.refresh_from_db(fields=["modified_by"])
        if is_own_work(article, by=by):
            raise OwnWork("You edited this last, so somebody else has to sign it off.")
        person = Person.objects.filter(account=by.pk).first()
        _write_review(article, content, as_reviewed(content, person, on=timezone.localdate(at)))
        signed = with_anchors(article)
        approval = SignOff.objects.create(
            article_id=article.pk,
            content=signed.to_json(),
            content_hash=signed.hash,
            signed_at=at,
            signed_by_id=by.pk,
            name=name_of(by),
            credentials=person.credentials if person else "",
            comment=comment.strip(),
        )
        return _enter(
            article,
            ReviewAct.SIGNED_OFF,
            by=by,
            comment=comment,
            at=at,
            sign_off=approval,
            content=signed,
        )


def request_changes(
    article: Article, *, by: "AbstractBaseUser", comment: str, at: datetime | None = None
) -> ReviewEntry:
    """Say what has to change. What was signed off before no longer counts.

    Raises:
        NothingSaid: there is no comment.
        PermissionDenied: `by` may neither sign off nor publish.
    """
    permissions.require(by, permissions.SIGN_OFF, permissions.PUBLISH)
    if not comment.strip():
        raise NothingSaid("Say what has to change.")
    return _enter(article, ReviewAct.CHANGES_REQUESTED, by=by, comment=comment, at=at)


def add_comment(
    article: Article, *, by: "AbstractBaseUser", comment: str, at: datetime | None = None
) -> ReviewEntry:
    """Say something in the thread, which changes nothing else.

    Raises:
        NothingSaid: there is no comment.
        PermissionDenied: `by` may neither edit, sign off nor publish.
    """
    permissions.require(by, permissions.EDIT, permissions.SIGN_OFF, permissions.PUBLISH)
    if not comment.strip():
        raise NothingSaid("A comment has to say something.")
    return _enter(article, ReviewAct.COMMENTED, by=by, comment=comment, at=at)


def is_own_work(article: Article, *, by: "AbstractBaseUser") -> bool:
    """Whether `by` may not sign off since the last edit, as `article` knows it, is theirs.

    Only the last edit is asked for: once somebody else has edited, two people have seen it.
    """
    return bool(settings.REVIEW_BY_SECOND_PERSON) and article.modified_by_id == by.pk


def as_reviewed(content: Content, person: Person | None, *, on: date) -> Content:
    """`content` with what follows from a review by `person` on the day `on`."""
    interval = (
        Topic.objects.filter(pk=content.topic_id or 0)
        .values_list("review_interval_months", flat=True)
        .first()
    )
    named = content.reviewer_ids
    if person and person.pk not in content.reviewer_ids + content.author_ids:
        named += (person.pk,)
    return replace(
        content,
        reviewed_on=on,
        review_due=months_after(on, interval or settings.REVIEW_INTERVAL_MONTHS),
        reviewer_ids=named,
    )


def name_of(user: Any) -> str:
    """What colleagues and readers call a user: the person's name, else the account's."""
    person = getattr(user, "person", None)
    return str(person.name if person else user.get_full_name() or user.get_username())


def people_who_sign_off() -> QuerySet[Person]:
    """The people who can be asked for a review: their account may sign off."""
    users: Any = get_user_model().objects
    accounts = users.with_perm(
        permissions.SIGN_OFF, backend="django.contrib.auth.backends.ModelBackend"
    )
    people: QuerySet[Person] = Person.objects.filter(account__in=accounts)
    return people


def _write_review(article: Article, before: Content, after: Content) -> None:
    # Neither `modified_at` nor `modified_by`: nobody edited.
    Article.objects.filter(pk=article.pk).update(
        reviewed_on=after.reviewed_on, review_due=after.review_due
    )
    for person_id in after.reviewer_ids[len(before.reviewer_ids) :]:
        position = len(after.reviewer_ids)
        ArticleReviewer.objects.create(article=article, person_id=person_id, position=position)


def _enter(
    article: Article,
    act: ReviewAct,
    *,
    by: "AbstractBaseUser",
    comment: str,
    at: datetime | None,
    content: Content | None = None,
    **values: Any,
) -> ReviewEntry:
    """One entry in the thread of the article."""
    entry: ReviewEntry = ReviewEntry.objects.create(
        article_id=article.pk,
        act=act,
        comment=comment.strip(),
        content_hash=(content or load(article)).hash,
        at=at or timezone.now(),
        by_id=by.pk,
        **values,
    )
    return entry
