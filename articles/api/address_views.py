"""The endpoints of addresses: old ones with where they lead, and what is at one."""

from functools import cache
from typing import Any

import orjson
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from rest_framework.exceptions import NotFound

from articles.delivery import addresses
from articles.delivery.lookup import Moved, Withdrawn, trace

from . import sync_shapes
from .conditional import not_modified
from .filtering import ParameterFilter, ParameterFilterSet
from .filters import since
from .parameters import Choice, Fault, Parameter, quote
from .projection import project
from .query import BadParameters
from .reading import ListView, ReadView
from .rendering import json_response

MOVED, GONE = "308", "410"


class RedirectFilters(ParameterFilterSet):
    status = ParameterFilter(
        Choice(values=(MOVED, GONE), description="Only what moved (308), or was withdrawn (410)."),
        lambda status: Q(live_card__isnull=status == GONE),
    )
    created_after = since("created_at", "Left")


class RedirectList(ListView):
    """All addresses that articles had and have no more, by slug.

    Load them into a router or a CDN, or ask `resolve/` for one.
    """

    operation_id, tag = "listRedirects", "Sync"
    shape = sync_shapes.Redirect
    filterset_class = RedirectFilters

    def rows(self) -> QuerySet:
        return addresses.redirects().values(*addresses.redirect_columns())

    def results(self, rows: list[Any]) -> bytes:
        tree = self.tree()
        described = [project(_redirect(row), tree) for row in rows]
        return orjson.dumps(described, option=orjson.OPT_UTC_Z)


class PathText(Parameter):
    """An address on the front end."""

    def parse(self, text: str) -> str:
        return text

    def schema(self) -> dict[str, Any]:
        # No NUL: no database keeps it in a text.
        pattern = r"^[^\u0000]+$"
        return {"type": "string", "pattern": pattern, "maxLength": self.max_length}


class Resolve(ReadView):
    """What is at an address of the front end: an article, a redirect, or a withdrawal.

    One call for a front end's router. An address that no article ever had is a 404.
    """

    operation_id, tag = "resolvePath", "Sync"
    answer = "What is there."
    other_answers = (404,)
    shape = sync_shapes.Resolved

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        description = (
            "A path such as `/articles/statins/`, a whole address on the front end, or a slug; a "
            "query, a fragment, the first and the last slash don't matter."
        )
        return {
            "path": PathText(required=True, description=description, example="/articles/statins/")
        }

    def get(self, request: Any) -> HttpResponse:
        path = self.read_query(request).get("path")
        if path is None:
            raise BadParameters([Fault("Say which: `?path=/articles/statins/`.", parameter="path")])
        headers = self.list_validators(request)
        resolved = _resolved(path)
        if unchanged := not_modified(request, headers):
            return unchanged
        return json_response(orjson.dumps(resolved), headers)


def _resolved(path: str) -> dict[str, Any]:
    """What is at a path: of Galley's own addresses first, then of those from before it.

    Raises:
        NotFound: nothing is, nor ever was.
    """
    slug = addresses.slug_at(path)
    found = _at(slug) if slug else None
    if found is None and (old := addresses.slug_of_old_path(path)):
        found = _at(old, is_old=True)
    if found is None:
        raise NotFound(
            f"No article has, or ever had, the slug “{slug}”."
            if slug
            else f"No article has an address like {quote(path)}."
        )
    return found


def _at(slug: str, *, is_old: bool = False) -> dict[str, Any] | None:
    """What is at the address of a slug; `is_old` says that another address leads there."""
    answer = {
        "status": 200,
        "kind": "article",
        "slug": slug,
        "location": None,
        "target": None,
        "explanation": "",
        "alternative": None,
    }
    if card := addresses.card_at(slug):
        found = answer | {"target": _target(card)}
        moved = {"status": 308, "location": addresses.path_of(slug)}
        return found | moved if is_old else found
    fate, _ = trace(slug)
    match fate:
        case Moved(new_slug):
            target = _target(addresses.card_at(new_slug))
            return answer | {
                "status": 308,
                "location": addresses.path_of(new_slug),
                "target": target,
            }
        case Withdrawn(explanation, alternative):
            return answer | {
                "status": 410,
                "explanation": explanation,
                "alternative": alternative,
            }
    return None


def _redirect(row: dict[str, Any]) -> dict[str, Any]:
    target = _target(row["live_card"])
    return {
        "slug": row["slug"],
        "path": row["path"] or addresses.old_path_of(row["slug"]),
        "status": 308 if target else 410,
        "location": target["web_url"] if target else None,
        "target": target,
        "explanation": "" if target else row["explanation"],
        "alternative": None if target else _target(row["alternative_card"]),
        "created_at": row["created_at"],
    }


def _target(card: str | None) -> dict[str, str] | None:
    if card is None:
        return None
    facts = orjson.loads(card)
    return {name: facts[name] for name in ("slug", "url", "web_url", "title")}
