"""The queue: everything that waits for an act, with the way to it. At /admin/queue/."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from articles.editorial import queue
from articles.editorial.permissions import may
from articles.editorial.queue import Listing, Window
from articles.editorial.waiting import waiting_for
from articles.models import Topic

from . import queue_rows
from .queue_rows import Row

# Enough for one page; more are found in the list of articles.
ALL_ROWS = 200

WINDOWS = {
    Window.ALL: "All",
    Window.OVERDUE: "Overdue",
    Window.IN_30: "In 30 days",
    Window.IN_60: "In 60 days",
    Window.IN_90: "In 90 days",
}


class Filter(forms.Form):
    """What the address of the page says. A wrong value is as good as none, and told."""

    topic = forms.ModelChoiceField(
        queryset=Topic.objects.order_by("name"),
        required=False,
        label="Topic",
        empty_label="All topics",
        widget=UnfoldAdminSelectWidget,
    )
    due = forms.TypedChoiceField(
        choices=list(WINDOWS.items()),
        coerce=Window,
        empty_value=Window.ALL,
        required=False,
        widget=forms.HiddenInput,
    )
    # The one section that is shown in full.
    show = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Section:
    slug: str
    title: str
    # What stands in the list.
    intro: str
    # The headings of the columns that differ.
    what: str
    when: str
    # What is said where there is nothing.
    empty: str
    rows: list[Row]
    total: int
    # The address at which the section is shown in full; empty on that page itself.
    more: str = ""
    tabs: tuple["Tab", ...] = ()

    @property
    def hidden(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    number: int
    address: str
    is_current: bool


def may_see_the_queue(user: Any) -> bool:
    return may(user, "articles.view_article", "articles.change_article")


def queue_page(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.is_authenticated or not may_see_the_queue(user):
        raise PermissionDenied
    form = Filter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    asked["due"] = asked.get("due") or Window.ALL
    request.current_app = admin.site.name
    return TemplateResponse(
        request,
        "admin/articles/queue.html",
        {
            **admin.site.each_context(request),
            "title": "Queue",
            "form": form,
            "is_filtered": asked.get("topic") is not None,
            "sections": sections_for(user, at=timezone.now(), asked=asked),
        },
    )


def sections_for(user: AbstractBaseUser, *, at: datetime, asked: dict[str, Any]) -> list[Section]:
    """The page's sections. A constant number of queries, whatever stands in them."""
    topic, window, today = asked.get("topic"), asked["due"], timezone.localdate(at)

    def limit(slug: str) -> int:
        return ALL_ROWS if slug == asked.get("show") else queue.ROWS

    waiting = waiting_for(user, topic=topic, limit=limit("waiting"))
    due = queue.due_for_review(on=today, window=window, topic=topic, limit=limit("due"))
    scheduled = queue.scheduled(at=at, topic=topic, limit=limit("scheduled"))
    stale = queue.stale(at=at, topic=topic, limit=limit("stale"))
    published = queue.published(at=at, topic=topic, limit=limit("published"))
    standing = queue_rows.standing_of(
        [
            *(row.article for row in waiting.rows),
            *due.rows,
            *(row.article for row in scheduled.rows),
            *stale.rows,
        ]
    )

    def section(slug: str, listing: Listing[Any], rows: Iterable[Row], **words: Any) -> Section:
        texts = TEXTS[slug] | words
        shown = list(rows)
        more = "" if slug == asked.get("show") else _address(asked | {"show": slug}, slug)
        return Section(slug=slug, rows=shown, total=listing.total, more=more, **texts)

    return [
        section(
            "waiting", waiting, (queue_rows.waiting_row(row, standing) for row in waiting.rows)
        ),
        section(
            "due",
            due,
            (queue_rows.due_row(row, standing, user, today=today) for row in due.rows),
            tabs=_tabs(queue.due_counts(on=today, topic=topic), asked),
        ),
        section(
            "scheduled",
            scheduled,
            (queue_rows.scheduled_row(row, standing, user) for row in scheduled.rows),
        ),
        section("stale", stale, (queue_rows.stale_row(row, standing, user) for row in stale.rows)),
        section(
            "published", published, (queue_rows.published_row(row, user) for row in published.rows)
        ),
    ]


TEXTS: dict[str, dict[str, str]] = {
    "waiting": {
        "title": "Waiting for you",
        "intro": "The next step of these is yours, or that of a colleague with the same rights.",
        "what": "Why",
        "when": "Since",
        "empty": "Nothing waits for you. Requests for a review, changes that a reviewer asks of "
        "you, and approved articles that you can publish turn up here.",
    },
    "due": {
        "title": "Due for review",
        "intro": "Live articles by the day of the next review that readers are told: overdue, or "
        f"in the next {queue.DUE_WITHIN} days.",
        "what": "Review",
        "when": "Due",
        "empty": "No review is due in this time.",
    },
    "scheduled": {
        "title": "Scheduled",
        "intro": "What goes live or offline by itself, and what failed to in the last "
        f"{queue.FAILED_WITHIN} days.",
        "what": "What happens",
        "when": "When",
        "empty": "Nothing is scheduled.",
    },
    "stale": {
        "title": "Stale",
        "intro": "Live articles that have no day for a review and no new edition for as long as a "
        "review holds; drafts and unpublished changes that nobody touched for "
        f"{queue.UNTOUCHED_FOR} days.",
        "what": "Why",
        "when": "Untouched since",
        "empty": "Nothing is stale: every live article has its review planned, and no draft was "
        "forgotten.",
    },
    "published": {
        "title": "Recently published",
        "intro": f"Editions of the last {queue.PUBLISHED_WITHIN} days.",
        "what": "Edition",
        "when": "Published",
        "empty": f"Nothing went live in the last {queue.PUBLISHED_WITHIN} days.",
    },
}


def _tabs(counts: dict[Window, int], asked: dict[str, Any]) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            label=label,
            number=counts[window],
            address=_address({"topic": asked.get("topic"), "due": window}, "due"),
            is_current=window is asked["due"],
        )
        for window, label in WINDOWS.items()
    )


def _address(asked: dict[str, Any], slug: str) -> str:
    """The queue's address with this filter, at one of its sections."""
    topic, window, show = asked.get("topic"), asked.get("due"), asked.get("show")
    values = {
        "topic": topic.pk if topic else None,
        "due": window if window is not Window.ALL else None,
        "show": show,
    }
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{reverse('admin:queue')}{'?' if query else ''}{query}#{slug}"


def urls() -> list[URLPattern]:
    return [path("queue/", admin.site.admin_view(queue_page), name="queue")]


# Unfold's way of adding a page to the site that it made.
admin.site.extra_urls = urls  # type: ignore[attr-defined]
