"""Synced patterns of WordPress: texts that several posts share, put where they are named. Pure.

A post says `<!-- wp:block {"ref":12} /-->`, and a pattern may name others.
"""

import re
from collections.abc import Mapping

import orjson

_NAMED = re.compile(r"<!--\s+wp:(?:core/)?block\s+(\{[^<>]{1,5000}?\})\s*/-->")
# Patterns in patterns deeper than this are no text but a circle.
MAX_DEPTH = 5


def with_patterns(content: str, patterns: Mapping[str, str], *, most: int) -> tuple[str, list[str]]:
    """The content with the text of each pattern that it names, and notes on what is lost.

    A pattern that isn't known stays named, which `html_of` tells.

    Args:
        patterns: their contents by their ids.
        most: characters that the content may get; beyond, patterns stay named.

    >>> with_patterns('<!-- wp:block {"ref":7} /-->', {"7": "<p>Shared.</p>"}, most=100)
    ('<p>Shared.</p>', [])
    """
    notes: dict[str, None] = {}
    left = most - len(content)

    def text_of(match: re.Match[str], above: tuple[str, ...]) -> str:
        nonlocal left
        values = _values(match[1])
        key = str(values.get("ref", ""))
        text = patterns.get(key, "")
        if not text or key in above or len(above) >= MAX_DEPTH or len(text) > left:
            return match[0]
        left -= len(text)
        if values.get("content"):
            notes["what it says otherwise in a pattern that several posts share was left out"] = (
                None
            )
        return _NAMED.sub(lambda inner: text_of(inner, (*above, key)), text)

    if patterns and "wp:" in content:
        content = _NAMED.sub(lambda match: text_of(match, ()), content)
    return content, list(notes)


def _values(source: str) -> dict[str, object]:
    try:
        found = orjson.loads(source)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
