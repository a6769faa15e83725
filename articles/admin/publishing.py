"""Publishing and unpublishing from the admin: a page that says what will happen, then the act."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.documents.surroundings import api_url
from articles.editorial import publishing
from articles.editorial.publishing import ContentChanged, PublishingError
from articles.models import Article, Document, Redirect

from . import consequences

PERMISSION = "articles.publish_article"


def signed_in(request: HttpRequest) -> AbstractBaseUser:
    """Who is at work: the admin lets nobody else in."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


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


class PublishingPages(ModelAdmin):
    """The pages behind the buttons Publish and Unpublish."""

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Any) -> URLPattern:
            view = self.admin_site.admin_view(view)
            return path(f"<path:object_id>/{name}/", view, name=f"articles_article_{name}")

        pages = [page("publish", self.publish_page), page("unpublish", self.unpublish_page)]
        return pages + super().get_urls()

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))

    def publish_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self._article(request, object_id)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = PublishForm(_posted(request))
        if request.method == "POST" and form.is_valid():
            return self._publish(request, article, **form.cleaned_data)
        publication = consequences.of_publishing(article)
        if publication.nothing_to_do:
            messages.info(request, "Nothing has changed since the edition that is live.")
            return self._to_article(article)
        form.initial["expected_hash"] = publication.status.content_hash
        title = "Publish" if publication.changes is None else "Publish changes"
        context = {"publication": publication, "form": form}
        return self._page(request, article, "publish", title, context)

    def unpublish_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self._article(request, object_id)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = UnpublishForm(_posted(request), article=article)
        if request.method == "POST" and form.is_valid():
            return self._unpublish(request, article, **form.cleaned_data)
        withdrawal = consequences.of_unpublishing(article)
        if withdrawal is None:
            messages.info(request, f"“{article}” is not live.")
            return self._to_article(article)
        context = {"withdrawal": withdrawal, "form": form, "media": self.media + form.media}
        return self._page(request, article, "unpublish", "Unpublish", context)

    def _article(self, request: HttpRequest, object_id: str) -> Article | None:
        """The article that the request may publish or unpublish; None if there is no such one."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        article: Article | None = self.get_object(request, unquote(object_id))
        if article and not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

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
            return self._to_article(article)
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
        return self._to_article(article)

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
            return self._to_article(article)
        self.log_change(request, article, "Unpublished.")
        messages.success(
            request, f"“{article}” is not live any more. The working copy is still here."
        )
        return self._to_article(article)

    def _to_article(self, article: Article) -> HttpResponse:
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[quote(article.pk)])
        )

    def _page(
        self,
        request: HttpRequest,
        article: Article,
        name: str,
        title: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/articles/article/{name}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "media": self.media,
                "title": f"{title}: {article}",
                "article": article,
                "original": article,
                **context,
            },
        )


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
