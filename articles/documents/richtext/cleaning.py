"""Foreign HTML in, the stored subset in its canonical form out."""

import re
from collections.abc import Iterator
from copy import deepcopy
from threading import Lock

import nh3
from lxml import etree, html

from .plain import without_control_characters
from .subset import (
    ATTRIBUTES,
    BLOCK_TAGS,
    CONTAINERS,
    DROPPED_WITH_CONTENT,
    HEADINGS,
    INLINE_TAGS,
    LINK_SCHEMES,
    PART_TAGS,
    SYNONYMS,
    TABLE_PARTS,
    TAGS,
)
from .tidying import Element, Line, text_of, tidy

# Deeper nesting than anybody writes is flattened, so that no input exhausts the stack.
MAX_DEPTH = 24
# Where libxml2 gives up and drops what is nested deeper.
PARSER_DEPTH = 2000


def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes=ATTRIBUTES,
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
        clean_content_tags=set(DROPPED_WITH_CONTENT),
    )


# The first pass keeps, besides the subset, what the second can turn into it.
_first_pass = _cleaner(TAGS | CONTAINERS | HEADINGS | TABLE_PARTS | SYNONYMS.keys())
_last_pass = _cleaner(TAGS)


def sanitise(text: str) -> str:
    """Clean `text` into the stored subset of HTML (see `subset`).

    Scripts, event handlers, styles, classes, foreign schemes and unknown elements go; what the
    subset can say in other words is kept (`<b>` as `<strong>`, a heading as a bold paragraph, a
    `<div>` as a paragraph). The result is canonical: cleaning it again changes nothing, and the
    same text from the editor, from Markdown or from a paste comes out the same.

    >>> sanitise('<div onclick="x()">A <b>bold</b> word<script>alert(1)</script></div>')
    '<p>A <strong>bold</strong> word</p>'
    """
    text = _plain_characters(text)
    if not text.strip():
        return ""
    # Twice, for `&#11;` has become a control character.
    text = _plain_characters(_first_pass.clean(text))
    tree = parse(text)
    if text.count("<") > PARSER_DEPTH:
        words = parse(nh3.clean(text, tags=set()))
        if text_of(tree).split() != text_of(words).split():
            # Nested deeper than the parser follows: then its words alone.
            tree = words
    root = etree.Element("div")
    root.extend(_flow(tree, 0))
    return keep_clean(canonical(root))


def _plain_characters(text: str) -> str:
    """`text` with line feeds for any line end, and without control characters."""
    return without_control_characters(text.replace("\r\n", "\n").replace("\r", "\n"))


def ensure_clean(text: str) -> str:
    """`text` as it may go out: in canonical form, however it got into the database."""
    text = without_control_characters(text)
    return text if text in _canonical_texts else sanitise(text)


# What `sanitise` gave lately: a text that was just written is published without cleaning it again.
_canonical_texts: dict[str, None] = {}
MAX_KEPT = 1000
_keeping = Lock()


def keep_clean(text: str) -> str:
    """Remember that `sanitise` gave this, here or in another process of this program."""
    # The server has several threads, and a dict that grows can't be walked at the same time.
    with _keeping:
        while len(_canonical_texts) >= MAX_KEPT:
            _canonical_texts.pop(next(iter(_canonical_texts)))
        _canonical_texts[text] = None
    return text


def parse(text: str) -> Element:
    """Parse sanitised HTML; gives the element that holds it."""
    # Not lxml.html, which asks a Python function for the class of each element.
    # huge_tree: without it, libxml2 drops what is nested deeper than 256.
    parser = etree.HTMLParser(huge_tree=True)
    body = etree.fromstring(f"<html><body>{text}</body></html>", parser)[-1]
    root = etree.Element("div")
    # Blanks before the first element separate nothing.
    root.text = body.text if (body.text or "").strip() else None
    root.extend(body)
    return root


def canonical(root: Element) -> str:
    """The HTML inside `root`, cleaned once more and spelt in the one way in which it is stored."""
    return _last_pass.clean(_serialise(root))


def _serialise(root: Element) -> str:
    inner = [_escape(root.text or "")]
    inner += [html.tostring(child, encoding="unicode") for child in root]
    return "".join(inner)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pieces(node: Element) -> Iterator[str | Element]:
    """The text and elements directly inside `node`, in order."""
    if node.text:
        yield node.text
    for child in node:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def _flow(node: Element, depth: int) -> list[Element]:
    """What is inside `node` as a list of block elements; loose text becomes paragraphs."""
    blocks: list[Element] = []
    line = Line(etree.Element("p"))

    def close() -> None:
        nonlocal line
        if tidy(paragraph := line.close()):
            blocks.append(paragraph)
        line = Line(etree.Element("p"))

    for piece in _pieces(node):
        if isinstance(piece, str) or not _is_block(piece):
            _append_inline(line, piece, depth)
            continue
        close()
        if piece.tag in HEADINGS:
            bold = line.open("strong")
            _copy_inline(bold, piece, depth + 1)
            bold.close()
            close()
        elif piece.tag in {"ul", "ol"} and depth < MAX_DEPTH:
            blocks += _list(piece, depth)
        elif piece.tag == "table" and depth < MAX_DEPTH:
            blocks += _table(piece, depth)
        elif piece.tag == "pre":
            blocks += _code_block(piece)
        elif piece.tag == "blockquote" and depth < MAX_DEPTH:
            quote = etree.Element("blockquote")
            quote.extend(_flow(piece, depth + 1))
            blocks += [quote] if len(quote) else []
        elif depth < MAX_DEPTH:
            blocks += _flow(piece, depth + 1)
        else:
            _flatten(line, piece)
            close()
    close()
    return blocks


def _is_block(node: Element) -> bool:
    if node.tag in INLINE_TAGS or node.tag in SYNONYMS:
        # A formatting element around blocks (a pasted page's <b> or <a> around everything).
        return any(child.tag in BLOCK_TAGS or child.tag in CONTAINERS for child in node.iter())
    return True


def _list(node: Element, depth: int) -> list[Element]:
    result = etree.Element(node.tag)
    start = node.get("start", "1")
    if node.tag == "ol" and re.fullmatch("[0-9]{1,6}", start) and int(start) != 1:
        result.set("start", str(int(start)))
    items: list[list[Element]] = []
    for child in node:
        if child.tag == "li":
            items.append(_flow(child, depth + 1))
        elif items:
            # Old pages nest a list beside its item instead of in it.
            items[-1] += _flow_of(child, depth)
        else:
            items.append(_flow_of(child, depth))
    for blocks in items:
        if blocks:
            _fill(etree.SubElement(result, "li"), blocks)
    return [result] if len(result) else []


def _flow_of(node: Element, depth: int) -> list[Element]:
    holder = etree.Element("div")
    holder.append(deepcopy(node))
    holder[0].tail = None
    return _flow(holder, depth + 1)


def _table(node: Element, depth: int) -> list[Element]:
    head, body = etree.Element("thead"), etree.Element("tbody")
    # A footer may stand before the body in the source; it is shown below it.
    for row in sorted(node.iter("tr"), key=lambda row: _parent_tag(row) == "tfoot"):
        if next(row.iterancestors("table"), None) is not node:
            continue  # A row of a table inside a cell; that cell's own text has it.
        cells = etree.Element("tr")
        for cell in row.iterchildren("th", "td"):
            copy = etree.SubElement(cells, str(cell.tag))
            for name in ("colspan", "rowspan"):
                span = cell.get(name, "1")
                if re.fullmatch("[0-9]{1,3}", span) and int(span) > 1:
                    copy.set(name, str(int(span)))
            _fill(copy, _cell(cell, depth))
        if not len(cells):
            continue
        all_headings = all(cell.tag == "th" for cell in cells)
        (head if all_headings and not len(body) else body).append(cells)
    result = etree.Element("table")
    result.extend([part for part in (head, body) if len(part)])
    above = [block for caption in node.iterchildren("caption") for block in _flow(caption, depth)]
    return [*above, result] if text_of(result).strip() else above


def _parent_tag(node: Element) -> str:
    parent = node.getparent()
    return str(parent.tag) if parent is not None else ""


def _cell(cell: Element, depth: int) -> list[Element]:
    """A cell's content: paragraphs and lists. A table in a cell becomes paragraphs."""
    blocks: list[Element] = []
    for block in _flow(cell, depth + 1):
        if block.tag != "table":
            blocks.append(block)
            continue
        for inner in block.iter("th", "td"):
            line = Line(etree.Element("p"))
            _flatten(line, inner)
            if tidy(paragraph := line.close()):
                blocks.append(paragraph)
    return blocks


def _code_block(node: Element) -> list[Element]:
    text = text_of(node).strip("\n")
    if not text.strip():
        return []
    result = etree.Element("pre")
    # HTML drops a newline right behind <pre>; <code> in between keeps the text exact.
    etree.SubElement(result, "code").text = text
    return [result]


def _fill(target: Element, blocks: list[Element]) -> None:
    """Put `blocks` into a list item or cell: one paragraph (and lists below) needs no <p>."""
    if blocks and blocks[0].tag == "p" and all(block.tag in {"ul", "ol"} for block in blocks[1:]):
        first, blocks = blocks[0], blocks[1:]
        target.text = first.text
        target.extend(list(first))
    target.extend(blocks)


def _append_inline(line: Line, piece: str | Element, depth: int) -> None:
    if isinstance(piece, str):
        line.write(piece)
        return
    tag = SYNONYMS.get(str(piece.tag), str(piece.tag))
    if tag == "br":
        line.open("br")
        return
    target = line.target
    nested = target.tag == tag or any(parent.tag == tag for parent in target.iterancestors())
    without_target = tag == "a" and not (piece.get("href") or "").strip()
    if tag not in INLINE_TAGS or nested or without_target or depth >= MAX_DEPTH:
        _copy_inline(line, piece, depth + 1)
        return
    copy = line.open(tag)
    if tag == "a":
        copy.target.set("href", (piece.get("href") or "").strip())
    _copy_inline(copy, piece, depth + 1)
    copy.close()


def _copy_inline(line: Line, source: Element, depth: int) -> None:
    if depth > MAX_DEPTH:
        _flatten(line, source)
        return
    for piece in _pieces(source):
        apart = not isinstance(piece, str) and piece.tag in BLOCK_TAGS | CONTAINERS | PART_TAGS
        if apart:
            line.write(" ")
        _append_inline(line, piece, depth)
        if apart:
            line.write(" ")


def _flatten(line: Line, source: Element) -> None:
    line.write(" ".join(str(text) for text in source.itertext()))
