"""Elements of foreign HTML, and the words in them."""

import re

from lxml import etree, html

Element = etree._Element

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that hold others and mean nothing by themselves.
CONTAINERS = frozenset(
    {"div", "section", "article", "main", "header", "footer", "body", "center", "figure", "form"}
    | {"fieldset", "address", "hgroup", "aside", "nav", "details", "dl", "dialog", "menu", "search"}
)
BLOCKS = CONTAINERS | frozenset(
    {*HEADINGS, "p", "ul", "ol", "table", "blockquote", "pre", "hr", "figcaption", "summary"}
    | {"dt", "dd", "li"}
)

# What makes a whole page of a text: parsers refuse one that has no body then.
_FRAME = re.compile(r"<!doctype[^<>]*>|</?(?:html|body|frameset)\b[^<>]*>", re.IGNORECASE)


def fragment_of(text: str) -> Element:
    """An element that holds the HTML of `text`, which may be a part of a page or a whole one."""
    text = _FRAME.sub("", text)
    if not text.strip():
        return html.Element("div")
    return html.fragment_fromstring(text, create_parent="div")


def words_of(node: Element) -> str:
    """The text of `node` with single spaces; line breaks are spaces."""
    parts: list[str] = []
    for piece in node.iter():
        if piece.tag == "br" or piece.tag in BLOCKS:
            parts.append(" ")
        if isinstance(piece.tag, str) and piece.text:
            parts.append(piece.text)
        if piece is not node:
            if piece.tag in BLOCKS:
                parts.append(" ")
            parts.append(piece.tail or "")
    return " ".join("".join(parts).split())


def same_words(text: str) -> str:
    """What two spellings of one question or title have in common, to compare them by."""
    return "".join(char for char in text.casefold() if char.isalnum())
