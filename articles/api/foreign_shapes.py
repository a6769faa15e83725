"""The shapes of what others define: JSON-LD, and OpenAPI itself.

What they leave open is spelled out as far as it goes: clients that are generated have no type for
what a schema doesn't say, and some none for a list that may hold itself.
"""

from typing import Any

Schema = dict[str, Any]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


LINKED_DATA = _ref("LinkedData")
OPENAPI = _ref("OpenAPI")

_SCALAR: Schema = {"type": ["string", "number", "boolean"]}
# What schema.org's properties hold here.
_VALUE: Schema = {
    "anyOf": [
        _SCALAR,
        _ref("LinkedDataValue"),
        {"type": "array", "items": {"anyOf": [_SCALAR, _ref("LinkedDataValue")]}},
    ]
}

COMPONENTS: dict[str, Schema] = {
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
        "description": "A node says what it is; what else it holds is schema.org's to say.",
        "allOf": [
            _ref("LinkedDataValue"),
            {
                "type": "object",
                "required": ["@type"],
                "properties": {
                    "@type": {"type": "string", "description": "Such as `MedicalWebPage`."}
                },
            },
        ],
    },
    "LinkedDataValue": {
        "type": "object",
        "description": "A node inside another, or a reference to one by its `@id`.",
        "additionalProperties": _VALUE,
    },
    "OpenAPI": {
        "type": "object",
        "description": "An OpenAPI document.",
        "required": ["openapi", "info"],
        "properties": {
            "openapi": {"type": "string", "description": "Such as `3.1.0`."},
            "info": {
                "type": "object",
                "required": ["title", "version"],
                "properties": {"title": {"type": "string"}, "version": {"type": "string"}},
            },
        },
    },
}


def define_foreign(result: Schema, **_: Any) -> Schema:
    """A hook of drf-spectacular: add the components that are referred to here."""
    result["components"]["schemas"] |= COMPONENTS
    return result
