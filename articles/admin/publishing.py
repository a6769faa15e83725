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
from articles.editorial.publishing import PublishingError
from articles.editorial.publishing_together import TogetherRefused, publish_together
from articles.models import Article, Document, Redirect

from . import consequences
from .confirmation import ConfirmationPages, posted, signed_in
from .publish_form import PublishForm

STALE = "The article was edited since you looked at it. Look at it again, then publish."


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
            self.page_at("publish", self.publish_page, permissions.PUBLISH),
            self.page_at("unpublish", self.unpublish_page, permissions.PUBLISH),
        ]
        return pages + super().get_urls()

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return permissions.may(signed_in(request), permissions.PUBLISH)

    def publish_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        publication = consequences.of_publishing(article)
        if publication.nothing_to_do:
            messages.info(request, "Nothing has changed since the edition that is live.")
            return self.to_article(article)
        may_except = permissions.may(signed_in(request), permissions.PUBLISH_WITHOUT_SIGN_OFF)
        form = PublishForm(posted(request), publication=publication, may_except=may_except)
        if request.method == "POST":
            if form.is_stale:
                messages.error(request, STALE)
                return HttpResponseRedirect(request.path)
            if form.is_valid():
                return self._publish(request, article, form)
        title = "Publish" if publication.changes is None else "Publish changes"
        context = {"publication": publication, "form": form}
        return self.page_of(request, article, "publish", title, context)

    def unpublish_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = UnpublishForm(posted(request), article=article)
        if request.method == "POST" and form.is_valid():
            return self._unpublish(request, article, **form.cleaned_data)
        withdrawal = consequences.of_unpublishing(article)
        if withdrawal is None:
            messages.info(request, f"“{article}” is not live.")
            return self.to_article(article)
        context = {"withdrawal": withdrawal, "form": form, "media": self.media + form.media}
        return self.page_of(request, article, "unpublish", "Unpublish", context)

    def _publish(self, request: HttpRequest, article: Article, form: PublishForm) -> HttpResponse:
        try:
            editions = publish_together(
                [article, *(companion.article for companion in form.companions)],
                by=signed_in(request),
                expected_hashes=form.expected_hashes(article),
                **form.wanted(),
            )
        except TogetherRefused as error:
            for refused, reason in error.problems.values():
                named = f"“{refused}”: {reason}" if form.companions else str(reason)
                messages.error(request, named)
            return HttpResponseRedirect(request.path)
        number = editions[article.pk].number
        self.log_change(request, article, f"Published edition {number}.")
        slug = Document.objects.values_list("slug", flat=True).get(pk=article.pk)
        messages.success(
            request,
            format_html(
                'Edition {} of “{}” is live. <a class="message__link" href="{}">See what front '
                "ends get</a>.",
                number,
                article,
                api_url("articles", slug),
            ),
        )
        for companion in form.companions:
            self.log_change(request, companion.article, f"Published along with “{article}”.")
            messages.success(request, f"“{companion.article}” is live along with it.")
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
