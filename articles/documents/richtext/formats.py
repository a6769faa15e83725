"""What the stored subset turns into: plain text, Markdown, structured blocks, resolved links.

All functions take the subset (see `sanitise`) and are pure.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import html_to_markdown
from lxml import etree

from .cleaning import canonical, parse
from .emphasis import keep_punctuation_out
from .plain import plain_text
from .subset import BLOCK_TAGS, INTERNAL_SCHEME
from .tidying import Element, text_of

FORMATS = ("html", "markdown", "text", "blocks")

_LISTS = ("ul", "ol")
_PREFIX = f"{INTERNAL_SCHEME}:"
# What a link is called that is going to be taken out, and its words are not.
_NO_LINK = "span"

# As members of their types, which are as by default: the library would look each name up again
# for each text, and that takes longer than converting it.
_MARKDOWN = html_to_markdown.ConversionOptions(
    heading_style=html_to_markdown.HeadingStyle.ATX,
    list_indent_type=html_to_markdown.ListIndentType.SPACES,
    highlight_style=html_to_markdown.HighlightStyle.DOUBLE_EQUAL,
    whitespace_mode=html_to_markdown.WhitespaceMode.NORMALIZED,
    newline_style=html_to_markdown.NewlineStyle.SPACES,
    code_block_style=html_to_markdown.CodeBlockStyle.BACKTICKS,
    inline_data_media=html_to_markdown.InlineDataMedia.KEEP,
    hidden_content=html_to_markdown.HiddenContent.DROP,
    url_escape_style=html_to_markdown.UrlEscapeStyle.ANGLE,
    link_style=html_to_markdown.LinkStyle.INLINE,
    output_format=html_to_markdown.OutputFormat.MARKDOWN,
    tier_strategy=html_to_markdown.TierStrategy.AUTO,
    bullets="-",
    compact_tables=True,
    br_in_tables=True,
    autolinks=False,
    extract_metadata=False,
    # CommonMark has no syntax for these two and passes the HTML through.
    sub_symbol="<sub>",
    sup_symbol="<sup>",
)
# What would be markup in the middle of a line; the converter sees to the beginning of lines.
_MARKUP = re.compile(r"[`*\[\\]|(?<![^\W_])_|_(?![^\W_])")
# Each stands as a private character until the converter is through, which escapes some of what it
# sees once more.
_HIDDEN = {char: chr(place) for place, char in enumerate("`*[\\_", start=0xE000)}
_SHOWN = str.maketrans({hidden: f"\\{char}" for char, hidden in _HIDDEN.items()})
_NO_HIDDEN = str.maketrans(dict.fromkeys(_HIDDEN.values()))
_ENTITY = re.compile(r"&(?=#?\w+;)")


def every_format(text: str) -> dict[str, Any]:
    """A body as an object keyed by format, all of them from one tree."""
    if not text:
        return {"html": "", "markdown": "", "text": "", "blocks": []}
    root = parse(text)
    plain, blocks = _text(root), _blocks(root)
    # Last, for it changes the tree.
    return {"html": text, "markdown": _markdown(root), "text": plain, "blocks": blocks}


# --- Links to other articles ---


def internal_links(text: str) -> list[str]:
    """What stands behind `article:` in the links of `text`, in order."""
    if f'href="{_PREFIX}' not in text:
        return []
    addresses = (link.get("href") or "" for link in parse(text).iter("a"))
    return [address.removeprefix(_PREFIX) for address in addresses if address.startswith(_PREFIX)]


def map_links(text: str, resolve: Callable[[str], str | None]) -> str:
    """Give every internal link the address that `resolve` makes of what stands behind `article:`.

    Where it gives None, the words stay and the link goes.
    """
    if f'href="{_PREFIX}' not in text:
        return text
    root = parse(text)
    for link in list(root.iter("a")):
        address = link.get("href") or ""
        if not address.startswith(_PREFIX):
            continue
        target = resolve(address.removeprefix(_PREFIX))
        if target is None:
            link.tag = _NO_LINK
        else:
            link.set("href", target)
    etree.strip_tags(root, _NO_LINK)
    return canonical(root)


def map_addresses(text: str, resolve: Callable[[str], str | None]) -> str:
    """Give every link to the web the address that `resolve` makes of its own, where it makes one.

    >>> map_addresses('<p><a href="https://a.org/b">b</a></p>', lambda address: f"{address}/c")
    '<p><a href="https://a.org/b/c">b</a></p>'
    """
    if 'href="' not in text:
        return text
    root = parse(text)
    changed = False
    for link in root.iter("a"):
        address = link.get("href") or ""
        if address[:4].lower() == "http" and (target := resolve(address)):
            link.set("href", target)
            changed = True
    return canonical(root) if changed else text


# --- Plain text ---


def to_text(text: str) -> str:
    """Plain text: blocks apart by an empty line, list items and rows on lines of their own.

    >>> to_text("<p>Try:</p><ul><li>rest</li><li>water</li></ul>")
    'Try:\\n\\n- rest\\n- water'
    """
    return _text(parse(text)) if text else ""


def _text(root: Element) -> str:
    return plain_text("\n\n".join(_block_texts(root)))


def _block_texts(root: Element) -> Iterator[str]:
    for block in root:
        if block.tag in _LISTS:
            yield "\n".join(_list_lines(block, ""))
        elif block.tag == "table":
            rows = block.iter("tr")
            yield "\n".join(" | ".join(_line(cell) for cell in row) for row in rows)
        elif block.tag == "blockquote":
            yield from _block_texts(block)
        elif block.tag == "pre":
            yield text_of(block)
        else:
            yield _lines(block)


def _list_lines(node: Element, indent: str) -> Iterator[str]:
    for number, item in enumerate(node, start=int(node.get("start", "1"))):
        mark = f"{number}. " if node.tag == "ol" else "- "
        yield f"{indent}{mark}{_line(item, without=_LISTS)}"
        for inner in item.iterchildren(*_LISTS):
            yield from _list_lines(inner, indent + " " * len(mark))


def _lines(node: Element, *, without: tuple[str, ...] = ()) -> str:
    """The text in `node`, with a new line at line breaks and blocks, without the blocks named."""
    parts = [node.text or ""]
    for child in node:
        if child.tag == "br" or child.tag in BLOCK_TAGS or child.tag == "li":
            parts.append("\n")
        if child.tag not in without:
            parts.append(_lines(child, without=without))
        parts.append(child.tail or "")
    return "".join(parts)


def _line(node: Element, *, without: tuple[str, ...] = ()) -> str:
    return " ".join(_lines(node, without=without).split())


# --- Markdown ---


def to_markdown(text: str) -> str:
    """CommonMark with tables; text that looks like markup is escaped, raw tags can't occur.

    >>> to_markdown("<p>2 * 3 &lt;b&gt; <strong>is</strong> H<sub>2</sub>O</p>")
    '2 \\\\* 3 &lt;b> **is** H<sub>2</sub>O'
    """
    return _markdown(parse(text)) if text else ""


def _markdown(root: Element) -> str:
    """The Markdown of a tree, whose texts are escaped on the way."""
    keep_punctuation_out(root)
    _escape_within(root, in_code=False)
    markdown = html_to_markdown.convert(canonical(root), _MARKDOWN).content or ""
    return markdown.translate(_SHOWN).strip()


def _escape_within(node: Element, *, in_code: bool) -> None:
    """Make the text inside `node` what has to stand in Markdown source.

    The converter puts the characters of a text as they are, but for the beginnings of lines.
    """
    in_code = in_code or node.tag in {"code", "pre"}
    if node.text:
        node.text = _escape(node.text, in_code=in_code)
    for child in node:
        _escape_within(child, in_code=in_code)
        if child.tail:
            child.tail = _escape(child.tail, in_code=in_code)


def _escape(text: str, *, in_code: bool) -> str:
    text = text.translate(_NO_HIDDEN)
    if in_code:
        # Code is literal in Markdown: an entity would show. A tag must not come out all the same.
        return plain_text(text) if "<" in text else text
    text = _ENTITY.sub("&amp;", text)
    return _MARKUP.sub(lambda found: _HIDDEN[found[0]], text).replace("<", "&lt;")


# --- Blocks ---


def to_blocks(text: str) -> list[dict[str, Any]]:
    """The body as a list of blocks, for front ends that render with their own components.

    >>> to_blocks("<p>A <em>b</em></p>")
    [{'type': 'paragraph', 'text': 'A b', 'html': 'A <em>b</em>'}]
    """
    return _blocks(parse(text)) if text else []


def _blocks(root: Element) -> list[dict[str, Any]]:
    return [_block(node) for node in root]


def _block(node: Element) -> dict[str, Any]:
    match node.tag:
        case "ul" | "ol":
            return _list_block(node)
        case "table":
            head = [row for part in node.iterchildren("thead") for row in part]
            rows = [row for part in node.iterchildren("tbody") for row in part]
            return {
                "type": "table",
                "header": [[_cell(cell) for cell in row] for row in head],
                "rows": [[_cell(cell) for cell in row] for row in rows],
            }
        case "blockquote":
            return {"type": "quote", **_text_and_html(node)}
        case "pre":
            return {"type": "code", "text": plain_text(text_of(node))}
        case _:
            return {"type": "paragraph", **_text_and_html(node)}


def _text_and_html(node: Element) -> dict[str, str]:
    return {"text": _clean_lines(node), "html": canonical(node)}


def _clean_lines(node: Element) -> str:
    return plain_text("\n".join(line.strip() for line in _lines(node).splitlines()))


def _cell(node: Element) -> dict[str, Any]:
    spans = {name: int(node.get(name, "1")) for name in ("colspan", "rowspan")}
    return {**_text_and_html(node), "heading": node.tag == "th", **spans}


def _list_block(node: Element) -> dict[str, Any]:
    terms = [_term(item) for item in node]
    if node.tag == "ul" and all(terms):
        return {"type": "term_list", "items": terms}
    return {
        "type": "list",
        "ordered": node.tag == "ol",
        "start": int(node.get("start", "1")),
        "items": [_item(item) for item in node],
    }


def _term(item: Element) -> dict[str, str] | None:
    """The bold lead-in of a list item and the text behind it, if it has both."""
    lead = item[0] if len(item) else None
    if lead is None or lead.tag != "strong" or item.text:
        return None
    if next(item.iterchildren(*BLOCK_TAGS), None) is not None:
        return None
    term, _, behind_colon = _line(lead).partition(":")
    rest = deepcopy(item)
    rest.text = rest[0].tail
    rest[0].tail = None
    rest.remove(rest[0])
    rest.text = (rest.text or "").lstrip().removeprefix(":").removeprefix("\u2013").lstrip()
    if behind_colon or not term or not _line(rest):
        return None
    return {"term": plain_text(term), "text": _clean_lines(rest), "html": canonical(rest)}


def _item(item: Element) -> dict[str, Any]:
    """A list item: its line, and the blocks below it."""
    lead = deepcopy(item)
    if not (lead.text or "").strip():
        lead.text = None
    blocks = [block for block in lead if block.tag in BLOCK_TAGS]
    if blocks and blocks[0].tag == "p" and not lead.text:
        lead, blocks = blocks[0], blocks[1:]
    for block in blocks:
        block.getparent().remove(block)  # type: ignore[union-attr]
    return {**_text_and_html(lead), "blocks": [_block(block) for block in blocks]}
