"""The start page: what waits, in numbers that lead to it, and three charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.editorial import figures, queue
from articles.editorial.figures import Figures
from articles.models import WebhookEndpoint

from . import queue_rows
from .queue import may_see_the_queue

PUBLICATIONS_SHOWN = 5

admin.site.index_template = "admin/articles/start.html"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that leads to what it counts."""

    label: str
    number: int
    address: str
    is_pressing: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    number: int
    # Of the chart's longest bar.
    percent: int
    address: str = ""
    is_pressing: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A table whose rows have bars: read by the eye and by a screen reader alike."""

    slug: str
    title: str
    label_heading: str
    number_heading: str
    bars: list[Bar]
    # Said in place of the bars where all of them are nought.
    empty: str

    @property
    def is_empty(self) -> bool:
        return not any(bar.number for bar in self.bars)


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds to Unfold's context of the start page. Named in settings.UNFOLD."""
    user: Any = request.user
    if not may_see_the_queue(user):
        return context
    at = timezone.now()
    counted = figures.figures_for(user, at=at)
    paused = _paused() if user.has_perm("articles.view_webhookendpoint") else []
    published = queue.published(at=at, limit=PUBLICATIONS_SHOWN).rows
    return context | {
        "title": "Start",
        "figures": [*_figures(counted), *paused],
        "charts": [_due_chart(counted, timezone.localdate(at)), _weeks_chart(at), _topics_chart()],
        "published": [queue_rows.published_row(edition, user) for edition in published],
    }


def _figures(counted: Figures) -> list[Figure]:
    page, articles = reverse("admin:queue"), reverse("admin:articles_article_changelist")
    return [
        Figure("Waiting for you", counted.waiting, f"{page}#waiting", counted.waiting > 0),
        Figure(
            "Overdue for review", counted.overdue, f"{page}?due=overdue#due", counted.overdue > 0
        ),
        Figure("Review due in 30 days", counted.due_in_30, f"{page}?due=30#due"),
        Figure("Scheduled", counted.scheduled, f"{page}#scheduled"),
        Figure("Stale", counted.stale, f"{page}#stale"),
        Figure("Live articles", counted.live, f"{articles}?status=live"),
        Figure("Drafts, never published", counted.drafts, f"{articles}?status=draft"),
    ]


def _paused() -> list[Figure]:
    number = WebhookEndpoint.objects.filter(paused_at__isnull=False).count()
    address = reverse("admin:articles_webhookendpoint_changelist")
    return [Figure("Webhooks paused", number, address, is_pressing=True)] if number else []


def _due_chart(counted: Figures, today: date) -> Chart:
    months = figures.reviews_due_by_month(on=today)
    rows = [("Overdue", counted.overdue)]
    rows += [(date_format(month, "M Y"), number) for month, number in months]
    address = f"{reverse('admin:queue')}?due=overdue#due"
    bars = _bars(rows)
    bars[0] = Bar(bars[0].label, bars[0].number, bars[0].percent, address, is_pressing=True)
    return Chart(
        "due",
        "Reviews due by month",
        "Month",
        "Articles",
        bars,
        "No live article has a review that is due within a year.",
    )


def _weeks_chart(at: Any) -> Chart:
    weeks = figures.publications_by_week(at=at)
    rows = [(date_format(monday, "j M"), number) for monday, number in weeks]
    return Chart(
        "weeks",
        "Publications by week",
        "Week from",
        "Editions",
        _bars(rows),
        f"Nothing went live in the last {figures.WEEKS_BACK} weeks.",
    )


def _topics_chart() -> Chart:
    counts = figures.live_by_topic()
    articles = reverse("admin:articles_article_changelist")
    addresses = [
        f"{articles}?topic__id__exact={count.topic_id}&status=live" if count.topic_id else ""
        for count in counts
    ]
    rows = [(count.name, count.number) for count in counts]
    return Chart(
        "topics",
        "Live articles by topic",
        "Topic",
        "Articles",
        _bars(rows, addresses),
        "Nothing is live yet.",
    )


def _bars(rows: Sequence[tuple[str, int]], addresses: Sequence[str] = ()) -> list[Bar]:
    longest = max((number for _, number in rows), default=0) or 1
    addresses = addresses or [""] * len(rows)
    return [
        Bar(label, number, round(100 * number / longest), address)
        for (label, number), address in zip(rows, addresses, strict=True)
    ]
