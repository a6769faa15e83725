"""Imports as editors start them: a file is taken, looked through by a worker, then imported."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.models import ImportChunk, ImportJob, ImportState

from . import permissions

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

IMPORT = "articles.add_importjob"


def start(
    chunks: Iterable[bytes],
    *,
    name: str,
    by: "AbstractBaseUser",
    format_name: str,
    address: str = "",
    at: datetime | None = None,
) -> ImportJob:
    """Keep a file, which a worker looks through; nothing is imported yet.

    Args:
        chunks: of the file, of a size that fits into memory.

    Raises:
        PermissionDenied: `by` may not import.
    """
    permissions.require(by, IMPORT)
    with transaction.atomic():
        job = ImportJob.objects.create(
            file_name=name[-200:],
            format=format_name,
            address=address,
            created_by_id=by.pk,
            created_at=at or timezone.now(),
        )
        for position, data in enumerate(chunks):
            ImportChunk.objects.create(job=job, position=position, data=data)
    return job


def store(job: ImportJob, *, by: "AbstractBaseUser", overwrite: bool = False) -> bool:
    """Let a worker import what was looked through. False: it was let already.

    Raises:
        PermissionDenied: `by` may not import.
    """
    permissions.require(by, IMPORT)
    ready = ImportJob.objects.filter(pk=job.pk, state=ImportState.CHECKED)
    values = {"state": ImportState.STORING, "overwrite": overwrite, "steps": 0}
    return ready.update(leased_until=None, **values) == 1
