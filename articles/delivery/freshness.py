"""How long an answer holds, and whether a client has it already. Strings in, values out."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.http import parse_etags, parse_http_date_safe

# A compressed body is another representation: its ETag is that of the plain one with one of these.
ENCODINGS = ("br", "gzip")


def cache_control(next_due: datetime | None = None, *, is_purged: bool = True) -> str:
    """How long an answer may be kept: never, stale or not, past the next scheduled act.

    One that changes without a change is not purged when it does: shared caches get no longer time.
    """
    max_age = settings.CACHE_MAX_AGE
    shared = settings.CDN_MAX_AGE if is_purged else None
    revalidate, if_error = settings.STALE_WHILE_REVALIDATE, settings.STALE_IF_ERROR
    if next_due is not None:
        left = max(0, int((next_due - timezone.now()).total_seconds()))
        max_age = min(max_age, left)
        shared = None if shared is None else min(shared, left)
        # Both count from the end of the longer of the two.
        left -= max(max_age, shared or 0)
        revalidate, if_error = min(revalidate, left), min(if_error, left)
    ages = f"max-age={max_age}" if shared is None else f"max-age={max_age}, s-maxage={shared}"
    return f"public, {ages}, stale-while-revalidate={revalidate}, stale-if-error={if_error}"


def encoded_etag(etag: str, encoding: str) -> str:
    """The ETag of a body in `encoding`, told by that of the plain one; `""` is plain."""
    return f'{etag[:-1]}-{encoding}"' if encoding else etag


def plain_etag(etag: str) -> str:
    """The ETag of the plain body, strong, whichever of its variants is given."""
    etag = etag.removeprefix("W/")
    for encoding in ENCODINGS:
        suffix = f'-{encoding}"'
        if etag.endswith(suffix):
            return f'{etag.removesuffix(suffix)}"'
    return etag


def is_current(
    etag: str, last_modified: str, *, if_none_match: str | None, if_modified_since: str | None
) -> bool:
    """Whether a client that sends these conditions has what the validators describe.

    As RFC 9110 says: ETags are compared weakly, and If-Modified-Since counts only alone.
    """
    if if_none_match is not None:
        if if_none_match == etag != "":
            return True
        given = parse_etags(if_none_match)
        return bool(etag) and (given == ["*"] or etag in map(plain_etag, given))
    if if_modified_since is None:
        return False
    since = parse_http_date_safe(if_modified_since)
    modified = parse_http_date_safe(last_modified)
    return bool(since and modified and modified <= since)
