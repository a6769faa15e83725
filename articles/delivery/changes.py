"""What changed since a cursor, for those who keep a copy.

A copy starts with a snapshot of what is live, page by page, and goes on with the changes that were
written since the snapshot began; it ends up right however much is published meanwhile, for a
change that the snapshot had already seen is told once more.

Changes come in the order of their ids, which is that in which they were committed (see
`Change.objects.lock`), so a reader who has seen one has seen all before it. Of each article only
the newest change is told, with the article as it is now, and every address that it left.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce
from hashlib import sha256
from operator import or_
from typing import Any, NamedTuple
from uuid import UUID

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Change, ChangeKind, ChangeSubject, Document

from .schedule import NEXT_DUE, next_due, refuse_the_past

# Keeps cursors apart from everything else that is signed with the same key.
SALT = "articles.delivery.changes"
# Raise it when a cursor comes to mean something else.
VERSION = 1


class ForeignCursor(Exception):  # noqa: N818
    """The cursor is not one of this service, or what it points at is no more: start over."""


class OtherFilters(Exception):  # noqa: N818
    """The cursor was made for another set of filters."""


class Newest(NamedTuple):
    """The newest change: its id (0 for none), time and mark; and when the next act is due."""

    id: int
    at: datetime | None
    mark: str
    next_due: datetime | None


@cache
def _newest() -> QuerySet:
    """Made once: see `lookup`."""
    return Change.objects.order_by("-id").values_list("id", "at", NEXT_DUE, *_MARKED)[:1]


def newest() -> Newest:
    """As `heartbeat`, and what a cursor needs. One query.

    Raises:
        ActsDue: something is due that isn't done yet.
    """
    found = next(iter(_newest().all()), None)
    if found is None:
        return Newest(0, None, "", next_due())
    number, at, due_at, *marked = found
    refuse_the_past(due_at)
    return Newest(number, at, _mark(*marked), due_at)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a copy has come.

    All changes up to `since` are in it, whose mark tells it from one that has the same id in
    another database; `after` is set while a snapshot goes on: the articles up to this id are in
    it, too.
    """

    since: int
    mark: str
    after: UUID | None = None

    def signed(self, filters: str) -> str:
        """The cursor as clients get it, for these filters alone."""
        after = self.after.hex if self.after else ""
        return signing.dumps([VERSION, self.since, self.mark, after, _short(filters)], salt=SALT)

    @classmethod
    def read(cls, text: str, filters: str, newest: Newest) -> "Cursor":
        """The cursor that `signed` gave. One query, or none if it is up to date.

        Raises:
            ForeignCursor: it is from another service or database, or from before a backup was
                restored, or no cursor at all.
            OtherFilters: it was made for other filters.
        """
        try:
            version, since, mark, after, own = signing.loads(text, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise ForeignCursor from error
        if version != VERSION or mark != (
            newest.mark if since == newest.id else _mark_of_change(since)
        ):
            raise ForeignCursor
        if own != _short(filters):
            raise OtherFilters
        return cls(since, mark, UUID(after) if after else None)


# What a mark is made of: another change with the same id hardly has all of it.
_MARKED = ("at", "kind", "subject_id", "slug")


def _mark(*marked: object) -> str:
    return _short(repr(marked))


def _mark_of_change(change_id: int) -> str:
    """ "" for none."""
    if not change_id:
        return ""
    row = Change.objects.filter(pk=change_id).values_list(*_MARKED).first()
    return _mark(*row) if row else "none"


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do to a copy: put the article with this JSON, or take it out.

    `article` is the stored JSON; without it, `reason` says why it is gone from this address.
    """

    change: int | None
    at: datetime
    kind: str
    subject: str
    id: str
    slug: str
    edition: int | None
    article: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    entries: list[Entry]
    cursor: Cursor
    has_more: bool


@cache
def _live_rows(column: str | None) -> QuerySet:
    """Made once: see `lookup`."""
    names = ("article_id", "slug", "changed_at", "edition__number", *([column] if column else []))
    return Document.objects.order_by("article_id").values_list(*names)


def snapshot(
    cursor: Cursor, *, newest: Newest, column: str | None, matching: Q, limit: int
) -> Page:
    """The next page of what is live and fits `matching`. One query.

    There is more where the newest change is behind the snapshot's begin.
    """
    rows = _live_rows(column)
    if matching:
        rows = rows.filter(matching)
    if cursor.after:
        rows = rows.filter(article_id__gt=cursor.after)
    found = list(rows[: limit + 1])
    entries = [
        Entry(
            change=None,
            at=at,
            kind=ChangeKind.PUBLISHED.value,
            subject=ChangeSubject.ARTICLE.value,
            id=str(article_id),
            slug=slug,
            edition=number,
            article=text[0] if text else "",
        )
        for article_id, slug, at, number, *text in found[:limit]
    ]
    has_more = len(found) > limit
    # Behind the last page of the snapshot stand the changes since it began.
    following = Cursor(cursor.since, cursor.mark, found[limit - 1][0] if has_more else None)
    return Page(entries, following, has_more or newest.id > cursor.since)


def deltas(
    cursor: Cursor,
    *,
    newest: Newest,
    subjects: Collection[str],
    column: str | None,
    matching: Q,
    topics: Sequence[str] | None,
    limit: int,
) -> Page:
    """The changes behind the cursor. Three queries at most.

    Args:
        newest: the newest change, read before: the cursor goes that far where no more is left to
            tell.
        subjects: what the changes are of.
        column: of the documents, which is told with them.
        matching: the articles that the copy holds; those that don't fit are told as gone.
        topics: if `matching` names no more than these topics, by slug: articles that were in none
            of them at any time aren't told at all.
    """
    later = Change.objects.filter(
        subject=OuterRef("subject"), subject_id=OuterRef("subject_id"), id__gt=OuterRef("id")
    )
    rows = Change.objects.filter(id__gt=cursor.since, subject__in=subjects)
    # A move tells of an address that was left, whatever happened to the article since.
    rows = rows.filter(~Exists(later) | Q(kind=ChangeKind.MOVED)).annotate(is_newest=~Exists(later))
    found = list(rows.order_by("id")[: limit + 1])
    has_more = len(found) > limit
    found = found[:limit]
    ids = {row.subject_id for row in found if row.subject == ChangeSubject.ARTICLE}
    live = _live(ids, column, matching)
    known = _ever_in(ids - live.keys(), topics) if topics is not None else ids
    entries: list[Entry] = []
    for row in found:
        if row.subject != ChangeSubject.ARTICLE:
            entries.append(
                _entry(row, reason="deleted" if row.kind == ChangeKind.DELETED else None)
            )
            continue
        if row.subject_id not in live and row.subject_id not in known:
            continue
        if row.previous_slug:
            entries.append(_entry(row, slug=row.previous_slug, reason="moved"))
        if row.is_newest:
            entries.append(_told(row, live))
    return Page(entries, _behind(cursor, found, None if has_more else newest), has_more)


def _behind(cursor: Cursor, told: Sequence[Any], newest: Newest | None) -> Cursor:
    """The cursor behind the changes that were told, and behind `newest`."""
    if told:
        last = told[-1]
        cursor = Cursor(last.pk, _mark(*(getattr(last, name) for name in _MARKED)))
    if newest and newest.id > cursor.since:
        cursor = Cursor(newest.id, newest.mark)
    return cursor


# Slug, edition and JSON of live articles by id; None where one is live and doesn't fit.
_Live = dict[str, tuple[str, int, str]]


def _told(row: Any, live: dict[str, Any]) -> Entry:
    """The article of a change as it is now, which may be after a still newer change."""
    found = live.get(row.subject_id)
    if found is not None:
        slug, number, text = found
        return _entry(row, slug=slug, edition=number, article=text)
    is_gone = row.kind == ChangeKind.UNPUBLISHED
    return _entry(row, reason="unpublished" if is_gone else "left_filter")


def _entry(row: Any, **values: Any) -> Entry:
    fields = {
        "change": row.pk,
        "at": row.at,
        "kind": row.kind,
        "subject": row.subject,
        "id": row.subject_id,
        "slug": row.slug,
        "edition": row.edition_number,
    }
    return Entry(**fields | values)


def _live(ids: Collection[str], column: str | None, matching: Q) -> _Live:
    if not ids:
        return {}
    rows = Document.objects.filter(matching, article_id__in=list(ids)).order_by()
    names = ("article_id", "slug", "edition__number", *([column] if column else []))
    return {
        str(article_id): (slug, number, text[0] if text else "")
        for article_id, slug, number, *text in rows.values_list(*names)
    }


def _ever_in(ids: Collection[str], topics: Sequence[str]) -> set[str]:
    """Those of these articles that were in one of the topics at some time, or may have been."""
    if not ids:
        return set()
    under = reduce(or_, (Q(topic_path__contains=f"/{slug}/") for slug in topics))
    rows = Change.objects.filter(subject=ChangeSubject.ARTICLE, subject_id__in=list(ids))
    # Changes from before the path was kept say nothing; a withdrawal never does.
    unknown = Q(topic_path__isnull=True) & ~Q(kind=ChangeKind.UNPUBLISHED)
    return set(rows.filter(under | unknown).values_list("subject_id", flat=True))
