"""The forms in which an article is given: JSON, JSON-LD, Markdown, plain text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson

from articles.delivery.lookup import Column
from articles.documents import whole_text

from .parameters import Fault
from .query import BadParameters, Query
from .rendering import JSON, JSONRenderer

# What shapes the JSON, and nothing else.
OF_JSON_ALONE = ("fields", "omit", "body", "expand")


class LinkedDataRenderer(JSONRenderer):
    media_type = "application/ld+json"
    format = "jsonld"


class MarkdownRenderer(JSONRenderer):
    media_type = "text/markdown"
    format = "markdown"


class TextRenderer(JSONRenderer):
    media_type = "text/plain"
    format = "text"


@dataclass(frozen=True, slots=True)
class Representation:
    """What is made of which stored JSON."""

    column: Column
    render: Callable[[str], str]
    content_type: str


REPRESENTATIONS: Mapping[str, Representation] = {
    # Empty until the documents are rebuilt after the migration that brought the column.
    LinkedDataRenderer.media_type: Representation(
        "json_ld", lambda text: text or "{}", LinkedDataRenderer.media_type
    ),
    # RFC 7763 asks for the charset, and lets the flavour be named.
    MarkdownRenderer.media_type: Representation(
        "formats",
        lambda text: whole_text.as_markdown(orjson.loads(text)),
        "text/markdown; charset=utf-8",
    ),
    TextRenderer.media_type: Representation(
        "formats",
        lambda text: whole_text.as_text(orjson.loads(text)),
        "text/plain; charset=utf-8",
    ),
}
RENDERERS = (JSONRenderer, LinkedDataRenderer, MarkdownRenderer, TextRenderer)


def refuse_what_shapes_json(query: Query, media_type: str) -> None:
    """Refuse parameters that another form than JSON can't follow.

    Raises:
        BadParameters: with all of them.
    """
    asked = [name for name in OF_JSON_ALONE if name in query.values]
    if asked and media_type != JSON:
        why = f"It shapes JSON; the Accept header asks for {media_type}."
        raise BadParameters([Fault(why, parameter=name) for name in asked])
