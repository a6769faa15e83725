"""The endpoints about the service: the root and the OpenAPI schema."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer, OpenApiYamlRenderer2
from rest_framework.renderers import BaseRenderer

from articles.delivery.syndication import site
from articles.documents.surrogate_keys import EVERYTHING
from articles.documents.surroundings import API_ROOT

from . import foreign_shapes, service_shapes
from .conditional import etag_of, installed_at, not_modified, validators
from .guides import SERVICE
from .parameters import Choice, Parameter
from .reading import ReadView
from .rendering import JSONRenderer

# The routes that the root links to; those of one thing as URI templates.
COLLECTIONS = (
    *("articles", "sections", "faqs", "topics", "people", "popular", "index", "navigation"),
    *("changes", "redirects"),
    *("schema", "docs", "guides"),
)
SINGLES = {"article": "articles", "topic": "topics", "person": "people"}


class ConstantView(ReadView):
    """An answer that changes with the code and the address alone. It takes no parameters."""

    surrogate_keys = EVERYTHING
    # Beside the validators.
    other_headers: ClassVar[Mapping[str, str]] = {}

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {}

    def body(self, request: Any) -> bytes:
        raise NotImplementedError

    def renderer(self, request: Any) -> Any:
        return request.accepted_renderer

    def get(self, request: Any, **where: Any) -> HttpResponse:
        self.read_query(request)
        body = self.body(request)
        headers = validators(etag_of(body), datetime.fromtimestamp(installed_at(), UTC))
        headers |= self.other_headers
        if len(self.renderer_classes) > 1:
            headers["Vary"] = "Accept"
        if unchanged := not_modified(request, headers):
            return unchanged
        renderer = self.renderer(request)
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        content_type = f"{renderer.media_type}{charset}"
        response = HttpResponse(body, content_type=content_type, headers=headers)
        response.counts_down = False  # type: ignore[attr-defined]  # see ResponseCacheMiddleware
        return response


class Root(ConstantView):
    """What the service is, the site whose articles it holds, and links to all it has.

    Begin here: links with braces are URI templates (RFC 6570 without its operators).
    """

    operation_id, tag = "getRoot", "Service"
    answer = "Links."
    shape = service_shapes.Root

    def body(self, request: Any) -> bytes:
        links = {name: request.build_absolute_uri(reverse(name)) for name in COLLECTIONS}
        links |= {name: f"{links[many]}{{slug}}/" for name, many in SINGLES.items()}
        links["related"] = f"{links['article']}related/"
        resolve = request.build_absolute_uri(reverse("resolve"))
        links["resolve"] = f"{resolve}?path={{path}}"
        for name in ("search", "suggest"):
            links[name] = f"{request.build_absolute_uri(reverse(name))}?q={{text}}"
        links["editions"] = f"{links['article']}editions/"
        around = site()
        named = {
            "name": around.name,
            "description": settings.SITE_DESCRIPTION,
            "url": around.absolute(around.home_url),
            "language": around.language,
        }
        root = {"service": "Galley", "version": service_version(), "site": named, "links": links}
        return orjson.dumps(root)


@cache
def service_version() -> str:
    try:
        return version("galley")
    except PackageNotFoundError:  # Run from a checkout that was never installed.
        return "unreleased"


class OpenAPIRenderer(JSONRenderer):
    media_type = "application/vnd.oai.openapi+json"


# As DRF's own views of a schema take them.
FORMATS: dict[str, type[BaseRenderer]] = {"json": JSONRenderer, "yaml": OpenApiYamlRenderer2}


class OpenAPISchema(ConstantView):
    """This API as an OpenAPI 3.1 document: JSON, or YAML by the Accept header.

    `format` says which where no header can be sent.
    """

    operation_id, tag = "getSchema", "Service"
    answer = "The document."
    shape: ClassVar[Any] = foreign_shapes.OPENAPI
    renderer_classes = (JSONRenderer, OpenAPIRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer)

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        formats = tuple(FORMATS)
        return {"format": Choice(values=formats, description="Whatever the Accept header says.")}

    def renderer(self, request: Any) -> Any:
        wanted = self.query.get("format")
        return FORMATS[wanted]() if wanted else super().renderer(request)

    def body(self, request: Any) -> bytes:
        renderer = self.renderer(request)
        if renderer.format not in _documents:
            _documents[renderer.format] = renderer.render(SchemaGenerator().get_schema(public=True))
        return _documents[renderer.format].replace(
            SERVICE.encode(), service_address(request).encode()
        )


def service_address(request: Any) -> str:
    """The address that the API's is below, as it was asked for: `https://example.org`."""
    return str(request.build_absolute_uri(reverse("root"))).removesuffix(API_ROOT)


# By format, made once in each process: that takes a noticeable part of a second.
_documents: dict[str, bytes] = {}
