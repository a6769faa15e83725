"""How the reviews of articles stand today."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from articles.models import Document

from .days import today

DUE_SOON_DAYS = 90
REVIEW_STATUSES = ("current", "due_soon", "overdue")


def has_review_status(statuses: Iterable[str]) -> Q:
    """Documents in any of these statuses; one without a due day is in none."""
    day = today().day
    last = day + timedelta(days=DUE_SOON_DAYS)
    conditions = {
        "current": Q(review_due__gt=last),
        "due_soon": _few(review_due__gte=day, review_due__lte=last),
        "overdue": _few(review_due__lt=day),
    }
    condition = Q()
    for status in statuses:
        condition |= conditions[status]
    return condition


def _few(**conditions: date) -> Q:
    """By the index of due days: going through a list in its own order would meet few of them."""
    return Q(pk__in=Document.objects.order_by().filter(**conditions).values("pk"))
