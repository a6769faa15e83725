"""Saving live reference data: a topic, person or notice takes effect at once, everywhere.

The row, the documents that show it and the changes are one transaction.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.documents import outbox, storing
from articles.documents.events import Told
from articles.models import (
    Change,
    ChangeKind,
    ChangeSubject,
    Document,
    Notice,
    Person,
    Topic,
)

ReferenceData = Topic | Person | Notice


def save(row: ReferenceData, *, at: datetime | None = None) -> None:
    """Save `row`, recompile the documents that show it and record what changed.

    Raises:
        ValidationError: a topic would come to stand under itself.
    """
    at = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        Change.objects.lock()
        # Whatever the topic comes to stand under, the same topics stand under it.
        below = refuse_loop(row) if isinstance(row, Topic) else set()
        row.save()
        _record(row, ChangeKind.SAVED, row.pk, at)
        storing.recompile(_documents_showing(row, below), at=at)


def refuse_loop(topic: Topic) -> set[int]:
    """Refuse a topic whose parent is the topic itself, or stands under it.

    Gives the topic and all that stand under it; nothing of a new one. At most one query.

    Raises:
        ValidationError: it is so; of the field `parent`.
    """
    if not topic.pk:
        return set()
    below: set[int] = Topic.objects.tree().below([topic.pk])
    if topic.parent_id in below:
        raise ValidationError({"parent": "A topic can't stand under itself, nor in a circle."})
    return below


def delete(row: ReferenceData, *, at: datetime | None = None) -> None:
    """Delete `row` and record it.

    Raises:
        django.db.models.ProtectedError: an article or a document uses it.
    """
    at = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        Change.objects.lock()
        key = row.pk
        row.delete()
        _record(row, ChangeKind.DELETED, key, at)


def _documents_showing(row: ReferenceData, topics: set[int]) -> QuerySet[Document]:
    match row:
        case Topic():
            # Those in the topics below show it too, in their breadcrumbs.
            return Document.objects.filter(topic__in=topics)
        case Person():
            return Document.objects.filter(people__person=row).distinct()
        case Notice():
            return Document.objects.filter(disclaimer=row)


def _record(row: ReferenceData, kind: ChangeKind, key: int, at: datetime) -> None:
    subject = {
        Topic: ChangeSubject.TOPIC,
        Person: ChangeSubject.PERSON,
        Notice: ChangeSubject.NOTICE,
    }[type(row)]
    change = Change.objects.create(
        at=at, kind=kind, subject=subject, subject_id=str(key), slug=row.slug
    )
    outbox.announce([(change, Told())])
