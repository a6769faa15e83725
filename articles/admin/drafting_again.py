"""The page on which an edition of a deleted article becomes a draft again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from articles.editorial import drafting_again, permissions
from articles.models import Article, Edition

from .confirmation import posted, signed_in
from .reviewed import as_readers_get_it


class DraftAgainForm(forms.Form):
    slug = forms.SlugField(
        label="Address",
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="As in the edition, if no other article has it by now.",
    )
    leaving_out = forms.BooleanField(label="Make the draft without these", required=True)

    def __init__(self, *args: Any, missing: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["leaving_out"]


class DraftAgainPage(ModelAdmin):
    """The page behind “Make a draft of it…” of an edition whose article was deleted."""

    change_form_outer_before_template = "admin/articles/edition/deleted.html"

    class Media:
        css = {"all": ["galley/admin.css", "galley/kept_text.css"]}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.draft_again_page)
        page = path("<int:pk>/draft-again/", view, name="articles_edition_draft_again")
        return [page, *super().get_urls()]

    def draft_again_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        permissions.require(signed_in(request), permissions.EDIT)
        if not self.has_view_permission(request):
            raise PermissionDenied
        edition = Edition.objects.order_by("pk").filter(pk=pk).first()
        if edition is None:
            raise Http404(f"There is no edition “{pk}”.")
        try:
            draft = drafting_again.draft_from(edition)
        except drafting_again.NotDeleted as error:
            messages.info(request, str(error))
            return _to("history", edition)
        form = DraftAgainForm(
            posted(request), missing=draft.missing, initial={"slug": draft.content.slug}
        )
        if request.method == "POST" and form.is_valid():
            try:
                article = drafting_again.draft_again(
                    edition, by=signed_in(request), **form.cleaned_data
                )
            except drafting_again.AddressRefused as error:
                form.add_error("slug", str(error))
            except drafting_again.HistoryError as error:
                messages.error(request, str(error))
                return HttpResponseRedirect(request.path)
            else:
                return self._made(request, article, edition)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "original": edition,
            "title": f"Make a draft of edition {edition.number}",
            "edition": edition,
            "draft": draft,
            "form": form,
            "document": as_readers_get_it(draft.content),
        }
        return TemplateResponse(request, "admin/articles/edition/draft_again.html", context)

    def _made(self, request: HttpRequest, article: Article, edition: Edition) -> HttpResponse:
        LogEntry.objects.log_actions(
            signed_in(request).pk,
            [article],
            CHANGE,
            f"Made a draft of edition {edition.number}, after it had been deleted.",
            single_object=True,
        )
        messages.success(
            request,
            f"“{article}” is a draft again, as edition {edition.number} had it. Readers get it "
            "when it is published.",
        )
        return _to("change", edition)


def _to(page: str, edition: Edition) -> HttpResponse:
    address = reverse(f"admin:articles_article_{page}", args=[edition.article_id])
    return HttpResponseRedirect(address)
