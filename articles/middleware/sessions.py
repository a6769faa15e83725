"""Sessions are the admin's: what is public sets no cookie, whichever a client sends."""

from django.contrib.sessions import middleware
from django.http import HttpRequest, HttpResponse

from .kept_answers import PREFIXES


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, which answers a cookie of no session with one that deletes it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(PREFIXES):
            return response
        return super().process_response(request, response)
