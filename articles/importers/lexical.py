"""Lexical, the format of Ghost's present editor: JSON → HTML. Pure."""

from collections.abc import Mapping
from html import escape
from typing import Any

import orjson

from .cards import card_html
from .drafts import ImportProblem

# A text's format is a sum of these.
_FORMATS = (
    *((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup")),
)
_TEXTS = {"text", "extended-text", "extended-quote-text"}
_GROUPS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "at-link-search": "span",
    "table": "table",
    "tablerow": "tr",
}
# Deeper ones are no text that anybody wrote.
MAX_DEPTH = 60


def lexical_html(source: str) -> tuple[str, list[str]]:
    """The HTML of a Lexical document, and notes on what was left out.

    Raises:
        ImportProblem: it is none.
    """
    try:
        root = orjson.loads(source)["root"]
        children = root["children"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise ImportProblem("The post's text is no Lexical document.") from error
    notes: list[str] = []
    return _all(children, notes, 0), list(dict.fromkeys(notes))


def _all(nodes: Any, notes: list[str], depth: int) -> str:
    if depth > MAX_DEPTH:
        raise ImportProblem(f"The post's text is nested more than {MAX_DEPTH} levels deep.")
    if not isinstance(nodes, list):
        return ""
    return "".join(_node(node, notes, depth) for node in nodes if isinstance(node, Mapping))


def _node(node: Mapping[str, Any], notes: list[str], depth: int) -> str:  # noqa: PLR0911
    kind = str(node.get("type", ""))
    if kind in _TEXTS:
        return _text(node)
    if kind == "linebreak":
        return "<br>"
    if kind == "tab":
        return " "
    if "children" not in node:
        return card_html(kind, node, notes)
    inside = _all(node["children"], notes, depth + 1)
    match kind:
        case "heading" | "extended-heading":
            tag = str(node.get("tag", "h2"))
            return f"<{tag}>{inside}</{tag}>" if tag in {f"h{n}" for n in range(1, 7)} else inside
        case "list":
            return _list(node, inside)
        case "listitem":
            # A nested list stands in an item of its own, and belongs to the one before.
            return inside if _holds_lists_alone(node) else f"<li>{inside}</li>"
        case "tablecell":
            tag = "th" if node.get("headerState") else "td"
            return f"<{tag}>{inside}</{tag}>"
        case "link" | "autolink" | "at-link":
            return f'<a href="{escape(str(node.get("url", "")))}">{inside}</a>'
    if tag := _GROUPS.get(kind, ""):
        return f"<{tag}>{inside}</{tag}>"
    return inside


def _list(node: Mapping[str, Any], inside: str) -> str:
    if node.get("listType") != "number":
        return f"<ul>{inside}</ul>"
    start = node.get("start", 1)
    return f'<ol start="{start}">{inside}</ol>' if isinstance(start, int) else f"<ol>{inside}</ol>"


def _holds_lists_alone(node: Mapping[str, Any]) -> bool:
    children = node.get("children")
    return bool(children) and all(
        isinstance(child, Mapping) and child.get("type") == "list" for child in children or ()
    )


def _text(node: Mapping[str, Any]) -> str:
    words = escape(str(node.get("text", "")))
    given = node.get("format", 0)
    given = given if isinstance(given, int) else 0
    for bit, tag in _FORMATS:
        if given & bit and words:
            words = f"<{tag}>{words}</{tag}>"
    return words
