"""The project's addresses and `bare/`, a view that does nothing: what Django itself costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b'{"status":"ok"}', content_type="application/json")


urlpatterns = [path("bare/", bare), path("", include("config.urls"))]
