"""WordPress shortcodes: what they hold stays, they themselves are dropped and named. Pure."""

import re
from collections.abc import Iterable
from html import escape

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
# What opens and closes, and what stands in a frame with a heading of its own.
_FOLDED = re.compile(
    "toggle|accordion|spoiler|faq|question|expand|collaps|tabs?$|tta", re.IGNORECASE
)
_FRAMED = re.compile("box|note|notice|alert|callout|panel|message|highlight", re.IGNORECASE)
_BUTTON = re.compile("button|btn", re.IGNORECASE)
_PLAYERS = ("audio", "video")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")


def without_shortcodes(text: str) -> tuple[str, list[str]]:
    """The text without shortcodes, and the names of those that were dropped.

    What opens and closes becomes `<details>`, a button or a player a link. `[[name]]` is how
    WordPress writes one that is meant as text.

    >>> without_shortcodes('A [caption id="1"]picture[/caption] [sic] [[toc]]')
    ('A picture [sic] [toc]', ['caption'])
    >>> without_shortcodes('[toggle title="Why?"]So.[/toggle]')[0]
    '<details><summary>Why?</summary>So.</details>'
    """
    ended = {match[3].lower() for match in _ANY.finditer(text) if match[2]}
    dropped: list[str] = []
    # What closes the shortcodes that are open, by their names.
    ends: dict[str, list[str]] = {}

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
        if match[2]:
            inside = ends[name].pop() if ends.get(name) else ""
        else:
            inside, end = _instead(name, attributes, has_end=name in ended and not match[5])
            ends.setdefault(name, []).append(end)
        return f"{match[1]}{inside}{match[6]}"

    text, hollow = _without_insides(text, ended)
    return _ANY.sub(drop, text), list(dict.fromkeys([*hollow, *dropped]))


def _instead(name: str, attributes: str, *, has_end: bool) -> tuple[str, str]:
    """What stands in place of a shortcode's beginning and of its end."""
    values = {
        match[1].lower(): escape(next((part for part in match.groups()[1:] if part), ""))
        for match in _ATTRIBUTE.finditer(attributes)
    }
    title = values.get("title") or values.get("question") or values.get("heading") or ""
    address = values.get("url") or values.get("link") or values.get("href") or ""
    if name == "caption" and (words := values.get("caption")):
        return "", f" {words}"
    if not has_end:
        return "", ""
    if title and _FOLDED.search(name):
        return f"<details><summary>{title}</summary>", "</details>"
    if title and _FRAMED.search(name):
        return f"<p><strong>{title}</strong></p>", ""
    if _BUTTON.search(name) and address.startswith(("http://", "https://", "/")):
        return f'<a href="{address}">', "</a>"
    return "", ""


def _player(match: re.Match[str]) -> str:
    """A link to the file that a player plays; the shortcode itself where it names none."""
    values = (next(filter(None, each.groups()[1:]), "") for each in _ATTRIBUTE.finditer(match[1]))
    address = next((value for value in values if re.fullmatch(r"https?://[^\s<>\"]+", value)), "")
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>' if address else match[0]


def _without_insides(text: str, ended: Iterable[str]) -> tuple[str, list[str]]:
    """`[embed]address[/embed]` becomes a link; the inside of other hollow ones goes with them."""
    dropped = []
    for player in _PLAYERS:
        text, count = re.subn(rf"\[{player}\b([^\]]{{1,2000}})\]", _player, text)
        dropped += [player] if count else []
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
