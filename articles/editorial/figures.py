"""The desk in numbers: how much of what there is, and how it is spread over time and topics."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone

from articles.models import Article, Document, Edition

from . import queue, waiting
from .queue import Window
from .review import months_after

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

MONTHS_AHEAD = 12
WEEKS_BACK = 12
TOPICS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Figures:
    waiting: int
    overdue: int
    due_in_30: int
    scheduled: int
    stale: int
    live: int
    drafts: int


def figures_for(user: "AbstractBaseUser", *, at: datetime) -> Figures:
    due = queue.due_counts(on=timezone.localdate(at))
    drafts = Article.objects.filter(
        ~Exists(Edition.objects.filter(article=OuterRef("pk"))), document__isnull=True
    )
    return Figures(
        waiting=waiting.waiting_count(user),
        overdue=due[Window.OVERDUE],
        due_in_30=due[Window.IN_30],
        scheduled=queue.scheduled(at=at, limit=0).total,
        stale=queue.stale(at=at, limit=0).total,
        live=Document.objects.count(),
        drafts=drafts.count(),
    )


def reviews_due_by_month(*, on: date) -> list[tuple[date, int]]:
    """For this month from `on`, and for the eleven after it: its first day, how many are due."""
    first = on.replace(day=1)
    months = [months_after(first, number) for number in range(MONTHS_AHEAD)]
    due = Document.objects.filter(
        review_due__gte=on, review_due__lt=months_after(first, MONTHS_AHEAD)
    )
    counted = due.order_by().annotate(month=TruncMonth("review_due")).values_list("month")
    found = dict(counted.annotate(number=Count("pk")))
    return [(month, found.get(month, 0)) for month in months]


def publications_by_week(*, at: datetime) -> list[tuple[date, int]]:
    """For this week and the eleven before it: its Monday, how many editions went live."""
    today = timezone.localdate(at)
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=number) for number in range(WEEKS_BACK)][::-1]
    since = timezone.make_aware(datetime.combine(mondays[0], time.min))
    editions = Edition.objects.filter(published_at__gte=since).order_by()
    counted = editions.annotate(week=TruncWeek("published_at")).values_list("week")
    found = {
        timezone.localdate(week): number for week, number in counted.annotate(number=Count("pk"))
    }
    return [(monday, found.get(monday, 0)) for monday in mondays]


@dataclass(frozen=True, slots=True)
class TopicCount:
    """`topic_id` is None for all other topics together, and for articles without one."""

    name: str
    number: int
    topic_id: int | None = None


def live_by_topic() -> list[TopicCount]:
    """How many live articles each topic has, the largest first; the smallest ones together."""
    found = (
        Document.objects.order_by()
        .filter(topic__isnull=False)
        .values_list("topic", "topic__name")
        .annotate(number=Count("pk"))
        .order_by("-number", "topic__name")
    )
    counts = [TopicCount(name, number, topic_id) for topic_id, name, number in found]
    shown = counts[:TOPICS_SHOWN]
    others = sum(count.number for count in counts[TOPICS_SHOWN:])
    without = Document.objects.filter(topic__isnull=True).count()
    if others:
        shown.append(TopicCount("Other topics", others))
    if without:
        shown.append(TopicCount("No topic", without))
    return shown
