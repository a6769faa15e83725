"""JSON out, by orjson; and which form of an answer the client's Accept header asks for."""

import re
from collections.abc import Sequence
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer

JSON = "application/json"


class JSONRenderer(BaseRenderer):
    """What DRF negotiates with, and renders the rare `Response` by. Views give bytes."""

    media_type = JSON
    format = "json"
    charset = None

    def render(self, data: Any, *args: Any, **context: Any) -> bytes:
        return b"" if data is None else orjson.dumps(data)


_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
# More than any client has to say.
_MOST_RANGES = 50


def preferred(accept: str, offered: Sequence[str]) -> int | None:
    """The place of the media type that an Accept header asks for most; None: it excludes them all.

    The most exact range says how much a type is wanted (RFC 9110, 12.5.1); of types wanted alike
    the first offered is taken. Parameters but `q` don't count, a malformed weight is 1, and an
    empty header takes anything.

    >>> preferred("text/*;q=0.5, text/plain, */*;q=0.1", ["application/json", "text/plain"])
    1
    >>> preferred("text/plain;q=0, text/html", ["text/plain"]) is None
    True
    """
    ranges = [_range(part) for part in accept.split(",", _MOST_RANGES) if part.strip()]
    weights = [_weight(media_type, ranges) for media_type in offered] if ranges else [1.0]
    best = max(weights)
    return weights.index(best) if best > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = part.lower().split(";")
    weight = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q" and _WEIGHT.fullmatch(value.strip()):
            weight = float(value)
    return name.strip(), weight


def _weight(media_type: str, ranges: list[tuple[str, float]]) -> float:
    kind = media_type.partition("/")[0]
    for name in (media_type, f"{kind}/*", "*/*"):
        given = [weight for each, weight in ranges if each == name]
        if given:
            return max(given)
    return 0.0


class Negotiation(DefaultContentNegotiation):
    """By RFC 9110, which DRF's own isn't: it takes no notice of weights.

    With a short cut for the clients that take anything, as nearly all do.
    """

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        accept = request.META.get("HTTP_ACCEPT", "*/*")
        if accept == "*/*" or accept == renderers[0].media_type:
            return renderers[0], renderers[0].media_type
        place = preferred(accept, [renderer.media_type for renderer in renderers])
        if place is None:
            raise NotAcceptable(available_renderers=renderers)
        return renderers[place], renderers[place].media_type


class AnyAccept(DefaultContentNegotiation):
    """For answers without a body: what the client accepts doesn't matter."""

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


def json_response(body: bytes, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(body, content_type=JSON, headers=headers)
