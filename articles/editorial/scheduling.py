"""Scheduling: an act of publishing that is due at a time, and what it is going to do.

The acts themselves are done by `due`. Every writer of schedules holds the change lock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.documents.content import Content
from articles.documents.richtext import plain_text
from articles.models import (
    Article,
    Change,
    Document,
    Edition,
    Schedule,
    ScheduledAct,
    ScheduleState,
)

from . import permissions
from .approval import standing_sign_off
from .publishing import (
    NotLive,
    PublishingError,
    approval_for,
    content_of,
    documents_concerned,
    refuse_errors,
    refuse_unless_publishable,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# Beyond it a date is a slip of the finger.
FURTHEST = timedelta(days=5 * 366)


class CannotSchedule(PublishingError):  # noqa: N818
    """The act can't be scheduled like this, or isn't scheduled any more."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a scheduled publication would do if it were due now, with `says` in editors' words.

    Attributes:
        changed: the working copy is not what was scheduled.
        content: what would go live; None: the schedule would fail, and `says` why.
        keeps_draft: the working copy would stay a draft beside it.
    """

    changed: bool
    content: Content | None
    says: str
    keeps_draft: bool = False


def schedule_publishing(
    article: Article,
    *,
    by: "AbstractBaseUser",
    due_at: datetime,
    note: str = "",
    is_correction: bool = False,
    exception_reason: str = "",
    expected_hash: str | None = None,
    at: datetime | None = None,
) -> Schedule:
    """Let the working copy of `article`, as it is approved now, go live at `due_at`.

    Args:
        by: in whose name it is published.
        due_at: an aware time in the future; kept to the second.
        at: the present time, for tests.
        note, is_correction, exception_reason, expected_hash: as for `publish`.

    Raises:
        CannotSchedule: the time can't be, or the article's publication is scheduled already.
        NothingToPublish, ContentChanged, CannotPublish, ChecksFailed, SignOffMissing,
            PermissionDenied: as `publish` would today.
    """
    permissions.require(by, permissions.SCHEDULE)
    permissions.require(by, permissions.PUBLISH)
    at = at or timezone.now()
    due_at = _in_the_future(due_at, at)
    with transaction.atomic():
        Change.objects.lock()
        _refuse_a_second(article, ScheduledAct.PUBLISH)
        content = content_of(article, expected_hash)
        document, holder = documents_concerned(content)
        if holder and pending(holder.pk):
            holder = None  # It may have left the address by then.
        refuse_unless_publishable(content, document, holder)
        if document and document.slug != content.slug:
            permissions.require(by, permissions.MOVE)
        refuse_errors(content)
        _, exception_reason = approval_for(content, exception_reason, by=by)
        return Schedule.objects.create(
            article=article,
            act=ScheduledAct.PUBLISH,
            due_at=due_at,
            content=content.to_json(),
            content_hash=content.hash,
            last_edition=_newest_number(article),
            note=note.strip(),
            is_correction=is_correction,
            exception_reason=exception_reason,
            scheduled_by_id=by.pk,
            scheduled_at=at,
        )


def schedule_unpublishing(
    article: Article,
    *,
    by: "AbstractBaseUser",
    due_at: datetime,
    explanation: str = "",
    alternative: Article | None = None,
    at: datetime | None = None,
) -> Schedule:
    """Let `article` be withdrawn at `due_at`. Arguments as for `unpublish`.

    Raises:
        CannotSchedule: the time can't be, or the article's withdrawal is scheduled already.
        NotLive: it isn't live and nothing is scheduled that makes it so before.
        PermissionDenied: `by` may not schedule or not unpublish.
    """
    permissions.require(by, permissions.SCHEDULE)
    permissions.require(by, permissions.PUBLISH)
    at = at or timezone.now()
    due_at = _in_the_future(due_at, at)
    with transaction.atomic():
        Change.objects.lock()
        _refuse_a_second(article, ScheduledAct.UNPUBLISH)
        _refuse_unless_live_by(article, due_at)
        return Schedule.objects.create(
            article=article,
            act=ScheduledAct.UNPUBLISH,
            due_at=due_at,
            explanation=plain_text(explanation),
            alternative=alternative if alternative != article else None,
            last_edition=_newest_number(article),
            scheduled_by_id=by.pk,
            scheduled_at=at,
        )


def reschedule(
    schedule: Schedule, *, by: "AbstractBaseUser", due_at: datetime, at: datetime | None = None
) -> None:
    """Let what is scheduled happen at another time; what it does and in whose name stays.

    Raises:
        CannotSchedule: the time can't be, or the act was done or cancelled meanwhile.
        NotLive: a withdrawal would come before what makes the article live.
        PermissionDenied: `by` may not schedule.
    """
    permissions.require(by, permissions.SCHEDULE)
    due_at = _in_the_future(due_at, at or timezone.now())
    with transaction.atomic():
        Change.objects.lock()
        if schedule.act == ScheduledAct.UNPUBLISH:
            _refuse_unless_live_by(schedule.article, due_at)
        _update(schedule, due_at=due_at, leased_until=None)


def cancel(schedule: Schedule, *, by: "AbstractBaseUser", at: datetime | None = None) -> None:
    """Let what is scheduled not happen.

    Raises:
        CannotSchedule: it was done or cancelled meanwhile.
        PermissionDenied: `by` may not schedule.
    """
    permissions.require(by, permissions.SCHEDULE)
    with transaction.atomic():
        Change.objects.lock()
        _update(schedule, state=ScheduleState.CANCELLED, finished_at=at or timezone.now())


def pending(article_id: UUID) -> list[Schedule]:
    """What is scheduled for an article, in the order of time. One query."""
    rows = Schedule.objects.filter(article=article_id, finished_at__isnull=True)
    return list(rows.select_related("article", "scheduled_by", "alternative"))


def outlook_of(schedule: Schedule, working_copy: Content) -> Outlook:
    """What the scheduled publication would do now: the content that goes live was approved."""
    changed = working_copy.hash != schedule.content_hash
    if not settings.REQUIRE_SIGN_OFF:
        says = "Edited since it was scheduled: what is saved by then goes live."
        return Outlook(changed, working_copy, says if changed else "")
    if changed and standing_sign_off(working_copy):
        says = "Edited since it was scheduled and signed off again: the newer content goes live."
        return Outlook(changed, working_copy, says)
    approved = Content.from_json(schedule.content)
    if not schedule.exception_reason and standing_sign_off(approved) is None:
        return Outlook(
            changed,
            None,
            "The approval of what was scheduled was taken back, and nothing was signed off since.",
        )
    if not changed:
        return Outlook(changed, working_copy, "")
    newest = _newest_number(schedule.article)
    if newest > schedule.last_edition:
        return Outlook(
            changed,
            None,
            f"Edition {newest} was published after this was scheduled; the older content is not "
            "put in its place, and the working copy is not signed off.",
        )
    return Outlook(
        changed,
        approved,
        "Edited since it was scheduled: what was approved goes live, and the edits stay a draft.",
        keeps_draft=True,
    )


def _in_the_future(due_at: datetime, at: datetime) -> datetime:
    due_at = due_at.replace(microsecond=0)
    if due_at <= at:
        raise CannotSchedule("This time has passed. Choose one in the future.")
    if due_at - at > FURTHEST:
        raise CannotSchedule("This is more than five years away. Choose an earlier time.")
    return due_at


def _refuse_a_second(article: Article, act: ScheduledAct) -> None:
    if any(schedule.act == act for schedule in pending(article.pk)):
        what = "publication" if act == ScheduledAct.PUBLISH else "withdrawal"
        raise CannotSchedule(f"A {what} of “{article}” is scheduled already. Change that one.")


def _refuse_unless_live_by(article: Article, due_at: datetime) -> None:
    if Document.objects.filter(pk=article.pk).exists():
        return
    publications = [row for row in pending(article.pk) if row.act == ScheduledAct.PUBLISH]
    if not any(row.due_at < due_at for row in publications):
        raise NotLive(f"“{article}” won't be live at that time.")


def _newest_number(article: Article) -> int:
    numbers = Edition.objects.filter(article=article.pk).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


def _update(schedule: Schedule, **values: object) -> None:
    rows = Schedule.objects.filter(pk=schedule.pk, finished_at__isnull=True)
    if not rows.update(**values):
        raise CannotSchedule("This is not scheduled any more. Look again at what has happened.")
    for name, value in values.items():
        setattr(schedule, name, value)
