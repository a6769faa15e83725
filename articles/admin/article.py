"""The page on which an article is written."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models
from django.forms import Media
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from articles.documents.loading import load
from articles.documents.surroundings import api_url
from articles.editorial import working_copy
from articles.editorial.status import status_of
from articles.models import Article, Document

from .article_form import FIELDSETS, PANELS, ArticleForm
from .article_list import STATUS_COLOURS, ArticleList
from .checking import ArticleChecks
from .confirmation import signed_in
from .conflicts import ConflictPages
from .deleting import AsksBeforeDeleting
from .editions import HistoryPages
from .fields import without_deleting
from .moving import MovePages
from .panels import arrange
from .parts import INLINES
from .previews import PreviewPages
from .publishing import PublishingPages
from .reviewing import ReviewPages
from .rich_text import unknown_targets
from .scheduling import SchedulePages


@admin.register(Article)
class ArticleAdmin(
    ArticleChecks,
    ReviewPages,
    ConflictPages,
    AsksBeforeDeleting,
    PreviewPages,
    HistoryPages,
    SchedulePages,
    MovePages,
    PublishingPages,
    ArticleList,
):
    form = ArticleForm
    inlines = list(INLINES)
    fieldsets = FIELDSETS
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["topic", "disclaimer"]
    compressed_fields = False
    add_form_template = "admin/articles/article/change_form.html"
    change_form_template = "admin/articles/article/change_form.html"

    @property
    def media(self) -> Media:
        scripts = ("labels", "parts", "tabs", "counters", "session", "unsaved", "backup")
        return super().media + Media(
            css={"all": ["galley/admin.css", "galley/kept_text.css"]},
            js=[Script(f"galley/{name}.js", type="module") for name in scripts],  # type: ignore[misc]
        )

    # --- Showing ---

    def add_to_article_page(
        self, request: HttpRequest, context: dict[str, Any], article: Article | None
    ) -> None:
        context["panels"] = arrange(PANELS, context["adminform"], context["inline_admin_formsets"])
        context["can_publish"] = self.has_publish_permission(request)
        if article is not None:
            content = context.get("base_content") or load(article)
            status = status_of(article, content=content)
            context |= {"content": content, "status": status}
            context["status_colour"] = STATUS_COLOURS[status.label]
            if status.live_slug:
                context["live_url"] = api_url("articles", status.live_slug)
        super().add_to_article_page(request, context, article)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        return without_deleting(super().formfield_for_dbfield(db_field, request, **kwargs))

    # --- Saving ---

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        form.hash_before = load(obj).hash if change else ""
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        article: Article = form.instance
        working_copy.settle(article, by=signed_in(request), before=form.hash_before)
        texts = [*article.sections.values_list("body", flat=True)]
        texts += article.faqs.values_list("answer", flat=True)
        for slug in unknown_targets(texts):
            messages.warning(
                request,
                f"A link points to article:{slug}, but no article has that address. Until one "
                "does, readers see the words without a link.",
            )

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._to_publishing(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._to_publishing(request, obj) or super().response_change(request, obj)

    def _to_publishing(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Where “Save and publish…” leads, if that was the button."""
        if "_publish" not in request.POST or not self.has_publish_permission(request):
            return None
        messages.success(request, "Saved. Nothing is public yet: read what will happen below.")
        return HttpResponseRedirect(reverse("admin:articles_article_publish", args=[article.pk]))

    # --- Deleting ---

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article and self.has_change_permission(request, article) and _is_live(article):
            way_out = reverse("admin:articles_article_unpublish", args=[article.pk])
            link = (
                format_html('<a class="message__link" href="{}">Unpublish it first</a>', way_out)
                if self.has_publish_permission(request)
                else "Somebody who publishes has to unpublish it first"
            )
            messages.error(request, format_html("A live article can't be deleted. {}.", link))
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        response: HttpResponse = super().delete_view(request, object_id, *args)
        return response

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A live article can't be deleted: it has to be unpublished first, which tells readers."""
        if obj is not None and _is_live(obj):
            return False
        return bool(super().has_delete_permission(request, obj))


def _is_live(article: Article) -> bool:
    return Document.objects.filter(pk=article.pk).exists()
