"""Doing what is scheduled, once its time has come: exactly once, whoever comes first.

An act and its row's new state are one transaction that holds the change lock and looks again
before it begins. So a process that is killed in the middle loses nothing, and of several that come
at once one does the act. A worker's lease only spares others the wait for the lock.
"""

import logging
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import Change, Schedule, ScheduledAct, ScheduleState

from . import leases
from .publishing import NothingToPublish, PublishingError, content_of, publish, unpublish
from .scheduling import CannotSchedule, outlook_of

logger = logging.getLogger(__name__)


def do_due_acts(*, now: datetime | None = None) -> int:
    """Do all acts that are due, whether a worker has taken them up or not; gives how many.

    A worker that lives and is at it makes us wait for its lock, and nothing is left to do then.
    """
    now = now or timezone.now()
    done = 0
    while key := _due(now).values_list("pk", flat=True).first():
        done += _do(key, at=now)
    return done


def do_some(now: datetime) -> bool:
    """Do the first act that is due and that no other worker has; False: there is none.

    The worker's source of work (see the command `worker`).
    """
    free = _due(now).filter(leases.free(now))
    for key in free.values_list("pk", flat=True)[:10]:
        if leases.claim(Schedule.objects.filter(pk=key, finished_at__isnull=True), now=now):
            _do(key, at=now)
            return True
    return False


def _due(now: datetime) -> QuerySet[Schedule]:
    """The acts that are due, of each article the first only: the next waits until it is done."""
    waiting = Schedule.objects.filter(finished_at__isnull=True)
    earlier = waiting.filter(
        Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk")),
        article=OuterRef("article"),
    )
    return waiting.filter(~Exists(earlier), due_at__lte=now).order_by("due_at", "pk")


def _do(key: int, *, at: datetime) -> bool:
    """Do this act, or write down why it failed; False: somebody else had done it.

    Raises:
        OperationalError, InterfaceError: the database is away. The act is still to be done.
    """
    try:
        with transaction.atomic():
            Change.objects.lock()
            schedule = _due(at).select_related("article", "scheduled_by", "alternative")
            row = schedule.filter(pk=key).first()
            if row is None:
                return False
            _act(row, at=at)
            _finish(row.pk, ScheduleState.DONE, at=at)
    except (OperationalError, InterfaceError):
        raise
    except PublishingError as error:
        return _fail(key, str(error), at=at)
    except PermissionDenied:
        return _fail(
            key, "Who scheduled this may not do it any more, or the account is not active.", at=at
        )
    except Exception as error:
        # Whatever it is, it would happen again: better told to editors than tried for ever.
        logger.exception("Scheduled act %s broke", key)
        return _fail(key, f"An unexpected error, which was logged: {error!r}", at=at)
    late = (at - row.due_at).total_seconds()
    logger.info("Did what was due %.1f s ago: %s “%s”", late, row.act, row.article)
    return True


def _act(schedule: Schedule, *, at: datetime) -> None:
    if schedule.act == ScheduledAct.UNPUBLISH:
        unpublish(
            schedule.article,
            by=schedule.scheduled_by,
            explanation=schedule.explanation,
            alternative=schedule.alternative,
            at=at,
        )
        return
    outlook = outlook_of(schedule, content_of(schedule.article, None))
    if outlook.content is None:
        raise CannotSchedule(outlook.says)
    try:
        publish(
            schedule.article,
            by=schedule.scheduled_by,
            note=schedule.note,
            is_correction=schedule.is_correction,
            exception_reason=schedule.exception_reason,
            written=outlook.content,
            at=at,
        )
    except NothingToPublish:
        logger.info("“%s” was live with this content already", schedule.article)


def _finish(key: int, state: ScheduleState, *, at: datetime, failure: str = "") -> int:
    """Whatever became of the act; 0: it was finished before."""
    rows = Schedule.objects.filter(pk=key, finished_at__isnull=True)
    return rows.update(state=state, finished_at=at, failure=failure, leased_until=None)


def _fail(key: int, reason: str, *, at: datetime) -> bool:
    failed = _finish(key, ScheduleState.FAILED, at=at, failure=reason)
    if failed:
        logger.warning("A scheduled act failed (schedule %s): %s", key, reason)
    return bool(failed)
