"""Plain-text fields and addresses, on their way out."""

import re
from urllib.parse import quote, urlsplit

# Control characters but tab and newline, lone surrogates, and the two non-characters that no
# XML or JSON consumer accepts.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_ELEMENTS = (
    "a|abbr|applet|article|aside|audio|b|base|bdo|blink|blockquote|body|br|button|canvas|center|"
    "code|datalist|dd|details|dialog|div|dl|dt|em|embed|fieldset|font|footer|form|frame|frameset|"
    "h[1-6]|head|header|hr|html|i|iframe|image|img|input|isindex|kbd|keygen|label|layer|li|link|"
    "main|map|marquee|math|menu|meta|nav|noembed|noframes|noscript|object|ol|option|p|param|"
    "picture|plaintext|portal|pre|q|s|script|section|select|slot|small|source|span|strike|strong|"
    "style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|track|u|"
    "ul|video|wbr|xml|xmp"
)
# All patterns stop at the next "<", so that no text takes time by the square of its length.
_SCRIPTS = re.compile(
    r"<(script|style)\b(?P<inside>[^<>]*)>.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL
)
# A tag, or the beginning of one that never ends. “< 5 mg” and “<x>” are text and stay.
_TAGS = re.compile(
    rf"</?(?:{_ELEMENTS})(?=[\s/<>]|$)(?P<inside>[^<>]*)(?P<end>>?)|<!--(?:[^<]*?-->)?",
    re.IGNORECASE | re.DOTALL,
)
# How what stands in a tag behind its name begins: with an attribute that has a value, or with
# some that never have. In “a<b and c>d” it is a word.
_FLAGS = (
    "allowfullscreen|async|autofocus|autoplay|checked|compact|controls|default|defer|disabled|"
    "hidden|inert|ismap|itemscope|loop|multiple|muted|nomodule|noshade|novalidate|nowrap|open|"
    "readonly|required|reversed|selected"
)
_ATTRIBUTES = re.compile(
    rf"[\s/]+(?:(?:{_FLAGS})[\s/]+)*"
    rf"(?:[^\s\"'<>/=]+\s*=|(?:aria|data|ng|v)-\w|(?:{_FLAGS})[\s/]*$)",
    re.IGNORECASE,
)
# Tags inside of tags deeper than this are no slip but an attack.
_MAX_ROUNDS = 8
# What an address can't hold as it is; in a page, it could end the attribute.
_NOT_IN_URLS = re.compile(r"[\s<>\"`]")


def without_control_characters(text: str) -> str:
    """`text` without what can't be stored or shown: NUL, other controls, lone surrogates.

    >>> without_control_characters("a\\x00b")
    'ab'
    """
    return _UNPRINTABLE.sub("", text)


def plain_text(text: str) -> str:
    """`text` without HTML tags and control characters, for fields that carry no markup.

    Front ends sometimes put such a field into a page unescaped, so a tag must not reach them.

    A sign in front of a word that is an element's name too is set apart from it.

    >>> plain_text("Dose <script>alert(1)</script><b>below</b> < 5 mg")
    'Dose below < 5 mg'
    >>> plain_text("where a<b and c>d")
    'where a< b and c>d'
    """
    text = without_control_characters(text.replace("\r\n", "\n").replace("\r", "\n"))
    for _ in range(_MAX_ROUNDS):
        # Again until nothing goes: taking one tag out may join the halves of another.
        stripped = _TAGS.sub(_in_place_of, _SCRIPTS.sub(_of_script, text)) if "<" in text else text
        if stripped == text:
            return text.strip()
        text = stripped
    return text.replace("<", "").strip()


def _in_place_of(tag: re.Match[str]) -> str:
    """Nothing where it is markup; else the text, such that no browser takes it for a tag."""
    if tag["inside"] is None or tag[0].startswith("</") or _is_markup(tag["inside"], tag["end"]):
        return ""
    return f"< {tag[0][1:]}"


def _of_script(script: re.Match[str]) -> str:
    return "" if _is_markup(script["inside"], ">") else script[0]


def _is_markup(inside: str, end: str) -> bool:
    """Whether a tag with this behind its name, and with this end, is one and no comparison."""
    return bool(_ATTRIBUTES.match(inside)) or (bool(end) and not inside.strip(" \t\n/"))


def safe_url(url: str) -> str | None:
    """`url` if it is an absolute http(s) address, else None. What would be markup is encoded.

    >>> safe_url('https://example.org/"><b>')
    'https://example.org/%22%3E%3Cb%3E'
    >>> safe_url("javascript:alert(1)") is None
    True
    """
    url = without_control_characters(url.translate({9: None, 10: None, 13: None})).strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return _NOT_IN_URLS.sub(lambda found: quote(found[0]), url)
