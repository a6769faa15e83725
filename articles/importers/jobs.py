"""Does imports that were started in the admin, each in a process of its own.

So the worker stays free for what is due, and the libraries that read pages fill no other memory.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from articles.models import ImportChunk, ImportJob, ImportState

UNDER_WAY = (ImportState.CHECKING, ImportState.STORING)
NEXT = {ImportState.CHECKING: ImportState.CHECKED, ImportState.STORING: ImportState.STORED}
# How long files and reports are kept.
KEPT = timedelta(days=30)
# Seconds between two renewals of the lease.
RENEWAL = 1.0
# Longer than the start of a process, which claims the job.
START = timedelta(seconds=15)

_children: list[subprocess.Popen[bytes]] = []


class LeaseLostError(Exception):
    """Another process has taken the job."""


def start_some(now: datetime) -> bool:
    """Start a process for the oldest import that nobody works on. False: there is none.

    A worker's source of work.
    """
    _children[:] = [child for child in _children if child.poll() is None]
    for job in waiting(now)[:3]:
        free = ImportJob.objects.filter(_free(now), pk=job.pk)
        if free.update(leased_until=now + START):
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import"]
            _children.append(subprocess.Popen([*command, str(job.pk)]))  # noqa: S603
            return True
    return False


def wait() -> None:
    """Let the processes that were started end."""
    for child in _children:
        child.wait()


def waiting(now: datetime) -> Any:
    """The imports that nobody works on, the oldest first."""
    return ImportJob.objects.filter(_free(now), state__in=("checking", "storing")).order_by(
        "created_at", "pk"
    )


def _free(now: datetime) -> Q:
    """As `leases.free`, with a longer lease: a process takes a while to start."""
    held = Q(leased_until__gt=now, leased_until__lte=now + 2 * START)
    return Q(leased_until__isnull=True) | ~held


def forget_old(now: datetime) -> bool:
    """Delete the oldest import of long ago, with its file. False: there was none."""
    job = ImportJob.objects.filter(created_at__lt=now - KEPT).order_by("created_at").first()
    if job is None:
        return False
    job.delete()
    return True


def run(job: ImportJob, work: Callable[..., list[dict[str, Any]]]) -> None:
    """Do what is next for `job`, renewing its lease on the way.

    Args:
        work: takes the file's path, the job and what to call at each step; gives the report.

    Raises:
        LeaseLostError: another process has it.
    """
    lease = _Lease(job)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(job.file_name).name or "file")
        with path.open("wb") as file:
            for chunk in ImportChunk.objects.filter(job=job).order_by("position").iterator(4):
                file.write(chunk.data)
                lease.step()
        report = work(path, job, lease.step)
    done = ImportJob.objects.filter(pk=job.pk, state=job.state)
    state = NEXT[ImportState(job.state)]
    done.update(state=state, report=report, steps=lease.steps, leased_until=None)
    if state == ImportState.STORED:
        ImportChunk.objects.filter(job=job).delete()


class _Lease:
    """The claim on a job, renewed as steps are taken."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job
        self.steps = 0
        self.until = job.leased_until
        self.renewed = 0.0

    def step(self) -> None:
        self.steps += 1
        if monotonic() - self.renewed < RENEWAL:
            return
        held = ImportJob.objects.filter(pk=self.job.pk, leased_until=self.until)
        self.until = timezone.now() + START
        if not held.update(leased_until=self.until, steps=self.steps):
            raise LeaseLostError
        self.renewed = monotonic()
