"""Query strings that ask the same, in one spelling."""

from urllib.parse import parse_qsl, urlencode


def canonical_query(text: str) -> str:
    """`text`, of WSGI, in the order and encoding that all queries with its parameters share.

    The values of a parameter that is given several times keep their order.

    >>> canonical_query("topic=pain&q=a%20b")
    'q=a+b&topic=pain'
    """
    if not text.isascii():
        text = _as_django_reads_it(text)
    elif not ("&" in text or "%" in text or "+" in text):
        return text
    given = parse_qsl(text, keep_blank_values=True)
    return urlencode(sorted(given, key=lambda pair: pair[0]), safe=",:")


def _as_django_reads_it(text: str) -> str:
    """What was sent unencoded: WSGI tells bytes as Latin-1, though they are UTF-8 as a rule."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text
