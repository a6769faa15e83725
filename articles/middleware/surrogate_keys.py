"""The one place where surrogate keys become headers: on every public answer, kept or not."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from articles.documents.surrogate_keys import ARTICLES, EVERYTHING, fitted

from .kept_answers import is_public


class SurrogateKeysMiddleware:
    """Stands inside the response cache, so that what is kept has its headers.

    A view says what its answer is made of by `surrogate_keys` on the response; any other, errors
    too, counts as made of all articles: a publish may make it another one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        response = self.get_response(request)
        if is_public(request.method, request.path):
            keys = getattr(response, "surrogate_keys", ARTICLES)
            for name, value in _headers(keys, settings.SURROGATE_KEYS_MAX_BYTES):
                response[name] = value
        return response


@lru_cache(maxsize=1024)
def _headers(keys: str, limit: int) -> tuple[tuple[str, str], ...]:
    """The same keys twice: Fastly and Varnish take spaces between them, Cloudflare commas."""
    names = (EVERYTHING, *keys.split())
    return (
        ("Surrogate-Key", " ".join(fitted(names, limit))),
        ("Cache-Tag", ",".join(fitted(names, limit, separator=","))),
    )
