"""WordPress shortcodes: what they hold stays, they themselves are dropped and named. Pure."""

import re
from collections.abc import Iterable

# Words in square brackets are shortcodes if they are among these, have attributes or an end, or
# are spelt like none: [sic] and [1] stay.
_KNOWN = {
    *("caption", "gallery", "audio", "video", "embed", "playlist", "toc", "accordion", "tabs"),
    *("button", "columns", "column", "row", "spacer", "divider", "contact-form-7", "ad", "adsense"),
}
# Those whose inside is no text of the article.
_HOLLOW = {"gallery", "audio", "video", "playlist", "contact-form-7", "ad", "adsense", "embed"}
_NAME = r"[a-zA-Z][\w-]{1,60}"
# Bounded, so that brackets which never end cost no time.
_ATTRIBUTES = r"(?:\s(?:[^\]\"']|\"[^\"]{0,500}\"|'[^']{0,500}'){0,1000})?"
_ANY = re.compile(rf"\[(\[?)(/?)({_NAME})({_ATTRIBUTES})\s*(/?)\](\]?)")


def without_shortcodes(text: str) -> tuple[str, list[str]]:
    """The text without shortcodes, and the names of those that were dropped.

    `[[name]]` is how WordPress writes one that is meant as text.

    >>> without_shortcodes('A [caption id="1"]picture[/caption] [sic] [[toc]]')
    ('A picture [sic] [toc]', ['caption'])
    """
    ended = {match[3].lower() for match in _ANY.finditer(text) if match[2]}
    dropped: list[str] = []

    def drop(match: re.Match[str]) -> str:
        name = match[3].lower()
        if match[1] and match[6]:
            return match[0][1:-1]
        attributes = match[4]
        is_one = (
            name in _KNOWN
            or name in ended
            or "=" in attributes
            or bool(match[5])
            or bool(set(name) & {"-", "_"})
        )
        if not is_one:
            return match[0]
        dropped.append(name)
        around = match[1], match[6]
        return "".join(around)

    text, hollow = _without_insides(text, ended)
    return _ANY.sub(drop, text), list(dict.fromkeys([*hollow, *dropped]))


def _without_insides(text: str, ended: Iterable[str]) -> tuple[str, list[str]]:
    """`[embed]address[/embed]` becomes a link; the inside of other hollow ones goes with them."""
    dropped = []
    for name in sorted(_HOLLOW & set(ended)):
        whole = re.compile(
            rf"\[{re.escape(name)}\b[^\]]{{0,2000}}\](.{{0,5000}}?)\[/{re.escape(name)}\]",
            re.DOTALL | re.IGNORECASE,
        )

        def replacement(match: re.Match[str], name: str = name) -> str:
            inside = match[1].strip()
            is_link = name == "embed" and re.fullmatch(r"https?://[^\s<>\"]+", inside)
            return f'<p><a href="{inside}">{inside}</a></p>' if is_link else ""

        text, count = whole.subn(replacement, text)
        if count:
            dropped.append(name)
    return text, dropped
