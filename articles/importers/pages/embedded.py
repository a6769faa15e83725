"""What a body can't hold: pictures, players and frames become links, or are named as left out."""

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from .elements import BLOCKS, HEADINGS, words_of
from .furniture import drop
from .questions import is_named_question

Element = etree._Element

_SILENT = ("script", "style", "template", "svg", "link", "meta", "base", "title", "head", "wbr")
_PLAYERS = {
    "iframe": "an embedded page",
    "embed": "an embedded object",
    "object": "an embedded object",
    "video": "a video",
    "audio": "a recording",
}
# Parts of cards that say nothing: icons, the buttons of players, “Download” behind the same link.
_OF_A_CARD = re.compile(
    r"\b(?:wp-block-file__button|kg-bookmark-(?:icon|thumbnail)|kg-callout-emoji"
    r"|kg-toggle-card-icon|kg-audio-(?:player|thumbnail)|kg-video-(?:overlay|player-container)"
    r"|kg-file-card-icon|kg-product-card-rating)(?![\w-])"
)
# What links to a heading from within it say.
_PERMALINKS = {"#", "\u00b6", "\u00a7", "\U0001f517"}
# Words of a link that blocks stand in; longer ones are a text, no link.
MAX_WORDS = 300
# Formatting that the subset lacks, and that may mean something.
_MARKS = {
    **dict.fromkeys(("s", "strike", "del"), "words that are struck through became plain words"),
    **dict.fromkeys(("u", "ins"), "underlined words became plain words"),
    "mark": "highlighted words became plain words",
}
_CONTROLS = ("input", "select", "textarea", "canvas", "map", "progress", "meter", "math")
# Where pages that load their pictures late keep the address.
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original")
MAX_ADDRESS = 2000


def replace_embedded(root: Element, address: str = "") -> list[str]:
    """Make links absolute and replace what is no text inside `root`; gives notes for the report.

    `address` is the page's own, which relative links start from.
    """
    notes: list[str] = []
    for node in list(root.iter(etree.Element)):
        if node is not root and _OF_A_CARD.search(node.get("class") or ""):
            drop(node)
    for node in list(root.iter(*_SILENT)):
        if node is not root:
            drop(node)
    for node in list(root.iter("noscript")):
        # Behind a picture that loads late stands the same picture for those without scripts.
        if not "".join(map(str, node.itertext())).strip():
            drop(node)
    for node in list(root.iter("img")):
        _picture(node, address, notes)
    for tag, what in _PLAYERS.items():
        for node in list(root.iter(tag)):
            if node is not root:
                _player(node, what, address, notes)
    _drop_controls(root, notes)
    if next(root.iter("caption"), None) is not None:
        notes.append("the caption of a table became a paragraph above it")
    notes += [_MARKS[str(node.tag)] for node in root.iter(*_MARKS)]
    _links(root, address, notes)
    return list(dict.fromkeys(notes))


def absolute(link: str, address: str) -> str:
    """`link` as it is seen from `address`; "" where it is none."""
    try:
        joined = urljoin(address, link.strip())[:MAX_ADDRESS]
        urlsplit(joined)
    except ValueError:
        return ""
    return joined


def _picture(node: Element, address: str, notes: list[str]) -> None:
    candidates = [node.get(name) or "" for name in _SOURCES]
    source = next((text for text in candidates if text and not text.startswith("data:")), "")
    if not source and any(candidates):
        notes.append(f"a picture that is part of the page was left out: {_named(node)}")
        drop(node)
        return
    if not source or (node.get("width") == "1" and node.get("height") == "1"):
        drop(node)
        return
    words = " ".join((node.get("alt") or "").split()) or _file_name(source) or "Picture"
    notes.append(f"a picture became a link: {absolute(source, address)[:200]}")
    inside_link = next(node.iterancestors("a"), None)
    if inside_link is not None:
        _put_text(node, words)
        return
    _replace(node, words, absolute(source, address))


def _player(node: Element, what: str, address: str, notes: list[str]) -> None:
    source = node.get("src") or node.get("data") or node.get("data-src") or ""
    if not source and (inner := node.find(".//source")) is not None:
        source = inner.get("src") or ""
    source = absolute(source, address)
    if urlsplit(source).scheme not in {"http", "https"}:
        notes.append(f"{what} was left out")
        drop(node)
        return
    notes.append(f"{what} became a link: {source[:200]}")
    _replace(node, (node.get("title") or "").strip() or source, source)


def _drop_controls(root: Element, notes: list[str]) -> None:
    for node in list(root.iter("button")):
        words = words_of(node)
        if not words.endswith("?") and not any(
            map(is_named_question, (node, *node.iterancestors()))
        ):
            notes += [f"a button was left out: “{words[:60]}”"] if words else []
            drop(node)
    for node in list(root.iter(*_CONTROLS)):
        if node.get("type") != "hidden":
            notes.append(f"a form field or drawing (<{node.tag}>) was left out")
        drop(node)


def _links(root: Element, address: str, notes: list[str]) -> None:
    for node in list(root.iter("a")):
        href = (node.get("href") or "").strip()
        if not href:
            continue
        if next(node.iter(*BLOCKS), None) is not None:
            _put_into_line(node, notes)
        if href.startswith("#") and words_of(node) in _PERMALINKS:
            drop(node)
        elif href.startswith("#"):
            del node.attrib["href"]
            notes.append("links within the page became plain words")
        elif not re.match(r"[a-z][-+.a-z0-9]*:", href, re.IGNORECASE):
            target = absolute(href, address)
            node.set("href", target)
            if not urlsplit(target).scheme:
                del node.attrib["href"]
                notes.append(f"the link to “{href[:100]}” became plain words: it is relative")


def _put_into_line(node: Element, notes: list[str]) -> None:
    """Make a link around blocks, a card say, one around their words."""
    words = words_of(node)
    if len(words) > MAX_WORDS or not words or next(node.iter(*HEADINGS), None) is not None:
        notes.append(f"a link around text was left out: {(node.get('href') or '')[:200]}")
        return
    for child in list(node):
        child.drop_tree()  # type: ignore[attr-defined]
    node.text = words


def _named(node: Element) -> str:
    return f"“{(node.get('alt') or 'without a description').strip()[:60]}”"


def _file_name(source: str) -> str:
    try:
        return urlsplit(source).path.rpartition("/")[2][:100]
    except ValueError:
        return ""


def _replace(node: Element, words: str, target: str) -> None:
    link = html.Element("a", href=target)
    link.text = words
    link.tail, node.tail = node.tail, None
    parent = node.getparent()
    if parent is not None:
        parent.replace(node, link)


def _put_text(node: Element, words: str) -> None:
    span = html.Element("span")
    span.text = words
    span.tail, node.tail = node.tail, None
    parent = node.getparent()
    if parent is not None:
        parent.replace(node, span)
