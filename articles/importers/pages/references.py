"""The sources that a page lists at its end."""

import re

from lxml import html

from articles.documents.richtext import safe_url
from articles.importers.drafts import ReferenceDraft

from .elements import words_of

MAX_TITLE, MAX_URL = 500, 1000
_HEADING = re.compile(
    r"^(?:(?:list of |selected |scientific |key )?references?|(?:article |our )?sources?"
    r"|bibliography|citations?|works cited|literature)(?: (?:and|&) (?:references?|sources?|"
    r"citations?|further reading))?\s*:?$",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>;,]+")
_PMID = re.compile(r"\bPMID:?\s*(\d{1,9})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,9})", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
# A link whose words say only that it is one.
_LINK_WORDS = re.compile(
    r"\s*\(?\[?\b(?:doi|pubmed|link|full text|abstract|pdf|crossref|google scholar|article|"
    r"view|source)\b\]?\)?\s*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)])\s*")


def is_references_heading(heading: str) -> bool:
    return bool(_HEADING.match(heading.strip()))


def references_of(source: str) -> tuple[list[ReferenceDraft], str]:
    """The references in the HTML below such a heading, and the HTML of what else stands there.

    References are list items, and paragraphs that are numbered or hold a link.
    """
    if not source.strip():
        return [], ""
    root = html.fragment_fromstring(source, create_parent="div")
    found: list[ReferenceDraft] = []
    rest: list[str] = []
    for block in root:
        if block.tag in {"ul", "ol"}:
            found += [_reference(item) for item in block.iterchildren("li") if words_of(item)]
        elif block.tag == "p" and (
            _NUMBER.match(words_of(block)) or block.find(".//a") is not None
        ):
            found.append(_reference(block))
        elif words_of(block):
            rest.append(html.tostring(block, encoding="unicode", with_tail=False))
    return found, "".join(rest)


def _reference(item: html.HtmlElement) -> ReferenceDraft:
    words = _NUMBER.sub("", words_of(item))
    links = [safe_url(str(link)) for link in item.xpath(".//a/@href")]
    url = next((link for link in links if link), "")
    doi = _DOI.search(" ".join((words, *filter(None, links))))
    pmid = _PMID.search(" ".join((words, *filter(None, links))))
    years = _YEAR.findall(_DOI.sub("", words))
    return ReferenceDraft(
        title=_title(words)[:MAX_TITLE],
        year=int(years[0]) if years else None,
        doi=doi[0].rstrip(".)") if doi else "",
        pmid=next(filter(None, pmid.groups()), "") if pmid else "",
        url=url[:MAX_URL],
    )


def _title(words: str) -> str:
    shorter = words
    while found := _LINK_WORDS.search(shorter):
        shorter = shorter[: found.start()].rstrip(" |·,;")
    return shorter or words
