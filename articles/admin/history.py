"""Editions, reviews, changes and redirects, to look at: the acts alone write them."""

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import (
    ChoicesDropdownFilter,
    RadioFilter,
    RangeDateTimeFilter,
)
from unfold.decorators import display

from articles.documents.content import Content
from articles.models import Article, Change, Document, Edition, Redirect, ReviewEntry, SignOff

from .drafting_again import DraftAgainPage
from .editions import comparison_of, is_number


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


class DeletedFilter(RadioFilter):
    """The way to the articles that were deleted: each by its last edition."""

    title = "article"
    parameter_name = "deleted"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("last", "Deleted: the last edition"), ("all", "Deleted: all editions")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        article = Article.objects.filter(pk=OuterRef("article_id"))
        later = Edition.objects.filter(
            article=OuterRef("article_id"), number__gt=OuterRef("number")
        )
        match self.value():
            case "last":
                return queryset.filter(~Exists(article), ~Exists(later))
            case "all":
                return queryset.filter(~Exists(article))
        return queryset


@admin.register(Edition)
class EditionAdmin(DraftAgainPage, OfArticlesAdmin):
    list_display = ["published_at", "of_article", "number", "published_by", "note"]
    list_filter = [DeletedFilter, ("published_at", RangeDateTimeFilter)]
    list_select_related = ["published_by"]
    search_fields = ["note", "published_by__username", "content_hash"]
    search_help_text = "Note, who published, or content hash"
    ordering = ["-published_at", "-pk"]
    fields = [
        "of_article",
        ("number", "published_at", "published_by"),
        "note",
        "is_correction",
        ("sign_off", "exception_reason"),
        "compared",
        "content_hash",
        "stored_content",
    ]
    readonly_fields = ["of_article", "compared", "stored_content"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.compare_page)
        return [path("compare/", view, name="articles_edition_compare"), *super().get_urls()]

    def compare_page(self, request: HttpRequest) -> HttpResponse:
        """Two editions by their ids (`left`, `right`): also of an article that was deleted."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        sides = [self._edition(request.GET.get(side, "")) for side in ("left", "right")]
        old, new = (Content.from_json(edition.content) for edition in sides)
        left, right = (
            f"Edition {edition.number} of “{content.title}”"
            for edition, content in zip(sides, (old, new), strict=True)
        )
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": "Compare editions",
            **comparison_of(old, new),
            "left": left,
            "right": right,
        }
        return TemplateResponse(request, "admin/articles/edition/compare.html", context)

    def _edition(self, key: str) -> Edition:
        # Without the usual order, which is that of articles: they may be gone.
        editions = Edition.objects.order_by("pk")
        edition = editions.filter(pk=int(key)).first() if is_number(key) else None
        if edition is None:
            raise Http404(f"There is no edition “{key}”.")
        return edition

    @display(description="Article")
    def of_article(self, row: Any) -> SafeString | str:
        if row.article_title is None:
            return f"{Content.from_json(row.content).title} (deleted)"
        return super().of_article(row)

    @display(description="What changed")
    def compared(self, edition: Any) -> SafeString | str:
        links = []
        before = Edition.objects.filter(article=edition.article_id, number__lt=edition.number)
        if earlier := before.order_by("-number").only("number").first():
            address = reverse("admin:articles_edition_compare")
            query = urlencode({"left": earlier.pk, "right": edition.pk})
            links.append((f"{address}?{query}", f"Compare with edition {earlier.number}"))
        if edition.article_title is not None:
            history = reverse("admin:articles_article_history", args=[edition.article_id])
            links.append((history, "History of the article"))
        else:
            others = reverse("admin:articles_edition_changelist")
            links.append((f"{others}?article={edition.article_id}", "All its editions"))
        return format_html_join(" · ", '<a class="text-link" href="{}">{}</a>', links) or "Nothing"

    @display(description="Content")
    def stored_content(self, edition: Edition) -> SafeString:
        return _indented(edition.content)


@admin.register(ReviewEntry)
class ReviewEntryAdmin(OfArticlesAdmin):
    list_display = ["at", "of_article", "act", "by", "reviewer", "comment"]
    list_filter = [("act", ChoicesDropdownFilter), ("at", RangeDateTimeFilter)]
    list_select_related = ["by", "reviewer"]
    search_fields = ["comment", "by__username", "content_hash"]
    search_help_text = "Comment, who wrote it, or content hash"
    ordering = ["-pk"]
    fields = ["of_article", ("act", "at"), ("by", "reviewer"), "comment", "content_hash"]
    readonly_fields = ["of_article"]


@admin.register(SignOff)
class SignOffAdmin(OfArticlesAdmin):
    list_display = ["signed_at", "of_article", "name", "credentials", "signed_by", "comment"]
    list_filter = [("signed_at", RangeDateTimeFilter)]
    list_select_related = ["signed_by"]
    search_fields = ["name", "signed_by__username", "comment", "content_hash"]
    search_help_text = "Name, who signed, comment, or content hash"
    ordering = ["-pk"]
    fields = [
        "of_article",
        ("name", "credentials"),
        ("signed_at", "signed_by"),
        "comment",
        "content_hash",
        "stored_content",
    ]
    readonly_fields = ["of_article", "stored_content"]

    @display(description="Content")
    def stored_content(self, sign_off: SignOff) -> SafeString:
        return _indented(sign_off.content)


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


def _indented(canonical_json: str) -> SafeString:
    indented = json.dumps(json.loads(canonical_json), indent=2, ensure_ascii=False)
    return format_html("<pre>{}</pre>", indented)
