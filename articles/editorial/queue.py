"""The desk's lists: what is due for review, scheduled or stale, and what went live of late.

`waiting` has what waits for somebody. Each list costs two queries, however long it is: its rows
up to a limit, and how many there are.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from articles.models import (
    Article,
    Document,
    Edition,
    Schedule,
    ScheduledAct,
    ScheduleState,
    Topic,
)

from .review import months_after

ROWS = 10
# The days that the lists look ahead or back.
DUE_WITHIN = 90
FAILED_WITHIN = 14
UNTOUCHED_FOR = 90
PUBLISHED_WITHIN = 28

# Editions carry whole seconds, so what was edited just before one may seem to be younger.
SECOND = timedelta(seconds=1)

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """The first rows of a list, and how many it has."""

    rows: list[Row]
    total: int


# --- What is due for review ---


class Window(StrEnum):
    """How far the list of due reviews reaches."""

    ALL = "all"
    OVERDUE = "overdue"
    IN_30 = "30"
    IN_60 = "60"
    IN_90 = "90"


def due_for_review(
    *, on: date, window: Window = Window.ALL, topic: Topic | None = None, limit: int = ROWS
) -> Listing[Article]:
    """Live articles by the day on which readers see that their review is due: `due`."""
    articles = Article.objects.filter(_falls_into(window, on, "document__review_due"))
    articles = filed_under(articles, topic, "document__topic").select_related("topic")
    articles = articles.annotate(due=F("document__review_due")).order_by("due", "pk")
    return first_rows(articles, limit)


def due_counts(*, on: date, topic: Topic | None = None) -> dict[Window, int]:
    """How many reviews are due in each window. One query."""
    documents = filed_under(Document.objects.order_by(), topic, "topic")
    counts = {
        f"due_{window.value}": Count("pk", filter=_falls_into(window, on, "review_due"))
        for window in Window
    }
    found = documents.filter(_falls_into(Window.ALL, on, "review_due")).aggregate(**counts)
    return {window: found[f"due_{window.value}"] for window in Window}


def _falls_into(window: Window, on: date, field: str) -> Q:
    match window:
        case Window.ALL:
            return Q(**{f"{field}__lte": on + timedelta(days=DUE_WITHIN)})
        case Window.OVERDUE:
            return Q(**{f"{field}__lt": on})
        case _:
            return Q(**{f"{field}__range": (on, on + timedelta(days=int(window)))})


# --- What is scheduled ---


def scheduled(*, at: datetime, topic: Topic | None = None, limit: int = ROWS) -> Listing[Schedule]:
    """What failed of late and wasn't taken up again; then what is going to happen, soonest first.

    Without the contents.
    """
    again = Schedule.objects.filter(
        article=OuterRef("article"), act=OuterRef("act"), pk__gt=OuterRef("pk")
    )
    published = Edition.objects.filter(
        article=OuterRef("article"), published_at__gt=OuterRef("finished_at")
    )
    failed = (
        Q(state=ScheduleState.FAILED, finished_at__gte=at - timedelta(days=FAILED_WITHIN))
        & ~Exists(again)
        & (~Q(act=ScheduledAct.PUBLISH) | ~Exists(published))
    )
    schedules = Schedule.objects.filter(Q(state=ScheduleState.PENDING) | failed)
    schedules = filed_under(schedules, topic, "article__topic").defer("content")
    schedules = schedules.select_related("article__topic", "scheduled_by__person")
    return first_rows(schedules.order_by("state", "due_at", "pk"), limit)


# --- What is stale ---


class Staleness(StrEnum):
    """Why an article is stale; `stale` says when."""

    NO_REVIEW_PLANNED = "no review planned"
    CHANGES_LEFT = "changes left"
    DRAFT_LEFT = "draft left"


def stale(*, at: datetime, topic: Topic | None = None, limit: int = ROWS) -> Listing[Any]:
    """Articles that nobody has looked after, the longest first: with `since` and `staleness`.

    - Live, with no day on which a review is due, and no new edition for longer than a review
      holds.
    - Live, edited after the edition that is live, and untouched for 90 days since.
    - Drafts that were never published, untouched for 90 days.
    """
    left = Q(modified_at__lt=at - timedelta(days=UNTOUCHED_FOR)) & ~Exists(
        Schedule.objects.filter(article=OuterRef("pk"), state=ScheduleState.PENDING)
    )
    edited = Q(modified_at__gte=F("document__edition__published_at") + SECOND)
    never_published = Q(document__isnull=True) & ~Exists(
        Edition.objects.filter(article=OuterRef("pk"))
    )
    unplanned = Q(document__isnull=False, document__review_due__isnull=True) & _old_edition(at)
    articles = Article.objects.filter(unplanned | left & (edited | never_published))
    articles = filed_under(articles, topic, "topic").select_related("topic")
    since = Case(
        When(Q(document__isnull=True) | edited & left, then=F("modified_at")),
        default=F("document__edition__published_at"),
    )
    articles = articles.annotate(edition_at=F("document__edition__published_at"), since=since)
    listing = first_rows(articles.order_by("since", "pk"), limit)
    for article in listing.rows:
        article.staleness = _staleness_of(article)
    return listing


def _staleness_of(article: Any) -> Staleness:
    if article.edition_at is None:
        return Staleness.DRAFT_LEFT
    if article.since == article.edition_at:
        return Staleness.NO_REVIEW_PLANNED
    return Staleness.CHANGES_LEFT


def _old_edition(at: datetime) -> Q:
    """The edition that is live is older than the interval of its topic's reviews."""
    intervals: dict[int, Any] = dict(
        Topic.objects.filter(review_interval_months__isnull=False).values_list(
            "pk", "review_interval_months"
        )
    )
    old = ~Q(document__topic__in=intervals) | Q(document__topic__isnull=True)
    old &= Q(document__edition__published_at__lt=_before(at, settings.REVIEW_INTERVAL_MONTHS))
    for months in set(intervals.values()):
        topics = [key for key, interval in intervals.items() if interval == months]
        limit = _before(at, months)
        old |= Q(document__topic__in=topics, document__edition__published_at__lt=limit)
    return old


def _before(at: datetime, months: int) -> datetime:
    """The start of the day that lies `months` before `at`."""
    day = months_after(timezone.localdate(at), -months)
    return timezone.make_aware(datetime.combine(day, time.min))


# --- What went live ---


def published(*, at: datetime, topic: Topic | None = None, limit: int = ROWS) -> Listing[Any]:
    """The editions of the last weeks, newest first, with `title` and `topic_name`.

    Both are None where the article was deleted since.
    """
    article = Article.objects.filter(pk=OuterRef("article"))
    since = at - timedelta(days=PUBLISHED_WITHIN)
    editions: QuerySet[Any] = Edition.objects.filter(published_at__gte=since).annotate(
        title=Subquery(article.values("title")[:1]),
        topic_name=Subquery(article.values("topic__name")[:1]),
    )
    editions = filed_under(editions, topic, "article__topic")
    editions = editions.select_related("published_by__person", "sign_off")
    editions = editions.defer("content", "sign_off__content")
    return first_rows(editions.order_by("-published_at", "-pk"), limit)


def filed_under(queryset: QuerySet[Any], topic: Topic | None, field: str) -> QuerySet[Any]:
    """Those rows of which `field` is this topic; all of them without one."""
    return queryset.filter(**{field: topic}) if topic else queryset


def first_rows(queryset: QuerySet[Any], limit: int) -> Listing[Any]:
    """Two queries."""
    return Listing(rows=list(queryset[:limit]), total=queryset.count())
