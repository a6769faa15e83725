"""Pages that say what will happen before an act on an article, which their button then does."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import quote, unquote
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin

from articles.editorial import permissions
from articles.models import Article

Page = Callable[[HttpRequest, Article], HttpResponse]


def signed_in(request: HttpRequest) -> AbstractBaseUser:
    """Who is at work: the admin lets nobody else in."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


class ConfirmationPages(ModelAdmin):
    """What pages about one article have in common."""

    def view_at(self, name: str, view: Any) -> URLPattern:
        """The address `<article>/<name>/`, for those whom the admin lets in."""
        url_name = f"articles_article_{name.replace('-', '_')}"
        return path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=url_name)

    def page_at(self, name: str, page: Page, *permitted: str) -> URLPattern:
        """The same for a page on an article that exists; for who has one of these permissions."""

        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            article = self.article_for(request, object_id, *permitted)
            if article is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return page(request, article)

        return self.view_at(name, view)

    def add_to_article_page(
        self, request: HttpRequest, context: dict[str, Any], article: Article | None
    ) -> None:
        """Put what stands beside the form into `context`; `article` is None while one is added."""

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Article | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        self.add_to_article_page(request, context, obj)
        response: HttpResponse = super().render_change_form(
            request, context, *args, obj=obj, **kwargs
        )
        return response

    def article_for(self, request: HttpRequest, object_id: str, *permitted: str) -> Article | None:
        """The article that the request is about; None if there is no such one.

        Raises:
            PermissionDenied: the user has none of the permissions, or may not see the article.
        """
        permissions.require(signed_in(request), *permitted)
        article: Article | None = self.get_object(request, unquote(object_id))
        if article and not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def to_article(self, article: Article) -> HttpResponse:
        return HttpResponseRedirect(
            reverse("admin:articles_article_change", args=[quote(article.pk)])
        )

    def page_of(
        self, request: HttpRequest, article: Article, name: str, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        """The page of the template `name`."""
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
