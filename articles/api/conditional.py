"""Validators and freshness: ETag, Last-Modified, Cache-Control, and when 304 is the answer."""

from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

# Part of every ETag. Raise it when the same stored content is going to be answered differently.
REPRESENTATION = "1"

Headers = dict[str, str]


def etag_of(*parts: object) -> str:
    """A strong ETag for what is made of `parts` and this version of the code alone."""
    text = "\n".join(map(str, (REPRESENTATION, *parts)))
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def cache_control(next_due: datetime | None = None) -> str:
    """How long an answer may be kept: never, stale or not, past the next scheduled act."""
    max_age = settings.CACHE_MAX_AGE
    revalidate, if_error = settings.STALE_WHILE_REVALIDATE, settings.STALE_IF_ERROR
    if next_due is not None:
        left = max(0, int((next_due - timezone.now()).total_seconds()))
        max_age = min(max_age, left)
        # Both count from the end of max-age.
        revalidate, if_error = min(revalidate, left - max_age), min(if_error, left - max_age)
    return (
        f"public, max-age={max_age}, stale-while-revalidate={revalidate}, stale-if-error={if_error}"
    )


def validators(etag: str, changed_at: datetime | None, next_due: datetime | None = None) -> Headers:
    """The headers of an answer that may be kept. Without a time there is no Last-Modified."""
    headers = {"ETag": etag, "Cache-Control": cache_control(next_due)}
    if changed_at:
        headers["Last-Modified"] = http_date(changed_at.timestamp())
    return headers


def is_conditional(request: HttpRequest) -> bool:
    return "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META


def not_modified(request: HttpRequest, headers: Headers) -> HttpResponse | None:
    """The 304 to a client that has what `headers` describe; None if it doesn't.

    As RFC 9110 says: ETags are compared weakly, and If-Modified-Since counts only alone.
    """
    if not is_conditional(request):
        return None
    if "HTTP_IF_NONE_MATCH" in request.META:
        given = [tag.removeprefix("W/") for tag in parse_etags(request.META["HTTP_IF_NONE_MATCH"])]
        is_fresh = given == ["*"] or headers["ETag"] in given
    else:
        since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
        last_modified = parse_http_date_safe(headers.get("Last-Modified", ""))
        is_fresh = bool(since and last_modified and last_modified <= since)
    if not is_fresh:
        return None
    response = HttpResponse(status=304, headers=headers)
    del response["Content-Type"]
    return response


@cache
def installed_at() -> float:
    """When this code was installed: the Last-Modified of what depends on it alone."""
    return max(path.stat().st_mtime for path in Path(__file__).parent.glob("*.py"))
