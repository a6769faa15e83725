"""Keeps what anonymous readers get, and answers from it before any view; compresses the rest."""

import time
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from articles.delivery.encoding import compress, encoding_for, is_compressible
from articles.delivery.freshness import encoded_etag, is_current, plain_etag
from articles.delivery.response_cache import Kept, Stamp, responses

from .kept_answers import OF_THE_BODY, STAMP, debugging_headers, is_public, key_of, told

STORED = {200, 308, 410}
# What an answer may depend on and still be kept: the key or `respond` sees to each.
VARIES = {"accept", "accept-encoding", "origin"}
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class ResponseCacheMiddleware:
    """Stands outside of all others: what they add (security, CORS) is kept with the answer.

    A view's answer is kept if its Cache-Control says `public`. Attributes of the response tell
    more: `storable_until`, a time from which it isn't true any more (`None`: not storable), and
    `counts_down = False` where its Cache-Control doesn't depend on the next scheduled act.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        if not is_public(request.method, request.path):
            return self.get_response(request)
        started = time.perf_counter()
        response, state = self._answer(request)
        if settings.DEBUG:
            for name, value in debugging_headers(state, started).items():
                response[name] = value
        return response

    def _answer(self, request: HttpRequest) -> tuple[Any, str]:
        asked = key_of(request.META, path=request.path, scheme=request.scheme or "")
        if asked is None:
            return self._pass(request), "miss"
        try:
            stamp = request.META.get(STAMP) or responses.stamp()
        except Error:
            return self._pass(request), "miss"
        if stamp.is_over(timezone.now()):
            return self._pass(request), "miss"
        key = (stamp, asked)
        if kept := responses.find(key):
            return respond(request, key, kept, stamp), "hit"
        is_ours, failed = responses.take_turn(key), True
        try:
            if kept := responses.find(key):
                failed = False
                return respond(request, key, kept, stamp), "hit"
            response = self._make(request, key, stamp)
            failed = response.status_code >= 500  # noqa: PLR2004
            return response, "miss"
        finally:
            if is_ours:
                responses.end_turn(key, failed=failed)

    def _pass(self, request: HttpRequest) -> Any:
        """The view's own answer, compressed; its conditions told in terms of the plain body."""
        given = request.META.get("HTTP_IF_NONE_MATCH")
        if given is not None:
            tags = (tag.strip() for tag in given.split(","))
            request.META["HTTP_IF_NONE_MATCH"] = ", ".join(map(plain_etag, tags))
        return compressed(request, self.get_response(request))

    def _make(self, request: HttpRequest, key: Hashable, stamp: Stamp) -> Any:
        """The view's answer to the request without its conditions, kept if it may be."""
        conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        response = self.get_response(request)
        request.META.update(conditions)
        kept = kept_of(response, stamp)
        if kept is None:
            return unless_current(request, compressed(request, response))
        if not stamp.is_over(timezone.now()):
            responses.keep(key, kept)
        return respond(request, key, kept, stamp)


def kept_of(response: Any, stamp: Stamp) -> Kept | None:
    """What to keep of a view's answer; None if it must not be kept."""
    directives = {part.strip() for part in response.get("Cache-Control", "").split(",")}
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    until: datetime | None = getattr(response, "storable_until", stamp.next_due)
    if (
        response.status_code not in STORED
        or response.streaming
        or response.cookies
        or "public" not in directives
        or directives & {"no-store", "private", "no-cache"}
        or not varies <= VARIES
        or response.has_header("Content-Encoding")
        or (until is None and hasattr(response, "storable_until"))
    ):
        return None
    if is_compressible(response.get("Content-Type", ""), len(response.content)):
        patch_vary_headers(response, ("Accept-Encoding",))
    headers = dict(response.items())
    counts_down = getattr(response, "counts_down", True)
    return Kept(response.status_code, headers, response.content, counts_down, until)


def respond(request: HttpRequest, key: Hashable, kept: Kept, stamp: Stamp) -> HttpResponse:
    answer = told(request.META, key, kept, stamp)
    response = HttpResponse(answer.body, status=answer.status, headers=answer.headers)
    if "Content-Type" not in answer.headers:
        del response["Content-Type"]
    return as_it_is(response)


def as_it_is(response: HttpResponse) -> HttpResponse:
    """Not logged by Django as an event: a client's mistake is none of ours."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def unless_current(request: HttpRequest, response: Any) -> Any:
    """A view's answer that isn't kept; a 304 to the client that has it."""
    if response.status_code == 200 and is_current(  # noqa: PLR2004
        plain_etag(response.get("ETag", "")),
        response.get("Last-Modified", ""),
        if_none_match=request.META.get("HTTP_IF_NONE_MATCH"),
        if_modified_since=request.META.get("HTTP_IF_MODIFIED_SINCE"),
    ):
        response.status_code, response.content = 304, b""
        for name in OF_THE_BODY:
            del response[name]
    return response


def compressed(request: HttpRequest, response: Any) -> Any:
    """A view's answer that isn't kept, in the encoding that the client takes."""
    not_changed = response.status_code == 304  # noqa: PLR2004
    if not_changed:
        del response["Content-Length"]  # Django tells that of the empty body.
    if response.streaming or response.has_header("Content-Encoding"):
        return response
    if not not_changed and not is_compressible(
        response.get("Content-Type", ""), len(response.content)
    ):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if not encoding:
        return response
    if response.has_header("ETag"):
        response["ETag"] = encoded_etag(response["ETag"], encoding)
    if not not_changed:
        response.content = compress(response.content, encoding)
        response["Content-Encoding"] = encoding
        response["Content-Length"] = str(len(response.content))
    return response
