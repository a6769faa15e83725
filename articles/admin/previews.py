"""Previews from the page of an article: the working copy in the front end, links, the live pane."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Media
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from articles.editorial import previewing
from articles.editorial.permissions import EDIT, may
from articles.models import Article, Preview
from articles.preview.addresses import preview_url
from articles.preview.drafts import compile_draft
from articles.preview.pages import HEADERS
from articles.preview.presentation import present

from .confirmation import ConfirmationPages, signed_in
from .unsaved import UnsavedContent

# Where a page of the article has its id, the page of one that is being added has this.
NEW = "add"
HOUR, DAY = 3600, 86_400
# Seconds that a link may be made for, as far as PREVIEW_MAX_AGE allows.
SPANS = (HOUR, 8 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY)


def span_choices(longest: int) -> Iterator[tuple[int, str]]:
    """The spans up to `longest` seconds, which is always one of them."""
    for seconds in (*(span for span in SPANS if span < longest), longest):
        unit, name = (DAY, "day") if seconds >= DAY else (HOUR, "hour")
        if seconds < HOUR:
            unit, name = 60, "minute"
        count = seconds // unit
        yield seconds, f"{count} {name}{'' if count == 1 else 's'}"


class ShareForm(forms.Form):
    label = forms.CharField(
        label="For whom",
        max_length=150,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="For example “Dr Voss”: so that you know later which link to revoke.",
    )
    seconds = forms.TypedChoiceField(
        label="Works for", coerce=int, widget=UnfoldAdminSelectWidget, choices=()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = settings.PREVIEW_MAX_AGE
        self.fields["seconds"].choices = list(span_choices(longest))  # type: ignore[attr-defined]
        self.fields["seconds"].initial = longest


class PreviewPages(UnsavedContent, ConfirmationPages):
    """What stands behind the buttons Preview, Share a preview… and Live preview."""

    @property
    def media(self) -> Media:
        return super().media + Media(
            css={"all": ["galley/live_preview.css"]},
            js=[Script(f"galley/{name}.js", type="module") for name in ("live_preview", "copy")],  # type: ignore[misc]
        )

    def get_urls(self) -> list[URLPattern]:
        return [
            self.page_at("preview", self.open_preview, *previewing.MAY_SHARE),
            self.page_at("previews", self.previews_page, *previewing.MAY_SHARE),
            self.view_at("live-preview", self.live_preview),
            *super().get_urls(),
        ]

    def add_to_article_page(
        self, request: HttpRequest, context: dict[str, Any], article: Article | None
    ) -> None:
        context["may_preview"] = article is not None and may(
            signed_in(request), *previewing.MAY_SHARE
        )
        context["live_preview_of"] = article.pk if article else NEW
        super().add_to_article_page(request, context, article)

    def open_preview(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Send the editor to the working copy as it is saved, by a link of their own."""
        if request.method != "POST":
            # As after a login that came in between.
            return self.to_article(article)
        return redirect(preview_url(previewing.own_preview(article, by=signed_in(request))))

    def previews_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = ShareForm(request.POST if "share" in request.POST else None)
        if "revoke" in request.POST:
            self._revoke(request, article, request.POST["revoke"])
            return redirect(request.path)
        if form.is_valid():
            self._share(request, article, **form.cleaned_data)
            return redirect(request.path)
        links = [
            (preview, request.build_absolute_uri(preview_url(preview)))
            for preview in previewing.previews_of(article)
        ]
        return self.page_of(
            request, article, "previews", "Share a preview", {"form": form, "links": links}
        )

    def live_preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The posted form, which isn't saved, as the built-in page shows it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = Article() if object_id == NEW else self.article_for(request, object_id, EDIT)
        if article is None:
            raise Http404
        compiled = compile_draft(self.posted_content(request, article), saved_at=timezone.now())
        page = render_to_string("preview/unsaved.html", {"document": present(compiled)})
        return HttpResponse(page, headers=HEADERS)

    def _share(self, request: HttpRequest, article: Article, *, label: str, seconds: int) -> None:
        previewing.share(
            article, by=signed_in(request), label=label, max_age=timedelta(seconds=seconds)
        )
        self.log_change(request, article, f"Shared a preview: {label}.")
        messages.success(request, f"The link for “{label}” is ready. Copy it below.")

    def _revoke(self, request: HttpRequest, article: Article, key: str) -> None:
        preview = _preview_of(article, key)
        if preview is None:
            messages.error(request, "There is no such link any more.")
            return
        previewing.revoke(preview, by=signed_in(request))
        self.log_change(request, article, f"Revoked a preview: {preview.label or 'own'}.")
        messages.success(request, "The link is revoked: it opens nothing any more.")


def _preview_of(article: Article, key: str) -> Preview | None:
    try:
        return Preview.objects.filter(article=article, pk=UUID(key)).first()
    except (ValueError, ValidationError):
        return None
