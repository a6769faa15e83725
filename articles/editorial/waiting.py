"""What waits for somebody: the articles whose next step is up to one user."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.models import (
    Article,
    Document,
    Edition,
    ReviewAct,
    ReviewEntry,
    Schedule,
    ScheduleState,
    Topic,
)

from .permissions import EDIT, PUBLISH, SIGN_OFF, may
from .queue import ROWS, SECOND, Listing, filed_under, first_rows

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# The acts that say where a review stands; a comment doesn't.
_DECIDING = (ReviewAct.REQUESTED, ReviewAct.SIGNED_OFF, ReviewAct.CHANGES_REQUESTED)


class Reason(StrEnum):
    """Why an article waits for somebody."""

    REVIEW = "review"
    CHANGES = "changes"
    SIGN_OFF_OUTDATED = "sign-off outdated"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Waiting:
    article: Article
    reason: Reason
    # The entry that put it there: who, when, with which words.
    entry: ReviewEntry


def waiting_for(
    user: "AbstractBaseUser", *, topic: Topic | None = None, limit: int = ROWS
) -> Listing[Waiting]:
    """What the next step is up to `user`, the longest wait first.

    For those who sign off: requests to them, and to nobody in particular unless they made the
    request or may not answer it. For those who write: what they edited last, if changes were
    asked for or if they edited it after its sign-off. For those who publish: what is signed off
    and neither live nor scheduled.
    """
    entries = filed_under(_waiting(user), topic, "article__topic")
    entries = entries.select_related("article__topic", "by__person", "reviewer").order_by("pk")
    listing = first_rows(entries, limit)
    return Listing([_waiting_row(entry) for entry in listing.rows], listing.total)


def waiting_count(user: "AbstractBaseUser") -> int:
    """How many articles wait for `user`. One query."""
    return _waiting(user).count()


def _waiting(user: "AbstractBaseUser") -> QuerySet[ReviewEntry]:
    """The newest deciding entry of each article whose next step is up to `user`."""
    wanted = Q(pk__in=[])
    if may(user, SIGN_OFF):
        wanted |= _asks(user)
    if may(user, EDIT):
        wanted |= _is_with_the_writer(user)
    if may(user, PUBLISH):
        wanted |= _can_go_live()
    # The thread outlives its article.
    exists = Exists(Article.objects.filter(pk=OuterRef("article")))
    return standing_entries().filter(wanted, exists)


def standing_entries() -> QuerySet[ReviewEntry]:
    """Of each article's thread the entry that says where the review stands now."""
    later = ReviewEntry.objects.filter(
        article=OuterRef("article"), pk__gt=OuterRef("pk"), act__in=_DECIDING
    )
    entries: QuerySet[ReviewEntry] = ReviewEntry.objects.filter(~Exists(later), act__in=_DECIDING)
    return entries


def _asks(user: "AbstractBaseUser") -> Q:
    anybody = Q(reviewer__isnull=True) & ~Q(by=user.pk)
    if settings.REVIEW_BY_SECOND_PERSON:
        anybody &= ~Q(article__modified_by=user.pk)
    return Q(act=ReviewAct.REQUESTED) & (Q(reviewer__account=user.pk) | anybody)


def _is_with_the_writer(user: "AbstractBaseUser") -> Any:
    sent_back = Q(act=ReviewAct.CHANGES_REQUESTED)
    edited_since = Q(act=ReviewAct.SIGNED_OFF, article__modified_at__gt=F("at"))
    # It may have gone live all the same, by an exception.
    published = Edition.objects.filter(
        article=OuterRef("article"),
        published_at__gt=OuterRef("article__modified_at") - SECOND,
    ).filter(published_at__gt=OuterRef("at") - SECOND)
    return Q(article__modified_by=user.pk) & (sent_back | edited_since) & ~Exists(published)


def _can_go_live() -> Any:
    same = {"article": OuterRef("article"), "content_hash": OuterRef("sign_off__content_hash")}
    live = Document.objects.filter(
        article=OuterRef("article"), edition__content_hash=OuterRef("sign_off__content_hash")
    )
    # What was published and withdrawn since is not meant to go live again.
    published = Edition.objects.filter(**same, published_at__gt=OuterRef("at") - SECOND)
    scheduled = Schedule.objects.filter(**same, state=ScheduleState.PENDING)
    return (
        Q(act=ReviewAct.SIGNED_OFF, article__modified_at__lte=F("at"))
        & ~Exists(live)
        & ~Exists(published)
        & ~Exists(scheduled)
    )


def _waiting_row(entry: ReviewEntry) -> Waiting:
    match entry.act:
        case ReviewAct.REQUESTED:
            reason = Reason.REVIEW
        case ReviewAct.CHANGES_REQUESTED:
            reason = Reason.CHANGES
        case _ if entry.article.modified_at > entry.at:
            reason = Reason.SIGN_OFF_OUTDATED
        case _:
            reason = Reason.PUBLICATION
    return Waiting(entry.article, reason, entry)
