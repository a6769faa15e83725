"""Publishing and unpublishing from the admin: a page that says what will happen, then the act."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.html import format_html
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.documents.surroundings import api_url
from articles.editorial import permissions, publishing
from articles.editorial.publishing import ContentChanged, PublishingError
from articles.models import Article, Document, Redirect

from . import consequences
from .confirmation import ConfirmationPages, posted, signed_in


class PublishForm(forms.Form):
    note = forms.CharField(
        label="What changed, for readers",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Stands in the article's public change log, for example “Added the 2026 "
        "guideline”. May stay empty; plain text.",
    )
    # The content that this page shows: nothing else is published by its button.
    expected_hash = forms.CharField(widget=forms.HiddenInput)


class UnpublishForm(forms.Form):
    explanation = forms.CharField(
        label="Why, for readers",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Readers who come to the address are told this, for example “Superseded by our "
        "new guide”. May stay empty; plain text.",
    )
    alternative = forms.ModelChoiceField(
        queryset=Article.objects.none(),
        label="Where readers should go instead",
        required=False,
        help_text="A live article that is offered in place of this one.",
        error_messages={"invalid_choice": "Choose another article that is live."},
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alternative = self.fields["alternative"]
        live = Article.objects.filter(document__isnull=False)
        alternative.queryset = live.exclude(pk=article.pk)  # type: ignore[attr-defined]
        alternative.widget = AutocompleteSelect(Redirect._meta.get_field("alternative"), admin.site)
        alternative.widget.choices = alternative.choices  # type: ignore[attr-defined]


class PublishingPages(ConfirmationPages):
    """The pages behind the buttons Publish and Unpublish."""

    def get_urls(self) -> list[URLPattern]:
        pages = [
            self.page_at("publish", self.publish_page),
            self.page_at("unpublish", self.unpublish_page),
        ]
        return pages + super().get_urls()

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return permissions.may(signed_in(request), permissions.PUBLISH)

    def publish_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.article_for(request, object_id, permissions.PUBLISH)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = PublishForm(posted(request))
        if request.method == "POST" and form.is_valid():
            return self._publish(request, article, **form.cleaned_data)
        publication = consequences.of_publishing(article)
        if publication.nothing_to_do:
            messages.info(request, "Nothing has changed since the edition that is live.")
            return self.to_article(article)
        form.initial["expected_hash"] = publication.status.content_hash
        title = "Publish" if publication.changes is None else "Publish changes"
        context = {"publication": publication, "form": form}
        return self.page_of(request, article, "publish", title, context)

    def unpublish_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.article_for(request, object_id, permissions.PUBLISH)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = UnpublishForm(posted(request), article=article)
        if request.method == "POST" and form.is_valid():
            return self._unpublish(request, article, **form.cleaned_data)
        withdrawal = consequences.of_unpublishing(article)
        if withdrawal is None:
            messages.info(request, f"“{article}” is not live.")
            return self.to_article(article)
        context = {"withdrawal": withdrawal, "form": form, "media": self.media + form.media}
        return self.page_of(request, article, "unpublish", "Unpublish", context)

    def _publish(
        self, request: HttpRequest, article: Article, *, note: str, expected_hash: str
    ) -> HttpResponse:
        try:
            edition = publishing.publish(
                article, by=signed_in(request), note=note, expected_hash=expected_hash
            )
        except ContentChanged as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        except PublishingError as error:
            messages.error(request, str(error))
            return self.to_article(article)
        self.log_change(request, article, f"Published edition {edition.number}.")
        slug = Document.objects.values_list("slug", flat=True).get(pk=article.pk)
        messages.success(
            request,
            format_html(
                'Edition {} of “{}” is live. <a class="message__link" href="{}">See what front '
                "ends get</a>.",
                edition.number,
                article,
                api_url("articles", slug),
            ),
        )
        return self.to_article(article)

    def _unpublish(
        self,
        request: HttpRequest,
        article: Article,
        *,
        explanation: str,
        alternative: Article | None,
    ) -> HttpResponse:
        try:
            publishing.unpublish(
                article, by=signed_in(request), explanation=explanation, alternative=alternative
            )
        except PublishingError as error:
            messages.error(request, str(error))
            return self.to_article(article)
        self.log_change(request, article, "Unpublished.")
        messages.success(
            request, f"“{article}” is not live any more. The working copy is still here."
        )
        return self.to_article(article)
