"""JSON out: by orjson, and in one format only."""

from typing import Any

import orjson
from django.http import HttpResponse
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


class Negotiation(DefaultContentNegotiation):
    """DRF's, with a short cut for the clients that take anything, as nearly all do."""

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        if request.META.get("HTTP_ACCEPT", "*/*") in {"*/*", JSON}:
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


class AnyAccept(DefaultContentNegotiation):
    """For answers without a body: what the client accepts doesn't matter."""

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


def json_response(body: bytes, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(body, content_type=JSON, headers=headers)
