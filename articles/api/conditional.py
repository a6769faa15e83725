"""Validators and freshness: ETag, Last-Modified, Cache-Control, and when 304 is the answer."""

from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from articles.delivery.freshness import cache_control, is_current

# Part of every ETag. Raise it when the same stored content is going to be answered differently.
REPRESENTATION = "1"

Headers = dict[str, str]


def etag_of(*parts: object) -> str:
    """A strong ETag for what is made of `parts` and this version of the code alone."""
    text = "\n".join(map(str, (REPRESENTATION, *parts)))
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def validators(
    etag: str,
    changed_at: datetime | None,
    next_due: datetime | None = None,
    *,
    is_purged: bool = True,
) -> Headers:
    """The headers of an answer that may be kept. Without a time there is no Last-Modified."""
    headers = {"ETag": etag, "Cache-Control": cache_control(next_due, is_purged=is_purged)}
    if changed_at:
        headers["Last-Modified"] = http_date(changed_at.timestamp())
    return headers


def is_conditional(request: HttpRequest) -> bool:
    return "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META


def not_modified(request: HttpRequest, headers: Headers) -> HttpResponse | None:
    """The 304 to a client that has what `headers` describe; None if it doesn't."""
    if not is_conditional(request):
        return None
    is_fresh = is_current(
        headers["ETag"],
        headers.get("Last-Modified", ""),
        if_none_match=request.META.get("HTTP_IF_NONE_MATCH"),
        if_modified_since=request.META.get("HTTP_IF_MODIFIED_SINCE"),
    )
    if not is_fresh:
        return None
    response = HttpResponse(status=304, headers=headers)
    del response["Content-Type"]
    return response


@cache
def installed_at() -> float:
    """When this code was installed: the Last-Modified of what depends on it alone."""
    here = Path(__file__).parent
    files = [*here.glob("*.py"), *here.glob("guides/*.*")]
    return max(path.stat().st_mtime for path in files)
