"""The content of a WordPress post as HTML: blocks as they are, classic text with paragraphs."""

import re

import orjson

from .shortcodes import without_shortcodes

_BLOCK = re.compile(r"\s*(/?)wp:([a-z][a-z0-9/-]*)")
# Elements that stand beside paragraphs, not in them.
_BLOCK_TAGS = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|h[1-6]|header|hr|iframe|li|main|nav|noscript|object|ol|p|pre|section|summary|table|tbody"
    "|td|tfoot|th|thead|tr|ul|video|audio"
)
_AT_BLOCK = re.compile(rf"(</?(?:{_BLOCK_TAGS})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
# Inside these a line break is one of the source alone.
_KEPT = re.compile(r"<(/?)(pre|table|ul|ol|dl|figure|script|style)\b[^<>]*>", re.IGNORECASE)


# Around text that stands in no block, which WordPress gives paragraphs as it is shown.
_BLOCK_OPENS, _BLOCK_ENDS = "\x04", "\x05"
# An address on a line of its own is embedded when the post is shown.
_EMBEDDED = re.compile(r"^[ \t]*(https?://[^\s<>\"'\[\]]{1,2000})[ \t]*$", re.MULTILINE)


def html_of(content: str, footnotes: str = "") -> tuple[str, list[str]]:
    """The content as HTML, and notes on what was left out.

    Args:
        footnotes: as WordPress keeps them beside the content: a JSON list.
    """
    notes: list[str] = []
    text = _without_comments(content, footnotes, notes)
    text, dropped = without_shortcodes(text)
    notes += [f"the shortcode [{name}] was left out" for name in dropped]

    def link(match: re.Match[str]) -> str:
        notes.append(f"what is embedded became a link: {match[1]}")
        return f'<a href="{match[1]}">{match[1]}</a>'

    text = _EMBEDDED.sub(link, text)
    parts = []
    for piece in text.split(_BLOCK_ENDS):
        outside, _, block = piece.partition(_BLOCK_OPENS)
        parts += [with_paragraphs(outside), block]
    return "".join(parts), list(dict.fromkeys(notes))


def _without_comments(text: str, footnotes: str, notes: list[str]) -> str:
    """The text without comments, with marks where blocks begin and end that stand in no other."""
    rest: list[str] = []
    place = depth = 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        rest.append(text[place:start])
        place = end + 3
        comment = text[start + 4 : end]
        match = _BLOCK.match(comment)
        if not match:
            continue
        if match[1]:
            depth = max(0, depth - 1)
            rest += [_BLOCK_ENDS] if not depth else []
        elif not comment.endswith("/"):
            rest += [_BLOCK_OPENS] if not depth else []
            depth += 1
        elif match[2] == "footnotes" and (notes_below := _footnotes(footnotes)):
            rest.append(notes_below)
        else:
            notes.append(f"the block “{match[2]}” was left out: {_MADE.get(match[2], _WHEN_SHOWN)}")
    return "".join([*rest, text[place:]])


_WHEN_SHOWN = "WordPress makes it when it is shown"
_MADE = {"block": "its text is a pattern that several posts share"}


def _footnotes(source: str) -> str:
    """The list that WordPress shows in place of the block of that name."""
    try:
        found = orjson.loads(source or "[]")
    except orjson.JSONDecodeError:
        return ""
    rows = [each.get("content") for each in found if isinstance(each, dict)]
    items = "".join(f"<li>{row}</li>" for row in rows if isinstance(row, str) and row.strip())
    return f"<h2>Footnotes</h2><ol>{items}</ol>" if items else ""


def with_paragraphs(text: str) -> str:
    """Classic content: blank lines part paragraphs, single ones are line breaks.

    >>> with_paragraphs("One\\ntwo\\n\\n<h2>Three</h2>\\nfour")
    '<p>One<br>two</p><h2>Three</h2><p>four</p>'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, kept = _set_aside(text.replace("\x02", "").replace("\x03", ""))
    parts: list[str] = []
    for piece in _AT_BLOCK.split(text):
        if _AT_BLOCK.fullmatch(piece):
            parts.append(piece)
        elif _is_inside_paragraph(parts):
            parts.append(re.sub(r"\s*\n\s*", "<br>", piece.strip("\n")))
        else:
            parts.append(_paragraphs(piece))
    html = "".join(parts)
    return re.sub("\x02(\\d+)\x03", lambda match: kept[int(match[1])], html)


def _set_aside(text: str) -> tuple[str, list[str]]:
    """The text with marks in place of elements whose line breaks mean nothing, and those."""
    kept: list[str] = []
    rest: list[str] = []
    start, name, depth, done = 0, "", 0, 0
    for match in _KEPT.finditer(text):
        closes, found = bool(match[1]), match[2].lower()
        if not depth and not closes:
            start, name, depth = match.start(), found, 1
        elif depth and found == name:
            depth += -1 if closes else 1
            if not depth:
                rest += [text[done:start], f"\n\n\x02{len(kept)}\x03\n\n"]
                kept.append(text[start : match.end()])
                done = match.end()
    return "".join([*rest, text[done:]]), kept


def _is_inside_paragraph(parts: list[str]) -> bool:
    """Whether the last tag opened an element that takes no paragraphs."""
    if not parts:
        return False
    return bool(re.match(r"<(?:p|h[1-6]|summary|dt|figcaption)\b", parts[-1], re.IGNORECASE))


def _paragraphs(text: str) -> str:
    found = []
    for chunk in re.split(r"\n\s*\n", text):
        words = chunk.strip()
        if re.fullmatch("\x02\\d+\x03", words):
            found.append(words)
        elif words:
            broken = re.sub(r"\s*\n\s*", "<br>", words)
            found.append(f"<p>{broken}</p>")
    return "".join(found)
