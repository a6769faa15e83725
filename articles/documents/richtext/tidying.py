"""Paragraphs in canonical form: white space folded, empty elements gone, neighbours merged."""

import re

from lxml import etree

Element = etree._Element

_BLANKS = " \t\n\f\r"
_SPACES = re.compile(f"[{_BLANKS}]+")


def tidy(paragraph: Element) -> bool:
    """Fold white space and drop empty elements; gives whether anything is left."""
    if not len(paragraph):
        # Plain words, as most paragraphs are: nothing to drop, merge or hoist.
        paragraph.text = _SPACES.sub(" ", paragraph.text or "").strip(" ") or None
        return bool((paragraph.text or "").replace("\xa0", " ").strip())
    for node in reversed(list(paragraph.iter())):
        if node is not paragraph and node.tag != "br" and not text_of(node).strip():
            unwrap(node)
    _hoist_spaces(paragraph)
    _merge_neighbours(paragraph)
    _fold_spaces(paragraph)
    # Folding takes away the space that stood between two.
    _merge_neighbours(paragraph)
    _strip_breaks(paragraph)
    return bool(text_of(paragraph).replace("\xa0", " ").strip())


def unwrap(node: Element) -> None:
    """Replace `node`, which holds nothing but space and line breaks, by a space."""
    parent = node.getparent()
    if parent is None:
        return
    text = (text_of(node) and " ") + (node.tail or "")
    before = node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    node.tail = None
    parent.remove(node)


def _hoist_spaces(paragraph: Element) -> None:
    """White space at the edges of an inline element stands outside of it.

    Markdown knows no emphasis that begins or ends with a space.
    """
    for node in reversed(list(paragraph.iter("strong", "em", "sub", "sup", "code", "a"))):
        text = node.text or ""
        if text[:1] in _BLANKS and text:
            node.text = text.lstrip(_BLANKS)
            before, parent = node.getprevious(), node.getparent()
            if before is not None:
                before.tail = (before.tail or "") + " "
            elif parent is not None:
                parent.text = (parent.text or "") + " "
        last, side = (node[-1], "tail") if len(node) else (node, "text")
        text = getattr(last, side) or ""
        if text[-1:] in _BLANKS and text:
            setattr(last, side, text.rstrip(_BLANKS) or None)
            node.tail = " " + (node.tail or "")


def _merge_neighbours(paragraph: Element) -> None:
    """`<strong>a</strong><strong>b</strong>` is one strong; editors and Word split them."""
    for node in list(paragraph.iter("strong", "em", "sub", "sup", "code")):
        following = node.getnext()
        while following is not None and not node.tail and following.tag == node.tag:
            append_text(node, following.text or "")
            node.extend(list(following))
            node.tail = following.tail
            following.tail = None
            following.getparent().remove(following)  # type: ignore[union-attr]
            following = node.getnext()


def _fold_spaces(paragraph: Element) -> None:
    """One space where there are several, none at the edges of the paragraph or a line."""
    slots: list[tuple[Element, str]] = []

    def visit(node: Element) -> None:
        slots.append((node, "text"))
        for child in node:
            visit(child)
            slots.append((child, "tail"))

    visit(paragraph)
    at_edge = True
    last: tuple[Element, str] | None = None
    for node, side in slots:
        if node.tag == "br" and side == "text":
            _strip_end(last)
            at_edge, last = True, None
            continue
        text = _SPACES.sub(" ", getattr(node, side) or "")
        if at_edge:
            text = text.lstrip(" ")
        setattr(node, side, text or None)
        if text:
            at_edge, last = text.endswith(" "), (node, side)
    _strip_end(last)


def _strip_end(slot: tuple[Element, str] | None) -> None:
    if slot:
        node, side = slot
        setattr(node, side, (getattr(node, side) or "").rstrip(" ") or None)


def _strip_breaks(paragraph: Element) -> None:
    """No line break at the beginning or the end of a paragraph."""
    for first in list(paragraph):
        if first.tag != "br" or paragraph.text:
            break
        paragraph.text = first.tail
        first.tail = None
        paragraph.remove(first)
    for last in list(paragraph)[::-1]:
        if last.tag != "br" or last.tail:
            break
        paragraph.remove(last)


def append_text(target: Element, text: str) -> None:
    # Not `len`, which counts all children, each time.
    last = next(target.iterchildren(reversed=True), None)
    if last is not None:
        last.tail = (last.tail or "") + text
    else:
        target.text = (target.text or "") + text


class Line:
    """An element that text and elements are put into, one after the other.

    Text is kept until something else comes: each piece by itself would copy all before it.
    """

    def __init__(self, target: Element) -> None:
        self.target = target
        self.texts: list[str] = []

    def write(self, text: str) -> None:
        self.texts.append(text)

    def open(self, tag: str) -> "Line":
        return Line(etree.SubElement(self.close(), tag))

    def close(self) -> Element:
        """The element with all that was written."""
        if self.texts:
            append_text(self.target, "".join(self.texts))
            self.texts.clear()
        return self.target


def text_of(node: Element) -> str:
    """All text inside `node`."""
    return "".join(str(part) for part in node.itertext())
