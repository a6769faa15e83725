"""Emphasis that Markdown can say.

In CommonMark `**` opens emphasis before punctuation, and closes it behind punctuation, only where
no letter stands on its other side (https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run).
"""

import unicodedata

from .tidying import Element, unwrap


def keep_punctuation_out(root: Element) -> None:
    """Move punctuation between emphasis and a letter outside of the emphasis.

    `a<strong>:</strong>` becomes `a:`, and `<em>(x)</em>y` becomes `<em>(x</em>)y`.
    """
    for node in reversed(list(root.iter("strong", "em"))):
        _open_later(node)
        _close_earlier(node)
        if not node.text and next(node.iterchildren(), None) is None:
            unwrap(node)


def _open_later(node: Element) -> None:
    previous, parent = node.getprevious(), node.getparent()
    holder, side = (parent, "text") if previous is None else (previous, "tail")
    before, text = getattr(holder, side) or "", node.text or ""
    if _is_letter(before[-1:]) and _is_punctuation(text[:1]):
        setattr(holder, side, before + text[0])
        node.text = text[1:]


def _close_earlier(node: Element) -> None:
    last = next(node.iterchildren(reversed=True), None)
    holder, side = (node, "text") if last is None else (last, "tail")
    text, behind = getattr(holder, side) or "", node.tail or ""
    kept = text
    while _is_letter(behind[:1]) and _is_punctuation(kept[-1:]):
        kept, behind = kept[:-1], kept[-1] + behind
    if kept != text:
        setattr(holder, side, kept)
        node.tail = behind


def _is_punctuation(char: str) -> bool:
    return bool(char) and unicodedata.category(char)[0] in "PS"


def _is_letter(char: str) -> bool:
    return bool(char) and not char.isspace() and not _is_punctuation(char)
