"""Pages that say what will happen before an act on an article, which their button then does."""

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


def signed_in(request: HttpRequest) -> AbstractBaseUser:
    """Who is at work: the admin lets nobody else in."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


class ConfirmationPages(ModelAdmin):
    """What pages about one article have in common."""

    def page_at(self, name: str, view: Any) -> URLPattern:
        """The address `<article>/<name>/`, for those whom the admin lets in."""
        url_name = f"articles_article_{name.replace('-', '_')}"
        return path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=url_name)

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
