"""The shape of `blocks`: a text as a list of structured parts.

Written as JSON schema: blocks nest in list items, which serializers can't say.
"""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string", "description": "Plain text."}
_HTML: Schema = {"type": "string", "description": "Inline HTML."}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(description: str, **properties: Schema) -> Schema:
    read_only = {name: {**schema, "readOnly": True} for name, schema in properties.items()}
    return {
        "type": "object",
        "description": description,
        "properties": read_only,
        "required": list(properties),
    }


def _block(kind: str, description: str, **properties: Schema) -> Schema:
    return _object(description, type={"type": "string", "const": kind}, **properties)


_ROWS = _list_of(_list_of(_ref("TableCell")))
_SPAN: Schema = {"type": "integer", "minimum": 1}

BLOCKS: dict[str, tuple[str, Schema]] = {
    "paragraph": ("ParagraphBlock", _block("paragraph", "A paragraph.", text=_TEXT, html=_HTML)),
    "list": (
        "ListBlock",
        _block(
            "list",
            "A list, bulleted or numbered.",
            ordered={"type": "boolean"},
            start={"type": "integer", "description": "The number of the first item."},
            items=_list_of(_ref("ListItem")),
        ),
    ),
    "term_list": (
        "TermListBlock",
        _block(
            "term_list",
            "A list whose items all open with a bold lead-in.",
            items=_list_of(_ref("TermItem")),
        ),
    ),
    "table": ("TableBlock", _block("table", "A table.", header=_ROWS, rows=_ROWS)),
    "quote": ("QuoteBlock", _block("quote", "A quotation.", text=_TEXT, html=_HTML)),
    "code": ("CodeBlock", _block("code", "Preformatted text.", text=_TEXT)),
}

COMPONENTS: dict[str, Schema] = {
    "Block": {
        "description": "One part of a text; `type` says which.",
        "oneOf": [_ref(name) for name, _ in BLOCKS.values()],
        "discriminator": {
            "propertyName": "type",
            "mapping": {kind: f"#/components/schemas/{name}" for kind, (name, _) in BLOCKS.items()},
        },
    },
    **dict(BLOCKS.values()),
    "ListItem": _object(
        "An item: its line, and the blocks below it.",
        text=_TEXT,
        html=_HTML,
        blocks=_list_of(_ref("Block")),
    ),
    "TermItem": _object(
        "A term with what is said of it.",
        term=_TEXT,
        text=_TEXT,
        html={"type": "string", "description": "Inline HTML, without the term."},
    ),
    "TableCell": _object(
        "A cell of a table.",
        text=_TEXT,
        html=_HTML,
        heading={"type": "boolean", "description": "Whether it heads a row or column."},
        colspan=_SPAN,
        rowspan=_SPAN,
    ),
}


class BlockList(serializers.ListField):
    """A list of blocks."""


class BlockListExtension(OpenApiSerializerFieldExtension):
    target_class = BlockList

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        for name, schema in COMPONENTS.items():
            auto_schema.registry.register_on_missing(
                ResolvedComponent(
                    name=name, type=ResolvedComponent.SCHEMA, schema=schema, object=name
                )
            )
        return _list_of(_ref("Block"))
