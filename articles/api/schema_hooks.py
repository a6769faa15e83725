"""What the OpenAPI document says as a whole: hooks of drf-spectacular, in the order they run.

They take the document, and give it back changed.
"""

from typing import Any

from django.conf import settings

from articles.documents.surroundings import API_ROOT

from .guides import SERVICE

Json = dict[str, Any]
NULL = "#/components/schemas/Null"

# Each tag of the operations, in the order in which the reference shows them.
TAGS = {
    "Articles": "Cards in lists, each article whole, and what stands around one.",
    "Passages": "Published sections and FAQs, across articles.",
    "Search": "What answers a question, and what completes one.",
    "Topics and people": "What articles are about; who wrote and reviewed them.",
    "Sync": "For copies, routers and caches: what changed, and what is at an address.",
    "Preview": "A working copy, by a signed link.",
    "Service": "The root, and this document.",
}


def inline_null(result: Json, **_: Any) -> Json:
    """Write `null` out where a schema refers to a component that is null."""
    if result["components"]["schemas"].pop("Null", None):
        _inline(result)
    return result


def _inline(part: Any) -> None:
    if isinstance(part, dict):
        if part.get("$ref") == NULL:
            del part["$ref"]
            part["type"] = "null"
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            _inline(each)


def drop_read_only(result: Json, **_: Any) -> Json:
    """Don't say of each property that it is read-only: all are, since no request has a body.

    Properties were marked so that an answer's are required. Clients that are generated would make
    a second type of each, for writing what nobody can write. References were wrapped to be marked.
    """
    return _without_marks(result)


def _without_marks(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_marks(each) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("readOnly") is True:
        part = {name: value for name, value in part.items() if name != "readOnly"}
        if len(part.get("allOf", ())) == 1:
            part = {**part.pop("allOf")[0], **part}
    return {name: _without_marks(value) for name, value in part.items()}


def describe_service(result: Json, **_: Any) -> Json:
    """Say where the service is and whose, that it asks for no login, and what its tags are for."""
    tags = [{"name": name, "description": text} for name, text in TAGS.items()]
    guides = {"description": "Guides", "url": f"{SERVICE}{API_ROOT}docs/guides/"}
    publisher = {"name": settings.SITE_NAME, "url": settings.SITE_URL}
    return {
        "openapi": result["openapi"],
        "info": {**result["info"], "contact": publisher},
        "servers": [{"url": SERVICE}],
        "security": [],
        "tags": tags,
        "externalDocs": guides,
        **{name: result[name] for name in ("paths", "components")},
    }
