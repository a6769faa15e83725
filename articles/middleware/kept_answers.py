"""A kept answer as it is told to one reader: under which key it stands, whole, packed or a 304.

Values in, values out: what Django's requests (`response_cache`) and a WSGI server (`front`) share.
"""

import time
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings

from articles.delivery.encoding import compress, encoding_for
from articles.delivery.freshness import cache_control, encoded_etag, is_current
from articles.delivery.query_strings import canonical_query
from articles.delivery.response_cache import Kept, Stamp, responses

PREFIXES = ("/api/v1/", "/feeds/", "/sitemap", "/robots.txt", "/llms.txt")
NEVER = ("/api/v1/preview",)
# Characters; more isn't asked for twice.
LONGEST = 2_000
# Under this name a request carries the stamp of its moment, once somebody asked for it.
STAMP = "galley.stamp"
OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def is_public(method: str | None, path: str) -> bool:
    """Whether the answer may be one of those that everybody gets."""
    return method in {"GET", "HEAD"} and path.startswith(PREFIXES) and not path.startswith(NEVER)


def key_of(meta: Mapping[str, Any], *, path: str, scheme: str) -> tuple[str, ...] | None:
    """All of a request that an answer may depend on; None if it is answered by the view alone.

    `meta` is the environment of CGI (RFC 3875), which WSGI and Django share.
    """
    origin = meta.get("HTTP_ORIGIN", "")
    query = meta.get("QUERY_STRING", "")
    if (
        not settings.RESPONSE_CACHE_MB
        or meta.get("HTTP_COOKIE")
        or meta.get("HTTP_AUTHORIZATION")
        or "HTTP_RANGE" in meta
        or len(query) > LONGEST
    ):
        return None
    key = (
        path,
        _canonical(query),
        meta.get("HTTP_ACCEPT", "*/*"),
        meta.get("HTTP_HOST", ""),
        scheme,
        "*" if origin and settings.CORS_ALLOW_ALL_ORIGINS else origin,
    )
    return key if sum(map(len, key)) <= LONGEST else None


_canonical = lru_cache(maxsize=256)(canonical_query)


def told(meta: Mapping[str, Any], key: Hashable, kept: Kept, stamp: Stamp) -> Answer:
    """The answer that `kept` gives to this request: whole, compressed, or a 304."""
    headers = kept.headers.copy()
    if kept.counts_down and stamp.next_due is not None:
        headers["Cache-Control"] = cache_control(stamp.next_due)
    encoding = ""
    if "Accept-Encoding" in headers.get("Vary", ""):
        encoding = encoding_for(meta.get("HTTP_ACCEPT_ENCODING", ""))
    etag = headers.get("ETag", "")
    if encoding and etag:
        headers["ETag"] = encoded_etag(etag, encoding)
    if kept.status == 200 and is_current(  # noqa: PLR2004
        etag,
        headers.get("Last-Modified", ""),
        if_none_match=meta.get("HTTP_IF_NONE_MATCH"),
        if_modified_since=meta.get("HTTP_IF_MODIFIED_SINCE"),
    ):
        of_the_head = {name: value for name, value in headers.items() if name not in OF_THE_BODY}
        return Answer(304, of_the_head, b"")
    body = kept.body
    if encoding:
        body = responses.encoded(key, kept, encoding, lambda: compress(kept.body, encoding))
        headers["Content-Encoding"] = encoding
        headers["Content-Length"] = str(len(body))
    return Answer(kept.status, headers, body)


def debugging_headers(state: str, started: float) -> dict[str, str]:
    """Whether an answer was kept (`hit`) or made (`miss`), and how long it took; for DEBUG.

    `started` is of `time.perf_counter()`.
    """
    milliseconds = (time.perf_counter() - started) * 1000
    return {
        "X-Cache": state,
        "Server-Timing": f'cache;desc="{state}", total;dur={milliseconds:.1f}',
    }
