"""Editions, changes and redirects, to look at: they are written by publishing alone."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from articles.models import Article, Change, Document, Edition, Redirect


class ReadOnlyAdmin(ModelAdmin):
    actions = None
    compressed_fields = False
    list_per_page = 100
    list_filter_submit = True
    # These tables only grow: counting all rows beside the found ones is a scan for nothing.
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OfArticlesAdmin(ReadOnlyAdmin):
    """A list whose rows name an article by id: its working copy may have been deleted."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        article = Article.objects.filter(pk=OuterRef("article_id"))
        queryset: QuerySet[Any] = super().get_queryset(request)
        return queryset.annotate(article_title=Subquery(article.values("title")[:1]))

    @display(description="Article")
    def of_article(self, row: Any) -> SafeString | str:
        if row.article_title is None:
            return f"{row.article_id} (deleted)"
        address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a class="text-link" href="{}">{}</a>', address, row.article_title)


@admin.register(Edition)
class EditionAdmin(OfArticlesAdmin):
    list_display = ["published_at", "of_article", "number", "published_by", "note"]
    list_filter = [("published_at", RangeDateTimeFilter)]
    list_select_related = ["published_by"]
    search_fields = ["note", "published_by__username", "content_hash"]
    search_help_text = "Note, who published, or content hash"
    ordering = ["-published_at", "-pk"]
    fields = [
        "of_article",
        ("number", "published_at", "published_by"),
        "note",
        "content_hash",
        "stored_content",
    ]
    readonly_fields = ["of_article", "stored_content"]

    @display(description="Content")
    def stored_content(self, edition: Edition) -> SafeString:
        indented = json.dumps(json.loads(edition.content), indent=2, ensure_ascii=False)
        return format_html('<pre class="whitespace-pre-wrap">{}</pre>', indented)


@admin.register(Redirect)
class RedirectAdmin(OfArticlesAdmin):
    list_display = ["slug", "of_article", "answers", "alternative", "created_at"]
    list_select_related = ["alternative"]
    search_fields = ["slug", "explanation"]
    ordering = ["-created_at", "-pk"]
    fields = ["slug", "of_article", "answers", "explanation", "alternative", "created_at"]
    readonly_fields = ["of_article", "answers"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        document = Document.objects.filter(pk=OuterRef("article_id"))
        return (
            super().get_queryset(request).annotate(live_slug=Subquery(document.values("slug")[:1]))
        )

    @display(description="Answers")
    def answers(self, row: Any) -> str:
        return f"308 to {row.live_slug}" if row.live_slug else "410 gone"


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["id", "at", "kind", "subject", "slug", "edition_number"]
    list_filter = [("kind", ChoicesDropdownFilter), ("subject", ChoicesDropdownFilter)]
    search_fields = ["slug", "subject_id"]
    ordering = ["-id"]
    fields = [("at", "kind"), ("subject", "slug"), "subject_id", "edition_number"]
