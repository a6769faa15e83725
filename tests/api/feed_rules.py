"""What RFC 4287 (Atom) and RSS 2.0 ask of a feed, as functions that name each fault.

The numbers are sections of https://www.rfc-editor.org/rfc/rfc4287; what RSS asks stands at
https://www.rssboard.org/rss-specification, with its profile at .../rss-profile.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:[0-5]\d)"
)
_RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_OF_FEED = {"author", "category", "id", "link", "subtitle", "title", "updated"}
_OF_ENTRY = {"author", "category", "id", "link", "published", "summary", "title", "updated"}
_OF_CHANNEL = {"title", "link", "description", "language", "lastBuildDate", "item"}
_OF_ITEM = {"title", "link", "description", "pubDate", "guid", "category"}
_FOREIGN = {f"{ATOM}link", f"{ATOM}updated", f"{DC}creator"}


def read(xml: bytes) -> etree._Element:
    """The root of a document that is well-formed by itself: no DTD, no entity from elsewhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    assert not root.getroottree().docinfo.doctype, "A feed has no DTD."
    return root


def atom_faults(xml: bytes) -> list[str]:
    feed = read(xml)
    if feed.tag != f"{ATOM}feed":
        return ["The root is no feed."]
    entries = feed.findall(f"{ATOM}entry")
    return [
        *_unknown(feed, {f"{ATOM}{name}" for name in (*_OF_FEED, "entry")}),
        *_once(feed, ATOM, ("id", "title", "updated")),
        *_at_most_once(feed, ATOM, ("subtitle",)),
        *_of_both(feed),
        *_links_to_itself(feed),
        *(fault for entry in entries for fault in _of_entry(entry)),
        *_twice("id", (entry.findtext(f"{ATOM}id") for entry in entries)),
        *_authors(feed, entries),
        *_newest_first(feed, entries),
    ]


def _of_entry(entry: etree._Element) -> Iterator[str]:
    yield from _unknown(entry, {f"{ATOM}{name}" for name in _OF_ENTRY})
    yield from _once(entry, ATOM, ("id", "title", "updated"))  # 4.1.2
    yield from _at_most_once(entry, ATOM, ("summary", "published"))
    yield from _of_both(entry)
    if not [each for each in entry.findall(f"{ATOM}link") if each.get("rel") == "alternate"]:
        yield "An entry without content has no alternate link."  # 4.1.2
    for summary in entry.findall(f"{ATOM}summary"):
        if summary.get("type") not in {"text", "html"} or len(summary):
            yield "A summary is no text or escaped HTML."  # 3.1.1


def _of_both(parent: etree._Element) -> Iterator[str]:
    """What is alike in a feed and an entry."""
    name = etree.QName(parent).localname
    if not _is_absolute(parent.findtext(f"{ATOM}id")):
        yield f"The id of the {name} is no IRI."  # 4.2.6
    for kind in ("updated", "published"):
        for date in parent.findall(f"{ATOM}{kind}"):
            if not _RFC_3339.fullmatch(date.text or ""):
                yield f"{kind} of the {name} is no time with a zone: {date.text}"  # 3.3
    for author in parent.findall(f"{ATOM}author"):
        yield from _once(author, ATOM, ("name",))  # 3.2.1
        if any(not _is_absolute(uri.text) for uri in author.findall(f"{ATOM}uri")):
            yield "The uri of an author is no IRI."  # 3.2.2
    links = parent.findall(f"{ATOM}link")
    if any(not _is_absolute(link.get("href")) for link in links):
        yield f"A link of the {name} has no address."  # 4.2.7.1
    kinds = [
        " ".join((link.get("rel") or "alternate", link.get("type", ""), link.get("hreflang", "")))
        for link in links
    ]
    yield from _twice(f"link of the {name}", kinds)  # 4.1.1
    if any(not category.get("term") for category in parent.findall(f"{ATOM}category")):
        yield f"A category of the {name} has no term."  # 4.2.2.1


def _authors(feed: etree._Element, entries: list[etree._Element]) -> Iterator[str]:
    if feed.find(f"{ATOM}author") is None and any(
        entry.find(f"{ATOM}author") is None for entry in entries
    ):
        yield "Neither the feed nor each entry has an author."  # 4.1.1


def _newest_first(feed: etree._Element, entries: list[etree._Element]) -> Iterator[str]:
    times = [_time(each) for each in (feed, *entries)]
    known = [time for time in times if time]
    if known != sorted(known, reverse=True):
        yield "An entry is newer than the feed or than one before it."  # ours


def _time(parent: etree._Element) -> datetime | None:
    text = parent.findtext(f"{ATOM}updated") or ""
    return datetime.fromisoformat(text) if _RFC_3339.fullmatch(text) else None


def rss_faults(xml: bytes) -> list[str]:
    root = read(xml)
    channels = root.findall("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(channels) != 1:
        return ["The root is no RSS 2.0 with one channel."]
    [channel] = channels
    items = channel.findall("item")
    language = channel.findtext("language")
    return [
        *_unknown(channel, _OF_CHANNEL | _FOREIGN),
        *_once(channel, "", ("title", "link", "description")),
        *_at_most_once(channel, "", ("language", "lastBuildDate")),
        *_rss_dates(channel, "lastBuildDate"),
        *_links_to_itself(channel),
        *([] if _is_absolute(channel.findtext("link")) else ["The link is no address."]),
        *([] if language and _LANGUAGE.fullmatch(language) else ["The language is none."]),
        *(fault for item in items for fault in _of_item(item)),
        *_twice("guid", (item.findtext("guid") for item in items)),
    ]


def _of_item(item: etree._Element) -> Iterator[str]:
    yield from _unknown(item, _OF_ITEM | _FOREIGN)
    yield from _once(item, "", ("title", "link", "guid", "pubDate"))
    yield from _at_most_once(item, "", ("description",))
    yield from _rss_dates(item, "pubDate")
    if not _is_absolute(item.findtext("link")):
        yield "The link of an item is no address."
    for guid in item.findall("guid"):
        is_web = urlsplit(guid.text or "").scheme in {"http", "https"}
        if guid.get("isPermaLink", "true") != "false" and not is_web:
            yield "A guid is told to be an address, and is none."


def _rss_dates(parent: etree._Element, name: str) -> Iterator[str]:
    for date in parent.findall(name):
        text = date.text or ""
        if not _RFC_822.fullmatch(text):
            yield f"{name} is no date of RFC 822 with a zone: {text}"
        elif parsedate_to_datetime(text).strftime("%a") != text[:3]:
            yield f"{name} names another day of the week: {text}"


# --- Of both formats ---


def _links_to_itself(parent: etree._Element) -> Iterator[str]:
    found = [each for each in parent.findall(f"{ATOM}link") if each.get("rel") == "self"]
    if len(found) != 1 or not _is_absolute(found[0].get("href")):
        yield "The feed doesn't tell its own address."


def _unknown(parent: etree._Element, known: set[str]) -> list[str]:
    return [f"Unknown: {child.tag}" for child in parent if child.tag not in known]


def _once(parent: etree._Element, namespace: str, names: Iterable[str]) -> list[str]:
    """Each of them stands there once, with text."""
    return [
        f"{etree.QName(parent).localname} has not one {name}"
        for name in names
        for found in [parent.findall(f"{namespace}{name}")]
        if len(found) != 1 or not (found[0].text or "").strip()
    ]


def _at_most_once(parent: etree._Element, namespace: str, names: Iterable[str]) -> list[str]:
    return [
        f"{etree.QName(parent).localname} has more than one {name}"
        for name in names
        if len(parent.findall(f"{namespace}{name}")) > 1
    ]


def _twice(what: str, values: Iterable[str | None]) -> list[str]:
    return [f"The same {what} twice: {value}" for value, n in Counter(values).items() if n > 1]


def _is_absolute(address: str | None) -> bool:
    return bool(address and urlsplit(address).scheme and not re.search(r"\s", address))
