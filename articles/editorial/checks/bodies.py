"""Reads rich text for the checks: its text, sentences, links and images. Pure.

It takes any HTML, not only the stored subset, so that checks hold for a project that extends it.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from unicodedata import category

from lxml import etree

from articles.documents.readability import sentences_of
from articles.documents.richtext import (
    ensure_clean,
    to_blocks,
    to_text,
    without_control_characters,
)

# A number set high behind one of these is an exponent or a unit, not a citation.
_EXPONENT = re.compile(r"(?:\d|\b(?:[cdkmµ]?m|s))$")
_NUMBERS = r"\d{1,3}(?:\s*[,;\u2013\u2014-]\s*\d{1,3})*"
_BRACKETED = re.compile(rf"\[({_NUMBERS})\]")
_RAISED = re.compile(rf"\[?({_NUMBERS})\]?")
_RANGE = re.compile(r"(\d+)(?:\s*[\u2013\u2014-]\s*(\d+))?")


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    # What a reader or a screen reader has to click on.
    text: str


@dataclass(frozen=True)
class Body:
    """One rich text. What is costly is read once, when it is asked for."""

    html: str

    @cached_property
    def text(self) -> str:
        return to_text(self._clean)

    @cached_property
    def sentences(self) -> list[str]:
        return sentences_of(to_blocks(self._clean))

    @cached_property
    def is_empty(self) -> bool:
        return not is_visible(self.text) and not self.image_texts

    @cached_property
    def links(self) -> list[Link]:
        return [
            Link(href=(node.get("href") or "").strip(), text=_text_and_images(node))
            for node in self._root.iter("a")
            if node.get("href") is not None
        ]

    @cached_property
    def image_texts(self) -> list[str]:
        """The alternative text of each image; "" where it has none."""
        return [(node.get("alt") or "").strip() for node in self._root.iter("img")]

    @cached_property
    def cited_numbers(self) -> frozenset[int]:
        """The numbers in “[1]”, “[2, 4-6]” and `<sup>1</sup>`."""
        spellings = _BRACKETED.findall(self.text)
        for node in self._root.iter("sup"):
            raised = _RAISED.fullmatch("".join(map(str, node.itertext())).strip())
            if raised and not _EXPONENT.search(_text_before(node)):
                spellings.append(raised[1])
        return frozenset(number for spelling in spellings for number in _numbers(spelling))

    @cached_property
    def _clean(self) -> str:
        return ensure_clean(self.html)

    @cached_property
    def _root(self) -> etree._Element:
        parser = etree.HTMLParser(huge_tree=True)
        # In an element of its own, for the parser refuses what is empty.
        return etree.fromstring(f"<div>{without_control_characters(self.html)}</div>", parser)


@lru_cache(maxsize=2048)
def read(html: str) -> Body:
    """The body with this HTML. While one section is typed, the others aren't read again."""
    return Body(html)


def is_visible(text: str) -> bool:
    """Whether any character of `text` shows: neither space nor a mark without a glyph."""
    return any(category(char)[0] not in "ZC" for char in text)


def _text_and_images(node: etree._Element) -> str:
    alternatives = [image.get("alt") or "" for image in node.iter("img")]
    return " ".join([*map(str, node.itertext()), *alternatives]).strip()


def _text_before(node: etree._Element) -> str:
    before, parent = node.getprevious(), node.getparent()
    if before is not None:
        return str(before.tail or "")
    return str(parent.text or "") if parent is not None else ""


def _numbers(spelling: str) -> list[int]:
    """The numbers that a citation names; a range names all in it."""
    found: list[int] = []
    for first, last in _RANGE.findall(spelling):
        found += range(int(first), int(last or first) + 1)
    return found
