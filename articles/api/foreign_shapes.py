"""The shapes of what others define: JSON-LD, and OpenAPI itself.

What they leave open is any JSON, spelled out: clients that are generated have no type for less.
"""

from typing import Any

Schema = dict[str, Any]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


ANY_JSON = _ref("AnyJSON")
LINKED_DATA = _ref("LinkedData")
OPENAPI = _ref("OpenAPI")

COMPONENTS: dict[str, Schema] = {
    "AnyJSON": {
        "description": "Any JSON.",
        "anyOf": [
            {"type": ["string", "number", "boolean", "null"]},
            {"type": "array", "items": ANY_JSON},
            {"type": "object", "additionalProperties": ANY_JSON},
        ],
    },
    "LinkedData": {
        "type": "object",
        "description": "An `@graph` in the vocabulary of schema.org.",
        "required": ["@context", "@graph"],
        "properties": {
            "@context": {"type": "string", "format": "uri"},
            "@graph": {"type": "array", "items": _ref("LinkedDataNode")},
        },
    },
    "LinkedDataNode": {
        "type": "object",
        "description": "A node says what it is; what else it holds is schema.org's to say.",
        "required": ["@type"],
        "properties": {
            "@type": {"type": "string", "description": "Such as `MedicalWebPage`."},
            "@id": {"type": "string"},
        },
        "additionalProperties": ANY_JSON,
    },
    "OpenAPI": {
        "type": "object",
        "description": "An OpenAPI document.",
        "required": ["openapi"],
        "properties": {"openapi": {"type": "string", "description": "Such as `3.1.0`."}},
        "additionalProperties": ANY_JSON,
    },
}


def define_foreign(result: Schema, **_: Any) -> Schema:
    """A hook of drf-spectacular: add the components that are referred to here."""
    result["components"]["schemas"] |= COMPONENTS
    return result
