"""Moving a live article to another address, from the admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from unfold.widgets import UnfoldAdminTextInputWidget

from articles.editorial import moving, permissions
from articles.editorial.publishing import PublishingError
from articles.editorial.status import status_of
from articles.models import Article

from .confirmation import ConfirmationPages, posted, signed_in
from .publish_form import PublishForm


class MoveForm(forms.Form):
    slug = forms.SlugField(
        label="New address",
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="The last part of the address: small letters, digits and hyphens.",
    )
    note = PublishForm.base_fields["note"]


class MovePages(ConfirmationPages):
    """The page behind the button Move."""

    def get_urls(self) -> list[URLPattern]:
        return [self.page_at("move", self.move_page, permissions.MOVE), *super().get_urls()]

    def add_to_article_page(
        self, request: HttpRequest, context: dict[str, Any], article: Article | None
    ) -> None:
        context["can_move"] = permissions.may(signed_in(request), permissions.MOVE)
        super().add_to_article_page(request, context, article)

    def move_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        status = status_of(article)
        if not status.is_live:
            messages.info(request, f"“{article}” is not live: change its address on this page.")
            return self.to_article(article)
        form = MoveForm(posted(request), initial={"slug": article.slug})
        if request.method == "POST" and form.is_valid():
            try:
                edition = moving.move(article, by=signed_in(request), **form.cleaned_data)
            except PublishingError as error:
                form.add_error("slug", str(error))
            else:
                slug = form.cleaned_data["slug"]
                self.log_change(request, article, f"Moved to {slug}, edition {edition.number}.")
                messages.success(
                    request, f"“{article}” is at “{slug}” now. Its old address leads there."
                )
                return self.to_article(article)
        return self.page_of(request, article, "move", "Move", {"form": form, "status": status})
