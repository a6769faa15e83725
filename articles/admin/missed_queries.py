"""What readers searched for and didn't find: a list to write from."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import MissedQuery

from .history import ReadOnlyAdmin


@admin.register(MissedQuery)
class MissedQueryAdmin(ReadOnlyAdmin):
    list_display = ["text", "day", "count"]
    list_filter = ["is_dismissed", "day"]
    search_fields = ["text"]
    ordering = ["-day", "-count", "text"]
    actions = ["dismiss"]  # type: ignore[assignment]  # the others have none

    def get_queryset(self, request: HttpRequest) -> QuerySet[MissedQuery]:
        """Those that nobody dismissed, unless the filter asks for others."""
        rows: QuerySet[MissedQuery] = super().get_queryset(request)
        if "is_dismissed__exact" in request.GET:
            return rows
        return rows.filter(is_dismissed=False)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_dismiss_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_article")

    @admin.action(description="Dismiss, on every day", permissions=["dismiss"])
    def dismiss(self, request: HttpRequest, rows: QuerySet[MissedQuery]) -> None:
        texts = list(rows.values_list("text", flat=True))
        number = MissedQuery.objects.filter(text__in=texts).update(is_dismissed=True)
        self.message_user(request, f"Dismissed: {number}.")
