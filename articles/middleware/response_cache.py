"""Answers anonymous readers from what is kept, before any view; compresses what it lets out."""

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
from articles.delivery.freshness import cache_control, encoded_etag, is_current, plain_etag
from articles.delivery.query_strings import canonical_query
from articles.delivery.response_cache import Kept, Stamp, responses

PREFIXES = ("/api/v1/", "/feeds/", "/sitemap", "/robots.txt", "/llms.txt")
NEVER = ("/api/v1/preview",)
STORED = {200, 308, 410}
# What an answer may depend on and still be kept: the key or `respond` sees to each.
VARIES = {"accept", "accept-encoding", "origin"}
# Characters; more isn't asked for twice.
LONGEST = 2_000
OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding"}
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
        if not is_public(request):
            return self.get_response(request)
        started = time.perf_counter()
        response, state = self._answer(request)
        if settings.DEBUG:
            response["X-Cache"] = state
            milliseconds = (time.perf_counter() - started) * 1000
            response["Server-Timing"] = f'cache;desc="{state}", total;dur={milliseconds:.1f}'
        return response

    def _answer(self, request: HttpRequest) -> tuple[Any, str]:
        asked = key_of(request)
        if asked is None:
            return self._pass(request), "miss"
        try:
            stamp = responses.stamp()
        except Error:
            return self._pass(request), "miss"
        if stamp.is_over(timezone.now()):
            return self._pass(request), "miss"
        key = (stamp, asked)
        if kept := responses.find(key):
            return respond(request, key, kept, stamp), "hit"
        is_ours = responses.take_turn(key)
        try:
            if kept := responses.find(key):
                return respond(request, key, kept, stamp), "hit"
            return self._make(request, key, stamp), "miss"
        finally:
            if is_ours:
                responses.end_turn(key)

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
            return compressed(request, response)
        if not stamp.is_over(timezone.now()):
            responses.keep(key, kept)
        return respond(request, key, kept, stamp)


def is_public(request: HttpRequest) -> bool:
    """Whether the answer may be one of those that everybody gets."""
    path = request.path
    return (
        request.method in {"GET", "HEAD"}
        and path.startswith(PREFIXES)
        and not path.startswith(NEVER)
    )


def key_of(request: HttpRequest) -> tuple[str, ...] | None:
    """All of a request that an answer may depend on; None if it is answered by the view alone."""
    meta = request.META
    origin = meta.get("HTTP_ORIGIN", "")
    if (
        not settings.RESPONSE_CACHE_MB
        or meta.get("HTTP_COOKIE")
        or meta.get("HTTP_AUTHORIZATION")
        or "HTTP_RANGE" in meta
        or len(meta.get("QUERY_STRING", "")) > LONGEST
    ):
        return None
    key = (
        request.path,
        canonical_query(meta.get("QUERY_STRING", "")),
        meta.get("HTTP_ACCEPT", "*/*"),
        meta.get("HTTP_HOST", ""),
        request.scheme or "",
        "*" if origin and settings.CORS_ALLOW_ALL_ORIGINS else origin,
    )
    return key if sum(map(len, key)) <= LONGEST else None


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
    """The answer that `kept` gives to this request: whole, compressed, or a 304."""
    headers = kept.headers.copy()
    if kept.counts_down and stamp.next_due is not None:
        headers["Cache-Control"] = cache_control(stamp.next_due)
    encoding = ""
    if "Accept-Encoding" in headers.get("Vary", ""):
        encoding = encoding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    etag = headers.get("ETag", "")
    if encoding and etag:
        headers["ETag"] = encoded_etag(etag, encoding)
    meta = request.META
    if kept.status == 200 and is_current(  # noqa: PLR2004
        etag,
        headers.get("Last-Modified", ""),
        if_none_match=meta.get("HTTP_IF_NONE_MATCH"),
        if_modified_since=meta.get("HTTP_IF_MODIFIED_SINCE"),
    ):
        return not_modified(headers)
    body = kept.body
    if encoding:
        body = responses.encoded(key, kept, encoding, lambda: compress(kept.body, encoding))
        headers["Content-Encoding"] = encoding
        headers["Content-Length"] = str(len(body))
    return as_it_is(HttpResponse(body, status=kept.status, headers=headers))


def as_it_is(response: HttpResponse) -> HttpResponse:
    """Not logged by Django as an event: a client's mistake is none of ours."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def not_modified(headers: dict[str, str]) -> HttpResponse:
    told = {name: value for name, value in headers.items() if name not in OF_THE_BODY}
    response = HttpResponse(status=304, headers=told)
    del response["Content-Type"]
    return response


def compressed(request: HttpRequest, response: Any) -> Any:
    """A view's answer that isn't kept, in the encoding that the client takes."""
    not_changed = response.status_code == 304  # noqa: PLR2004
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
