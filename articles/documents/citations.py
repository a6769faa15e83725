"""Cited sources by one normal form, however they are written. Pure.

`doi:10.1000/xyz` (lower case, since DOIs know no case), `pmid:123`, or `url:example.org/path`
(without scheme, `www.`, fragment and last slash). A DOI or PubMed page given as an address is the
DOI or the number.
"""

import re
from hashlib import sha256
from urllib.parse import quote, unquote

from .content import ReferenceContent
from .richtext import safe_url, without_control_characters

_DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|(?:urn:|info:)?doi[:/]?\s*)?"
    r"(10\.\d{4,9}(?:/|%2F)\S+)",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"(?:pmid:?\s*|(?:https?://)?(?:www\.)?"
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?0*([1-9][0-9]{0,9})/?(?:[?#].*)?",
    re.IGNORECASE,
)
_HOST = r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}"
_URL = re.compile(rf"(?:(?:https?:)?//([^\s/?#]+)|({_HOST}(?::\d+)?))(\S*)", re.IGNORECASE)
# Longer ones are known by their hash: no index takes them whole.
LONGEST = 500


def identifier_of(text: str) -> str:
    """The normal form of a DOI, PMID or URL; "" if it is none of them.

    >>> identifier_of("https://doi.org/10.1000/ABC"), identifier_of("PMID: 123")
    ('doi:10.1000/abc', 'pmid:123')
    >>> identifier_of("http://www.Example.org/a/#top")
    'url:example.org/a'
    """
    text = text.strip()
    if found := _DOI.fullmatch(text):
        return _short("doi:", unquote(found[1]).rstrip(".,;").lower())
    if found := _PMID.fullmatch(text):
        return f"pmid:{found[1]}"
    if found := _URL.fullmatch(text):
        host = (found[1] or found[2]).lower().removeprefix("www.")
        return _short("url:", host + found[3].partition("#")[0].rstrip("/"))
    return ""


def identifiers_of(references: tuple[ReferenceContent, ...]) -> tuple[str, ...]:
    """The normal forms of all that identifies the cited sources, each once."""
    found: dict[str, None] = {}
    for reference in references:
        # What the DOI and PMID fields hold may lack its mark, or be malformed: see the checks.
        for text in (reference.doi, reference.pmid, reference.url):
            if identifier := identifier_of(text):
                found[identifier] = None
    return tuple(found)


def link_to(reference: ReferenceContent) -> str | None:
    """Where readers find the source: by its DOI, else on PubMed, else at its URL."""
    if found := _DOI.fullmatch(without_control_characters(reference.doi).strip()):
        return f"https://doi.org/{quote(unquote(found[1]), safe='/():;.,')}"
    if found := _PMID.fullmatch(reference.pmid.strip()):
        return f"https://pubmed.ncbi.nlm.nih.gov/{found[1]}/"
    return safe_url(reference.url)


def _short(scheme: str, name: str) -> str:
    name = "".join(char for char in name if char.isprintable())
    if len(name) > LONGEST:
        name = sha256(name.encode(errors="replace")).hexdigest()
    return scheme + name
