"""Filters of the article list that no plain field gives."""

from datetime import timedelta

from django.contrib.admin import ModelAdmin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import RadioFilter

from articles.editorial.waiting import standing_entries
from articles.models import Article, Edition, ReviewAct


class StatusFilter(RadioFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("live", "Live"),
            ("not-live", "Not live"),
            ("draft", "Draft, never published"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        published = Exists(Edition.objects.filter(article=OuterRef("pk"), number=1))
        match self.value():
            case "live":
                return queryset.filter(document__isnull=False)
            case "not-live":
                return queryset.filter(document__isnull=True)
            case "draft":
                return queryset.filter(~published, document__isnull=True)
            case "withdrawn":
                return queryset.filter(published, document__isnull=True)
        return queryset


class ReviewFilter(RadioFilter):
    """By the newest entry of the thread that decides: where the review stands."""

    title = "review"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("waiting", "Waiting for review"),
            ("changes", "Changes asked for"),
            ("signed-off", "Signed off"),
            ("outdated", "Edited since its sign-off"),
            ("none", "Never reviewed here"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        entries = standing_entries().filter(article=OuterRef("pk"))
        signed_off = entries.filter(act=ReviewAct.SIGNED_OFF)
        match self.value():
            case "waiting":
                return queryset.filter(Exists(entries.filter(act=ReviewAct.REQUESTED)))
            case "changes":
                return queryset.filter(Exists(entries.filter(act=ReviewAct.CHANGES_REQUESTED)))
            case "signed-off":
                return queryset.filter(Exists(signed_off.filter(at__gte=OuterRef("modified_at"))))
            case "outdated":
                return queryset.filter(Exists(signed_off.filter(at__lt=OuterRef("modified_at"))))
            case "none":
                return queryset.filter(~Exists(entries))
        return queryset


class ReviewDueFilter(RadioFilter):
    title = "review due"
    parameter_name = "review_due"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("overdue", "Overdue"),
            ("30", "Within 30 days"),
            ("60", "Within 60 days"),
            ("90", "Within 90 days"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        today = timezone.localdate()
        match self.value():
            case "overdue":
                return queryset.filter(review_due__lt=today)
            case "30" | "60" | "90" as days:
                last = today + timedelta(days=int(days))
                return queryset.filter(review_due__range=(today, last))
        return queryset
