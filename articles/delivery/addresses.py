"""From an address of the front end to what is there: an article, a redirect, or a withdrawal."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from articles.documents.surroundings import API_ROOT, Site, normal_path
from articles.models import Document, Redirect

SLUG = r"[-a-zA-Z0-9_]{1,200}"
# A site whose address was never set, or is being worked on, is any site.
_NOWHERE = ("localhost", "127.0.0.1", "::1")


@lru_cache(maxsize=8)
def _patterns(template: str) -> tuple[re.Pattern[str], ...]:
    """The paths at which articles are: on the front end, in this API, and a slug alone."""
    path = urlsplit(template).path or template
    before, _, behind = path.partition("{slug}")
    front_end = f"{re.escape(before)}(?P<slug>{SLUG}){re.escape(behind.rstrip('/'))}/?"
    api = rf"{re.escape(API_ROOT)}articles/(?P<slug>{SLUG})/?"
    return tuple(re.compile(each) for each in (front_end, api, f"/?(?P<slug>{SLUG})/?"))


def slug_at(path: str) -> str | None:
    """The slug of the article that has, or could have, this address; None where there is none.

    `path` is a path of the front end, a whole address, or a slug; a query, a fragment, the first
    and the last slash don't matter.
    """
    template = settings.FRONTEND_ARTICLE_URL
    try:
        parts = urlsplit(path.strip())
        host = parts.hostname
    except ValueError:
        return None
    if host and not _is_ours(host, map(urlsplit, (template, settings.SITE_URL))):
        return None
    if parts.scheme not in {"", "http", "https"}:
        return None
    wanted = unquote(parts.path)
    if not wanted.startswith("/"):
        wanted = f"/{wanted}"
    found = (pattern.fullmatch(wanted) for pattern in _patterns(template))
    return next((match["slug"] for match in found if match), None)


def _is_ours(host: str, front_end: Iterable[SplitResult]) -> bool:
    own = {each.hostname for each in front_end if each.hostname}
    return host in own or own <= set(_NOWHERE)


def path_of(slug: str) -> str:
    """The address at which the front end has, or had, the article with this slug."""
    return Site(article_url=settings.FRONTEND_ARTICLE_URL).web_url(slug)


def old_path_of(slug: str) -> str:
    """The path of that address alone, as a router compares it."""
    return urlsplit(path_of(slug)).path


def slug_of_old_path(path: str) -> str | None:
    """The slug, present or last, of the article that had this path before Galley. One query.

    None where none had, or where it was never live.
    """
    try:
        wanted = normal_path(path)
    except ValueError:
        return None
    live = Document.objects.filter(article_id=OuterRef("article_id"))
    last = _by_slug().filter(article_id=OuterRef("article_id")).order_by("-created_at", "-pk")
    row = (
        Redirect.objects.filter(path=wanted)
        .exclude(path="")
        .values_list(Subquery(live.values("slug")), Subquery(last.values("slug")[:1]))
        .first()
    )
    return next(filter(None, row), None) if row else None


def _by_slug() -> QuerySet[Redirect]:
    return Redirect.objects.filter(slug__isnull=False)


def card_at(slug: str) -> str | None:
    """The card of the live article with this slug, as JSON. One query."""
    return Document.objects.filter(slug=slug).values_list("card", flat=True).first()


def redirects() -> QuerySet:
    """The rows for `api`'s list of redirects, by slug."""
    live = Document.objects.filter(article_id=OuterRef("article_id"))
    alternative = Document.objects.filter(article_id=OuterRef("alternative_id"))
    rows = Redirect.objects.annotate(
        live_card=Subquery(live.values("card")),
        alternative_card=Subquery(alternative.values("card")),
    )
    # A path from before Galley counts from the article's first publication on.
    was_live = _by_slug().filter(article_id=OuterRef("article_id"))
    led = Q(path="") | Q(live_card__isnull=False) | Exists(was_live)
    return rows.filter(led).order_by(F("slug").asc(nulls_last=True), "path")


def redirect_columns() -> tuple[str, ...]:
    return ("slug", "path", "explanation", "created_at", "live_card", "alternative_card")
