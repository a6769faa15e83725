"""Answers those who watch the process: load balancers, orchestrators, caches in front.

They ask by address, not by name, and without TLS, so neither `ALLOWED_HOSTS` nor the redirect to
HTTPS, both of Django, may stand in between.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import Error, close_old_connections

from articles.delivery.response_cache import stamp_of_database

ALIVE, READY = "/healthz", "/readyz"


class Health:
    """WSGI middleware (PEP 3333): /healthz while the process runs, /readyz while it can serve."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, meta: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = meta.get("PATH_INFO")
        if path == ALIVE or (path == READY and is_ready()):
            return _answer("200 OK", "ok\n", start_response)
        if path == READY:
            return _answer("503 Service Unavailable", "no database\n", start_response)
        return self.application(meta, start_response)


def is_ready() -> bool:
    """Whether the database answers, with the tables that it should have."""
    close_old_connections()  # as Django does at the start of a request
    try:
        stamp_of_database()
    except Error:
        return False
    return True


def _answer(status: str, text: str, start_response: StartResponse) -> Iterable[bytes]:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(text))),
        ("Cache-Control", "no-store"),
    ]
    start_response(status, headers)
    return [text.encode()]
