"""The list of all that is and was scheduled. An article's own page changes it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList as DjangoChangeList
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display
from unfold.views import ChangeList

from articles.editorial import permissions
from articles.editorial.status import statuses
from articles.models import Schedule, ScheduledAct, ScheduleState

from .confirmation import signed_in
from .history import ReadOnlyAdmin

COLOURS = {"Waiting": "info", "Done": "success", "Failed": "danger", "Cancelled": "warning"}


class ScheduleChangeList(ChangeList):
    """Adds whether the working copy was edited since, for all rows of the page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        waiting = [row for row in self.result_list if _is_to_be_published(row)]
        found = statuses([row.article for row in waiting]) if waiting else {}
        may_schedule = permissions.may(signed_in(request), permissions.SCHEDULE)
        for row in self.result_list:
            status = found.get(row.article_id) if _is_to_be_published(row) else None
            row.edited_since = bool(status and status.content_hash != row.content_hash)
            row.page = "schedule" if may_schedule else "change"


def _is_to_be_published(row: Schedule) -> bool:
    return row.state == ScheduleState.PENDING and row.act == ScheduledAct.PUBLISH


@admin.register(Schedule)
class ScheduleAdmin(ReadOnlyAdmin):
    list_display = ["due_at", "of_article", "act", "state_label", "scheduled_by", "told"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("act", ChoicesDropdownFilter),
        ("due_at", RangeDateTimeFilter),
    ]
    list_select_related = ["article", "scheduled_by"]
    search_fields = ["article__title", "article__slug", "scheduled_by__username"]
    search_help_text = "Article or who scheduled it"
    ordering = ["-due_at", "-pk"]
    fields = [
        ("due_at", "act", "state"),
        ("scheduled_by", "scheduled_at", "finished_at"),
        "failure",
        ("note", "is_correction"),
        "exception_reason",
        ("explanation", "alternative"),
        "content_hash",
    ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DjangoChangeList]:
        return ScheduleChangeList

    @display(description="State", label=COLOURS)
    def state_label(self, row: Schedule) -> str:
        return row.get_state_display()

    @display(description="Article")
    def of_article(self, row: Any) -> SafeString:
        address = reverse(f"admin:articles_article_{row.page}", args=[row.article_id])
        return format_html('<a class="text-link" href="{}">{}</a>', address, row.article)

    @display(description="What to know")
    def told(self, row: Any) -> str:
        return row.failure or ("Edited since it was scheduled." if row.edited_since else "")
