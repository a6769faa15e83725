"""Mobiledoc, the format of Ghost's old editor: JSON → HTML. Pure.

The format: https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md, version 0.3.
"""

from html import escape
from typing import Any

import orjson

from .cards import card_html
from .drafts import ImportProblem

MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10
TEXT, ATOM = 0, 1
_TAGS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"}
_LISTS = {"ul", "ol"}
_MARKS = {"b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "a"}


def mobiledoc_html(source: str) -> tuple[str, list[str]]:
    """The HTML of a Mobiledoc document, and notes on what was left out.

    Raises:
        ImportProblem: it is none.
    """
    try:
        document = orjson.loads(source)
        return _Rendering(document).result()
    except (orjson.JSONDecodeError, LookupError, TypeError, AttributeError, ValueError) as error:
        raise ImportProblem("The post's text is no Mobiledoc document.") from error


class _Rendering:
    def __init__(self, document: dict[str, Any]) -> None:
        self.sections = document["sections"]
        self.markups = document.get("markups", [])
        self.atoms = document.get("atoms", [])
        self.cards = document.get("cards", [])
        self.notes: list[str] = []

    def result(self) -> tuple[str, list[str]]:
        html = "".join(self.section(section) for section in self.sections)
        return html, list(dict.fromkeys(self.notes))

    def section(self, section: list[Any]) -> str:
        match section:
            case [kind, str(tag), list(markers), *_] if kind == MARKUP:
                name = "blockquote" if tag in {"aside", "pull-quote"} else tag
                inside = self.markers(markers)
                return f"<{name}>{inside}</{name}>" if tag in _TAGS else f"<p>{inside}</p>"
            case [kind, str(source), *_] if kind == IMAGE:
                return f'<img src="{escape(source)}">'
            case [kind, str(tag), list(items), *_] if kind == LIST and tag in _LISTS:
                rows = "".join(f"<li>{self.markers(item)}</li>" for item in items)
                return f"<{tag}>{rows}</{tag}>"
            case [kind, int(number), *_] if kind == CARD:
                name, payload, *_ = self.cards[number]
                return card_html(str(name), payload, self.notes)
        self.notes.append("a part of an unknown kind was left out")
        return ""

    def markers(self, markers: list[Any]) -> str:
        """Texts with marks that open and close across them."""
        parts: list[str] = []
        is_open: list[str] = []
        for kind, opening, closed, value in markers:
            for number in opening:
                name, *rest = self.markups[number]
                is_open.append(name if name in _MARKS else "")
                parts.append(self.opened(name, rest))
            parts.append(escape(str(value)) if kind == TEXT else self.atom(value))
            for _ in range(min(closed, len(is_open))):
                name = is_open.pop()
                parts.append(f"</{name}>" if name else "")
        return "".join(parts)

    @staticmethod
    def opened(name: str, rest: list[Any]) -> str:
        if name not in _MARKS:
            return ""
        pairs = rest[0] if rest else []
        values = dict(zip(pairs[::2], pairs[1::2], strict=False))
        address = f' href="{escape(str(values["href"]))}"' if "href" in values else ""
        return f"<{name}{address}>"

    def atom(self, number: int) -> str:
        name, text, *_ = self.atoms[number]
        return "<br>" if name == "soft-return" else escape(str(text))
