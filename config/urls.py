"""Where things are: the admin, the read API, feeds and sitemap, and previews."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="docs")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("articles.api.urls")),
    path("", include("articles.api.root_urls")),
    path("", include("articles.preview.urls")),
]

handler400 = "articles.api.problems.bad_request"
handler403 = "articles.api.problems.permission_denied"
handler404 = "articles.api.problems.page_not_found"
handler500 = "articles.api.problems.server_error"
