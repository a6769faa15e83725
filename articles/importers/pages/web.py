"""Web pages, also as a browser saved them: the article in the page as a draft."""

import re
from datetime import date
from itertools import islice
from urllib.parse import unquote, urlsplit

from django.utils.text import slugify
from lxml import etree, html

from articles.documents.richtext.plain import without_control_characters
from articles.importers.drafts import ArticleDraft, ImportProblem, fitted

from .dates import head_line, is_modified
from .decoding import decode, unpacked
from .elements import same_words, words_of
from .furniture import drop, leave_out
from .locating import article_of
from .metadata import PageFacts, facts_of, guessed_date, is_person, person_of
from .outline import outline_of_element

MAX_TITLE, MAX_SLUG = 250, 200
MAX_META_DESCRIPTION = 320
MAX_SUMMARY = 500
# Elements in a page; more is no page that anybody reads.
MAX_ELEMENTS = 50_000
# How far from the beginning the lines about an article stand, in elements.
HEAD_LINES = 40
MAX_HEAD_LINE = 200
# And how many from the end.
END_LINES = 3
# How many of a page's h1 may be its title.
TITLES = 3
_PARTS = re.compile(r"\s*[·|•]\s*|\s+[\u2013\u2014-]\s+|\n|(?<=\d)\s+(?=by\s+[A-Z])")
_REVIEWED = re.compile(
    r"^(?:last |medically |clinically )?(?:reviewed|checked)(?: on)?:?\s+", re.IGNORECASE
)
_BYLINE = re.compile(
    r"^(?:written )?(by|(?:medically |clinically )?reviewed by|fact[- ]checked by):?\s+(.{3,80})$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:^|[-_])(?:standfirst|subtitle|dek|summary|excerpt|intro-?text)(?:[-_]|$)",
    re.IGNORECASE,
)


def read_web_page(data: bytes, *, address: str = "") -> ArticleDraft:
    """The article of a web page.

    Navigation, sharing, advertising and rails of other articles are left out; headings become
    sections and sub-sections, questions with answers FAQs, a list of sources references. What was
    changed or left out stands in the draft's `notes`.

    Args:
        data: the page as it was served or saved, HTML or MHTML.
        address: where it comes from, if known; the page may say it itself.

    Raises:
        ImportProblem: it is no page, too large, or has neither title nor text.
    """
    data, saved_from = unpacked(data)
    source = without_control_characters(decode(data))
    tree = _parse(source)
    facts = facts_of(tree)
    facts.address = _absolute(facts.address) or _absolute(address) or _absolute(saved_from)
    base = _base(tree, facts.address)
    article = article_of(tree, source)
    notes: list[str] = []
    summary, byline = _take_head(article, facts, notes)
    byline = byline or _byline_beside_title(tree, article)
    notes += leave_out(article)
    _take_end(article, facts, notes)
    if not facts.title:
        raise ImportProblem("The page has no title.", line=1)
    outline = outline_of_element(
        article, address=base, title=facts.title, answers=facts.answers, notes=notes
    )
    if not outline.sections and not outline.faqs:
        raise ImportProblem("No article was found on the page.", line=1)
    guessed_on = None if facts.published_on else guessed_date(source)
    if facts.picture:
        outline.notes.insert(0, f"its picture for sharing was left out: {facts.picture[:200]}")
    if guessed_on:
        told = f"that it was first published on {guessed_on:%Y-%m-%d} is a guess: look at it"
        outline.notes.insert(0, told)
    return ArticleDraft(
        title=fitted(facts.title, MAX_TITLE, "title", outline.notes),
        slug=slug_of(facts.address, facts.title),
        summary=fitted(summary, MAX_SUMMARY, "lead", outline.notes),
        meta_description=fitted(
            facts.description, MAX_META_DESCRIPTION, "description", outline.notes
        ),
        authors=[person_of(name) for name in facts.authors or byline],
        sections=outline.sections,
        faqs=outline.faqs,
        references=outline.references,
        notes=outline.notes,
        address=facts.address,
        first_published_on=facts.published_on or guessed_on,
    )


def slug_of(address: str, title: str) -> str:
    """A slug from the last part of an address, else from the title.

    >>> slug_of("https://example.org/health/gout.html", "All about gout")
    'gout'
    """
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        path = ""
    last = path.rstrip("/").rpartition("/")[2]
    last = re.sub(r"\.(?:html?|php|aspx?|jsp)$", "", last, flags=re.IGNORECASE)
    slug = "" if last.lower() in {"index", "default", ""} or last.isdigit() else slugify(last)
    return (slug or slugify(title))[:MAX_SLUG].strip("-") or "page"


def _parse(source: str) -> etree._Element:
    if not source.strip():
        raise ImportProblem("The page is empty.", line=1)
    # A declaration of an encoding would be refused in a text that is decoded already.
    source = re.sub(r"\A\s*<\?xml[^>]{0,200}\?>", "", source)
    try:
        tree = html.document_fromstring(source)
    except (etree.ParserError, ValueError) as error:
        raise ImportProblem(f"The page can't be read: {error}.", line=1) from None
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise ImportProblem(f"The page has more than {MAX_ELEMENTS:,} elements.")
    return tree


def _absolute(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname else ""


def _base(tree: etree._Element, address: str) -> str:
    base = tree.find(".//base")
    return _absolute((base.get("href") or "") if base is not None else "") or address


def _take_head(
    article: etree._Element, facts: PageFacts, notes: list[str]
) -> tuple[str, list[str]]:
    """Take the lines about the article out of its beginning: date, reading time, byline, lead.

    Gives the summary and the names of the byline; dates go into `facts`.
    """
    summary: str = ""
    byline: list[str] = []
    for node in list(article.iter("p", "div", "span", "time", "ul", "h1", "h2"))[:HEAD_LINES]:
        words = words_of(node)
        if node is article or not words or not any(p is article for p in node.iterancestors()):
            continue
        if node.tag == "h2":
            break
        if _takes(words, node, facts, byline, notes):
            drop(node)
        elif not summary and node.tag == "p" and _LEADS.search(node.get("class") or ""):
            summary = words
            drop(node)
        elif same_words(words) == same_words(facts.title) and node.tag in {"p", "h1", "div"}:
            drop(node)
    return summary, byline


def _byline_beside_title(tree: etree._Element, article: etree._Element) -> list[str]:
    """Whom a line beside the page's title names, where that stands outside of the article."""
    for title in islice(tree.iter("h1"), TITLES):
        holder = title.getparent()
        if holder is None or holder is article or holder.tag == "body":
            continue
        for node in islice(holder.iter("p", "div", "span", "address"), HEAD_LINES):
            names = _BYLINE.match(words_of(node))
            if names and names[1].lower() == "by" and is_person(names[2]):
                return [names[2].strip(" .")]
    return []


def _take_end(article: etree._Element, facts: PageFacts, notes: list[str]) -> None:
    """Take such lines from its end, too."""
    for node in list(article.iter("p", "time"))[-END_LINES:]:
        if words_of(node) and _takes(words_of(node), node, facts, [], notes):
            drop(node)


def _takes(
    words: str, node: etree._Element, facts: PageFacts, byline: list[str], notes: list[str]
) -> bool:
    """Whether a line is about the article alone: who wrote it, when, how long it takes."""
    if len(words) > MAX_HEAD_LINE:
        return False
    pieces = [piece for piece in _PARTS.split(words) if piece.strip()]
    lines = [(head_line(_REVIEWED.sub("", piece)), _BYLINE.match(piece)) for piece in pieces]
    if not all(line or names for line, names in lines):
        return False
    for piece, (line, names) in zip(pieces, lines, strict=True):
        if line and _REVIEWED.match(piece):
            notes.append(f"“{piece}” was left out: reviews are Galley's own")
        elif line and is_modified(piece):
            facts.modified_on = facts.modified_on or line[0]
        elif line:
            facts.published_on = facts.published_on or line[0] or _time(node)
            if line[1]:
                notes.append(f"“{piece}” was left out: the reading time is counted from the text")
        elif names and names[1].lower() == "by":
            byline += [name for name in [names[2].strip(" .")] if is_person(name)]
        else:
            notes.append(f"“{piece}” was left out: reviews are Galley's own")
    return True


def _time(node: etree._Element) -> date | None:
    from_attribute = node.get("datetime") or ""
    line = head_line(from_attribute[:10])
    return line[0] if line else None
