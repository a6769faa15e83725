"""Texts that gave way to others: to look at, and to bring back."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.decorators import display

from articles.documents.content import Content
from articles.documents.loading import load_many
from articles.editorial import permissions
from articles.editorial.comparison import compare
from articles.editorial.naming import names_in
from articles.editorial.setting_aside import EditedMeanwhile, save_over
from articles.models import Article, SetAside, SetAsideBecause

from .confirmation import signed_in
from .history import OfArticlesAdmin


@admin.register(SetAside)
class SetAsideAdmin(OfArticlesAdmin):
    list_display = ["at", "of_article", "writer", "why"]
    list_select_related = ["written_by"]
    search_fields = ["content", "written_by__username"]
    search_help_text = "Words of the text, or who wrote it"
    ordering = ["-at", "-pk"]

    @display(description="Written by", empty_value="A program")
    def writer(self, row: SetAside) -> str | None:
        user = row.written_by
        return (user.get_full_name() or user.get_username()) if user else None

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One text beside the working copy as it is now."""
        row: SetAside | None = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        content = Content.from_json(row.content)
        if request.method == "POST":
            return self._bring_back(request, content)
        stored = load_many([Article(pk=content.id)]).get(content.id)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "original": row,
            "title": f"Text set aside: {content.title}",
            "text": content,
            "row": row,
            "writer": self.writer(row),
            "seen": stored.hash if stored else "",
            "is_deleted": stored is None,
            "may_bring_back": permissions.may(signed_in(request), permissions.EDIT),
        }
        before = stored or Content(id=content.id, slug="", title="")
        context["comparison"] = compare(before, content, names_in(before, content))
        return TemplateResponse(request, "admin/articles/setaside/text.html", context)

    def _bring_back(self, request: HttpRequest, content: Content) -> HttpResponse:
        try:
            save_over(
                content,
                seen_hash=request.POST.get("seen", ""),
                by=signed_in(request),
                why=SetAsideBecause.REPLACED,
            )
        except EditedMeanwhile as error:
            messages.error(request, f"{error} Look at it again.")
            return HttpResponseRedirect(request.path)
        except IntegrityError:
            messages.error(
                request,
                "It can't be brought back: its address belongs to another article by now, or a "
                "person, topic or article that it names was deleted.",
            )
            return HttpResponseRedirect(request.path)
        article = Article.objects.get(pk=content.id)
        self.log_change(request, article, "Brought back a text that was set aside.")
        messages.success(request, "The text is the working copy again. Readers see no change.")
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
