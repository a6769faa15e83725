"""The history of an article: its editions, any two of them side by side, and the way back."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial import history
from articles.editorial.comparison import compare
from articles.editorial.naming import names_in
from articles.editorial.permissions import EDIT
from articles.editorial.status import status_of
from articles.models import Article, Edition

from .confirmation import ConfirmationPages, posted, signed_in
from .paging import Pages

WORKING_COPY = "working"
# How many editions a page lists, and how many saves and other acts below them.
EDITIONS_SHOWN = 20
ACTS_SHOWN = 30


class BringBackForm(forms.Form):
    leaving_out = forms.BooleanField(label="Bring it back without these", required=True)
    # The working copy that this page shows: another one is not overwritten.
    expected_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, missing: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["leaving_out"]


def comparison_of(old: Content, new: Content) -> dict[str, Any]:
    """What admin/articles/comparison.html takes, but for the names of the two sides."""
    return {"comparison": compare(old, new, names_in(old, new))}


class HistoryPages(ConfirmationPages):
    """The pages behind “History…” on the page of an article."""

    def get_urls(self) -> list[URLPattern]:
        def page(place: str, view: Any, name: str) -> URLPattern:
            view = self.admin_site.admin_view(view)
            return path(f"<path:object_id>/{place}/", view, name=f"articles_article_{name}")

        pages = [
            page("history/compare", self.compare_page, "compare"),
            page("history/<int:number>/bring-back", self.bring_back_page, "bring_back"),
        ]
        return pages + super().get_urls()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """In place of Django's own page, which lists acts in the admin alone."""
        article = self._seen(request, object_id)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        numbers = history.numbers_of(article.pk)
        status = status_of(article)
        suggested = _suggested(numbers, status.differs or not status.is_live)
        left, right = (
            chosen
            if (chosen := request.GET.get(side)) in {WORKING_COPY, *map(str, numbers)}
            else name
            for side, name in zip(("left", "right"), suggested, strict=True)
        )
        pages = Pages(request, numbers, EDITIONS_SHOWN, name="page", what="Editions")
        # What is chosen stays in sight on every page, so that any two can be compared.
        shown = {*pages.rows, *(int(side) for side in (left, right) if side != WORKING_COPY)}
        acts = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Article), object_id=str(article.pk)
        )
        acts = acts.select_related("user").order_by("-action_time", "-pk")
        earlier = dict(zip(numbers, [*numbers[1:], None], strict=True)) if numbers else {}
        editions = history.editions_of(article.pk).filter(number__in=shown)
        context = {
            "editions": [(edition, earlier[edition.number]) for edition in editions],
            "pages": pages,
            "status": status,
            "left": left,
            "right": right,
            "may_bring_back": request.user.has_perm(EDIT),
            "acts": Pages(request, acts, ACTS_SHOWN, name="acts", what="Acts"),
        }
        return self.page_of(request, article, "history", "History", context)

    def compare_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Two sides by name: `working`, `live`, or the number of an edition."""
        article = self._seen(request, object_id)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        (left, old), (right, new) = (
            _side(article, request.GET.get(side, default))
            for side, default in (("left", "live"), ("right", WORKING_COPY))
        )
        context = {"left": left, "right": right, **comparison_of(old, new)}
        return self.page_of(request, article, "compare", "Compare", context)

    def bring_back_page(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        article = self.article_for(request, object_id, EDIT)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        edition = Edition.objects.filter(article=article, number=number).first()
        if edition is None:
            raise Http404(f"There is no edition {number}.")
        wanted = history.return_to(edition)
        form = BringBackForm(posted(request), missing=wanted.missing)
        if request.method == "POST" and form.is_valid():
            return self._bring_back(request, article, edition, **form.cleaned_data)
        if wanted.nothing_to_do:
            messages.info(request, f"The working copy says what edition {number} says already.")
            return HttpResponseRedirect(
                reverse("admin:articles_article_history", args=[article.pk])
            )
        form.initial["expected_hash"] = wanted.now.hash
        context = {
            "edition": edition,
            "wanted": wanted,
            "form": form,
            "left": "Working copy, as it is now",
            "right": f"Working copy with edition {number} brought back",
            **comparison_of(wanted.now, wanted.then),
        }
        title = f"Bring back edition {number}"
        return self.page_of(request, article, "bring_back", title, context)

    def _bring_back(
        self, request: HttpRequest, article: Article, edition: Edition, **answers: Any
    ) -> HttpResponse:
        try:
            history.bring_back(edition, by=signed_in(request), **answers)
        except history.HistoryError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        self.log_change(request, article, f"Brought back edition {edition.number}.")
        messages.success(
            request,
            f"The working copy is what edition {edition.number} said. Readers get it when it is "
            "published.",
        )
        return self.to_article(article)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Where an old address of a deleted article leads: to the last of its editions."""
        last = history.last_of_deleted(unquote(object_id))
        if last is None or not request.user.has_perm("articles.view_edition"):
            response: HttpResponse = super()._get_obj_does_not_exist_redirect(
                request, opts, object_id
            )
            return response
        messages.warning(
            request,
            f"“{Content.from_json(last.content).title}” was deleted. This is its last edition.",
        )
        return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[last.pk]))

    def _seen(self, request: HttpRequest, object_id: str) -> Article | None:
        """The article, if the request may see it; None if there is no such one."""
        article: Article | None = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article


def _suggested(numbers: list[int], working_copy_differs: bool) -> tuple[str, str]:
    """What is chosen at first: what is live beside the draft, else the last two editions."""
    if not numbers:
        return WORKING_COPY, WORKING_COPY
    newest = str(numbers[0])
    if working_copy_differs or len(numbers) == 1:
        return newest, WORKING_COPY
    return str(numbers[1]), newest


def _side(article: Article, name: str) -> tuple[str, Content]:
    """A side's title and its content.

    Raises:
        Http404: there is no such one.
    """
    if name == WORKING_COPY:
        return "Working copy", load(article)
    editions = history.editions_of(article.pk).defer(None)
    if name == "live":
        edition: Any = editions.filter(document__isnull=False).first()
    else:
        edition = editions.filter(number=int(name)).first() if is_number(name) else None
    if edition is None:
        raise Http404(f"There is nothing called “{name}” to compare.")
    return title_of(edition), Content.from_json(edition.content)


def title_of(edition: Any) -> str:
    """An edition's number, and that it is the live one where it is."""
    live = " (live)" if edition.is_live else ""
    return f"Edition {edition.number}{live}"


def is_number(text: str) -> bool:
    """Whether `text` is a number that every database takes as a key."""
    return re.fullmatch(r"[0-9]{1,9}", text) is not None
