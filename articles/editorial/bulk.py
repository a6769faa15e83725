"""Bulk jobs: one act on many articles, article by article, by whichever process has the time.

A job is worked on under a lease. Each article is one transaction that holds the change lock, does
the act and marks the item: a process that is killed loses nothing, and nothing is done twice.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles.documents.loading import load_many
from articles.models import Article, BulkAct, BulkItem, BulkItemState, BulkJob, Change

from . import leases, permissions
from .bulk_acts import ACTS, OPTIONS, PERMISSIONS, BulkRefusal, Done, Item
from .publishing import PublishingError

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

logger = logging.getLogger(__name__)

# Up to this many articles are done while the editor waits.
AT_ONCE = 20
# How long the file of an export is kept.
EXPORTS_KEPT = timedelta(days=30)
# How long a finished job and its report are kept; the articles' own logs stay.
JOBS_KEPT = timedelta(days=180)
_BATCH = 500

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is, in articles."""

    total: int
    done: int
    failed: int

    @property
    def waiting(self) -> int:
        return self.total - self.done - self.failed

    @property
    def percent(self) -> int:
        return 100 * (self.total - self.waiting) // self.total if self.total else 100


def start(
    act: BulkAct,
    articles: Iterable[Article],
    *,
    by: "AbstractBaseUser",
    options: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> BulkJob:
    """Write down that `act` is to be done to `articles`; `run` or a worker does it.

    Publishing is bound to the content that each article has now: one that is edited before its
    turn fails.

    Args:
        options: what the act needs. publish: `note`, `is_correction`, `exception_reason`;
            unpublish: `explanation`; set topic: `topic`, set reviewer: `reviewer` (ids).

    Raises:
        PermissionDenied: `by` may not do this.
        ValueError: the act doesn't know an option.
    """
    options, at = dict(options or {}), at or timezone.now()
    permissions.require(by, *PERMISSIONS[act])
    if options.get("exception_reason"):
        permissions.require(by, permissions.PUBLISH_WITHOUT_SIGN_OFF)
    if unknown := options.keys() - OPTIONS[act]:
        raise ValueError(f"{act.label} doesn't know {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        _forget_old_exports(at)
        job = BulkJob.objects.create(act=act, options=options, created_by_id=by.pk, created_at=at)
        chosen = iter({article.pk: article for article in articles}.values())
        while batch := list(islice(chosen, _BATCH)):
            contents = load_many(batch) if act == BulkAct.PUBLISH else {}
            BulkItem.objects.bulk_create(
                BulkItem(
                    job=job,
                    article_id=article.pk,
                    title=article.title,
                    content_hash=contents[article.pk].hash if article.pk in contents else "",
                )
                for article in batch
            )
    return job


def start_again(job: BulkJob, *, by: "AbstractBaseUser") -> BulkJob:
    """A new job with what failed in `job`.

    Raises:
        PermissionDenied: `by` may not do this.
    """
    failed = job.items.filter(state=BulkItemState.FAILED).values("article_id")
    articles = Article.objects.filter(pk__in=failed).order_by("title", "pk")
    return start(BulkAct(job.act), articles, by=by, options=job.options)


def run(job: BulkJob, *, seconds: float | None = None, clock: Clock = timezone.now) -> bool:
    """Work on `job` until it is finished, or for `seconds`, but on one article at least.

    False: there was nothing to do, since it is finished or another process has it.
    """
    ends = None if seconds is None else monotonic() + seconds
    if not _claim(job, clock()):
        return False
    while _do_next(job, clock()):
        if ends is not None and monotonic() >= ends:
            _release(job)
            break
    return True


def do_some(now: datetime, *, seconds: float = 1.0) -> bool:
    """Work for `seconds` on the oldest job that nobody works on. False: there was none.

    Short, so that a worker is back in time for acts that are due.
    """
    jobs = BulkJob.objects.filter(leases.free(now), finished_at=None).order_by("created_at", "pk")
    # The first may be taken by another process meanwhile.
    return any(run(job, seconds=seconds) for job in jobs[:10])


def progress_of(job: BulkJob) -> Progress:
    return Progress(
        **job.items.aggregate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=BulkItemState.DONE)),
            failed=Count("pk", filter=Q(state=BulkItemState.FAILED)),
        )
    )


# --- The lease, renewed with every article ---


def _claim(job: BulkJob, now: datetime) -> bool:
    job.leased_until = now + leases.LEASE
    return leases.claim(BulkJob.objects.filter(pk=job.pk, finished_at=None), now=now)


def _renew(job: BulkJob, now: datetime) -> bool:
    """False: another process took the job, for it lasted too long."""
    held = BulkJob.objects.filter(pk=job.pk, leased_until=job.leased_until, finished_at=None)
    job.leased_until = now + leases.LEASE
    return held.update(leased_until=job.leased_until) == 1


def _release(job: BulkJob) -> None:
    BulkJob.objects.filter(pk=job.pk, leased_until=job.leased_until).update(leased_until=None)


# --- One article ---


def _do_next(job: BulkJob, now: datetime) -> bool:
    """Do the next article, whole or not at all. False: none is left, or the lease is lost."""
    with transaction.atomic():
        Change.objects.lock()
        if not _renew(job, now):
            return False
        waiting = job.items.filter(state=BulkItemState.WAITING)
        item = waiting.order_by("pk").first()
        if item is None:
            job.finished_at, job.leased_until = now, None
            job.save(update_fields=["finished_at", "leased_until"])
            return False
        item.state, item.message, item.result = _attempt(job, item)
        item.save(update_fields=["state", "message", "result"])
    return True


def _attempt(job: BulkJob, item: BulkItem) -> tuple[BulkItemState, str, str]:
    """What becomes of the item: its state, what is said of it, and what an export gives."""
    try:
        with transaction.atomic():  # What fails leaves nothing behind.
            done = _act(job, item)
    except (PublishingError, BulkRefusal, PermissionDenied) as error:
        return BulkItemState.FAILED, str(error), ""
    except (OperationalError, InterfaceError):
        raise  # The database is away: that is nothing of the article's.
    except Exception:
        logger.exception("Bulk job %s failed at article %s", job.pk, item.article_id)
        reason = "An error that Galley doesn't know. It stands in the server's log."
        return BulkItemState.FAILED, reason, ""
    return BulkItemState.DONE, done.message, done.result


def _act(job: BulkJob, item: BulkItem) -> Done:
    # Read anew for each article: permissions may be withdrawn while a job runs.
    by = get_user_model().objects.get(pk=job.created_by_id)
    article = Article.objects.filter(pk=item.article_id).first()
    if article is None:
        raise BulkRefusal("The article was deleted.")
    done = ACTS[job.act](Item(article, by, job.options, item.content_hash))
    if done.logged:
        _log(article, done.logged, by_id=job.created_by_id)
    return done


def _log(article: Article, said: str, *, by_id: int) -> None:
    """A line in the article's log, where the admin keeps what was done to it by hand."""
    LogEntry.objects.create(
        user_id=by_id,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(article.pk),
        object_repr=str(article)[:200],
        action_flag=CHANGE,
        change_message=said,
    )


# --- What is kept for a while ---


def forget_old(now: datetime) -> bool:
    """Delete the oldest job that was finished long ago. False: there was none.

    The worker's last source of work (see the command `worker`).
    """
    old = BulkJob.objects.filter(finished_at__lt=now - JOBS_KEPT).order_by("finished_at", "pk")
    job = old.first()
    if job is None:
        return False
    with transaction.atomic():
        BulkItem.objects.filter(job=job).delete()
        BulkJob.objects.filter(pk=job.pk).delete()
    return True


def _forget_old_exports(now: datetime) -> None:
    old = BulkItem.objects.filter(job__finished_at__lt=now - EXPORTS_KEPT)
    old.exclude(result="").update(result="")
