"""What a page says of itself: title, description, dates, authors, questions that it answers."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from htmldate import find_date
from lxml import etree

from articles.importers.drafts import PersonDraft

from .dates import parse_date
from .elements import same_words, words_of

Element = etree._Element

# What JSON-LD nests is followed no deeper.
MAX_DEPTH = 8
_SEPARATORS = re.compile(r"\s+(?:[|·»•]|[-\u2013\u2014]|::)\s+")
_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|NewsArticle|Report|WebPage)$")
_NO_PERSON = re.compile(
    r"\b(?:admin|administrator|editor(?:ial)?|team|staff|inc|ltd|llc|gmbh|magazine|clinic|"
    r"hospital|foundation|\.com|\.org)\b|@|https?:",
    re.IGNORECASE,
)
# Abbreviations behind a comma: MD, PhD, FRCP, R.N.
_CREDENTIALS = re.compile(r"([^,]{3,100})((?:,\s*[A-Z][A-Za-z.]{0,7}(?:\s[A-Z][A-Za-z.]{0,7})?)+)")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")


@dataclass(slots=True)
class PageFacts:
    """What the head of a page, its structured data and its first lines say."""

    title: str = ""
    meta_title: str = ""
    description: str = ""
    address: str = ""
    picture: str = ""
    published_on: date | None = None
    modified_on: date | None = None
    authors: list[str] = field(default_factory=list)
    # Questions with their answers as HTML, from a FAQPage.
    answers: dict[str, str] = field(default_factory=dict)


def facts_of(tree: Element) -> PageFacts:
    """All that `tree`, a whole page, says of itself outside of its text."""
    facts = PageFacts(address=_address(tree), picture=_meta(tree, "og:image", "twitter:image"))
    items = list(_structured_data(tree))
    for item in items:
        if item.get("@type") and _has_type(item, _ARTICLE_TYPES):
            _from_article(item, facts)
    facts.answers = answers_in(tree)
    facts.title = _title(tree, facts.title)
    facts.description = facts.description or _meta(
        tree, "description", "og:description", "twitter:description", "dc.description"
    )
    facts.description = _meta(tree, "description") or facts.description
    facts.published_on = facts.published_on or _date(
        tree,
        "article:published_time",
        "datepublished",
        "dc.date",
        "dcterms.date",
        "date",
        "pubdate",
    )
    facts.modified_on = facts.modified_on or _date(
        tree, "article:modified_time", "datemodified", "og:updated_time", "last-modified"
    )
    if not facts.authors and (name := _meta(tree, "author", "dc.creator")):
        facts.authors = [name]
    facts.authors = facts.authors or _marked_authors(tree)
    facts.authors = list(dict.fromkeys(name for name in facts.authors if is_person(name)))
    return facts


def answers_in(tree: Element) -> dict[str, str]:
    """Questions with their answers as HTML, from the JSON-LD in a page or a part of one."""
    facts = PageFacts()
    for item in _structured_data(tree):
        if _has_type(item, re.compile("^Question$")):
            _from_question(item, facts)
    return facts.answers


def guessed_date(source: str) -> date | None:
    """The day on which a page was published, where it says so nowhere that programs look.

    htmldate reads addresses, `<time>` and lines such as “Published on …”.
    """
    found = find_date(source, original_date=True, extensive_search=False)
    return parse_date(found) if found else None


def is_person(name: str) -> bool:
    """Whether `name` looks like one of a person, not of an office or a site."""
    return 0 < len(name) <= 120 and not _NO_PERSON.search(name)  # noqa: PLR2004


def person_of(name: str) -> PersonDraft:
    """A person by what stands in a byline.

    >>> person_of("Ada Moss, MD, PhD").credentials
    'MD, PhD'
    """
    found = _CREDENTIALS.fullmatch(name.strip())
    if not found:
        return PersonDraft(name=name)
    return PersonDraft(name=found[1].strip(), credentials=found[2].strip(" ,"))


def _meta(tree: Element, *names: str) -> str:
    wanted = {name: place for place, name in enumerate(names)}
    found: dict[int, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("name") or node.get("property") or node.get("itemprop") or "").lower()
        content = " ".join((node.get("content") or "").split())
        if content and name in wanted:
            found.setdefault(wanted[name], content)
    return found[min(found)] if found else ""


def _marked_authors(tree: Element) -> list[str]:
    """Whom the page's own links and microdata call its authors."""
    marked = (node for node in tree.iter("a", "span", "address", "p", "div", "meta"))
    return [
        words_of(node)
        for node in marked
        if "author" in (node.get("rel") or "").split() or node.get("itemprop") == "author"
    ]


def _date(tree: Element, *names: str) -> date | None:
    text = _meta(tree, *names)
    return parse_date(text) if text else None


def _address(tree: Element) -> str:
    for node in tree.iter("link"):
        if "canonical" in (node.get("rel") or "").lower().split() and node.get("href"):
            return str(node.get("href")).strip()
    if address := _meta(tree, "og:url"):
        return address
    for comment in tree.iter(etree.Comment):
        if saved := _SAVED_FROM.search(comment.text or ""):
            return saved[1]
    return ""


def _title(tree: Element, headline: str) -> str:
    """The article's title: a heading that the page's head names too, else what the head says."""
    whole = " ".join((tree.findtext(".//title") or "").split())
    shared = _meta(tree, "og:title", "twitter:title", "dc.title")
    site = same_words(_meta(tree, "og:site_name"))
    tops = [
        words for words in map(words_of, tree.iter("h1")) if words and same_words(words) != site
    ]
    # What names the article alone comes before the page's title, which names the site as well.
    for said in (headline, shared, whole):
        named = [words for words in tops if same_words(words) in same_words(said)]
        if named:
            return max(named, key=len)
    if headline or shared:
        return headline or _without_site(shared, tree)
    if len(tops) == 1:
        return tops[0]
    return _without_site(whole, tree)


def _without_site(title: str, tree: Element) -> str:
    """A title without the name of its site, which stands at one of its ends."""
    parts = [part for part in _SEPARATORS.split(title) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004
        return title.strip()
    site = _meta(tree, "og:site_name").casefold()
    rest = [part for part in parts if part.casefold() != site]
    if len(rest) < len(parts) and rest:
        return " - ".join(rest)
    return max(parts, key=len).strip()


# --- JSON-LD ---


def _structured_data(tree: Element) -> Iterator[dict[str, Any]]:
    for node in tree.iter("script"):
        if (node.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = (node.text or "").strip().removeprefix("<!--").removesuffix("-->")
        try:
            yield from _items(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            continue


def _items(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _items(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "hasPart", "mainEntityOfPage"):
            yield from _items(value.get(key), depth + 1)


def _has_type(item: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    types = item.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and pattern.search(name.rpartition("/")[2]) for name in names)


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _from_article(item: dict[str, Any], facts: PageFacts) -> None:
    is_page = _has_type(item, re.compile("WebPage$"))
    if not is_page:
        facts.title = facts.title or _text(item.get("headline")) or _text(item.get("name"))
    facts.description = facts.description or _text(item.get("description"))
    facts.published_on = facts.published_on or parse_date(_text(item.get("datePublished")) or "-")
    facts.modified_on = facts.modified_on or parse_date(_text(item.get("dateModified")) or "-")
    authors = item.get("author")
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, dict) and author.get("@type", "Person") == "Person":
            facts.authors.append(_text(author.get("name")))
        elif isinstance(author, str) and not author.startswith(("http:", "https:")):
            facts.authors.append(_text(author))


def _from_question(item: dict[str, Any], facts: PageFacts) -> None:
    answer = item.get("acceptedAnswer") or item.get("suggestedAnswer")
    if isinstance(answer, list):
        answer = answer[0] if answer else None
    text = answer.get("text") if isinstance(answer, dict) else answer
    question = _text(item.get("name")) or _text(item.get("text"))
    if question and isinstance(text, str) and text.strip():
        facts.answers.setdefault(question, text)
