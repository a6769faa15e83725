"""WordPress exports (WXR): posts and pages, read as a stream.

The format is RSS with WordPress's own elements; see the plugin wordpress-importer.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .bounded import Bounded, has_all
from .drafts import UNREADABLE, ImportProblem, LeftOut, unreadable
from .reading import Found
from .wordpress_posts import STATUSES, Post, Site, draft_of, plain

KINDS = {"post", "page"}
# What WordPress calls a text that several posts share, and how many characters all may have.
PATTERN = "wp_block"
MAX_PATTERNS = 20_000_000
# What reading XML raises that is none, or is hostile.
_UNSOUND = (ParseError, DefusedXmlException, ValueError)
# Bytes that no XML may hold; old exports do.
_FORBIDDEN = bytes({*range(32)} - {9, 10, 13})


def read_wordpress(path: Path) -> Iterator[tuple[str, Found | LeftOut]]:
    """Each post and page of an export as a draft, by what it is called there.

    Whatever stands before something broken is given all the same; then comes the problem.
    """
    others: Counter[str] = Counter()
    site = Site()
    found = 0
    try:
        site.patterns = _patterns(path)
        with path.open("rb") as file:
            for element in _elements(file):
                tag = _local(element.tag)
                if tag == "title":
                    site.name = plain(element.text or "")
                elif tag == "author":
                    _take_author(element, site)
                if tag != "item":
                    continue
                found += 1
                post = _post_of(element)
                kind = post.get("post_type") or "post"
                if kind in KINDS:
                    title = plain(post.get("title")) or post.get("post_id")
                    yield f"{path.name}: {title}", _found(post, site)
                elif kind != PATTERN or not site.patterns:
                    others[kind] += 1
    except (*_UNSOUND, OSError) as error:
        yield path.name, _problem_of(error)
        return
    if not found:
        yield path.name, ImportProblem("This is no WordPress export: it holds no items.")
    for kind, count in others.items():
        yield path.name, LeftOut(f"{count} of the kind “{kind}”: only posts and pages are articles")


def _patterns(path: Path) -> dict[str, str]:
    """The texts that several posts share, by their ids; they may stand behind the posts.

    Where nothing names any, the file isn't parsed for them. What is wrong with it, reading the
    posts tells.
    """
    found: dict[str, str] = {}
    left = MAX_PATTERNS
    with path.open("rb") as file, suppress(*_UNSOUND):
        if not has_all(file, (b"wp:block ", PATTERN.encode())):
            return {}
        file.seek(0)
        for element in _elements(file):
            post = _post_of(element)
            if post.get("post_type") != PATTERN or post.get("status") not in {"", "publish"}:
                continue
            text = post.values.get("content", "")
            left -= len(text)
            if left < 0:
                break
            found[post.get("post_id")] = text
    return found


def _problem_of(error: Exception) -> ImportProblem:
    if isinstance(error, DefusedXmlException):
        return ImportProblem("The file declares entities of its own, which is refused.")
    line = getattr(error, "position", (None,))[0]
    return ImportProblem(f"The file is no sound XML: {error}.", line=line)


class _Clean(Bounded):
    """A file without what no XML may hold: control characters, and lines before its beginning."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.is_first = True
        self.is_wide = False

    def read(self, size: int = -1) -> bytes:
        data = super().read(size)
        if self.is_first:
            self.is_first = False
            # Of UTF-16, every other byte looks like a control character.
            self.is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]
            data = data if self.is_wide else data.removeprefix(b"\xef\xbb\xbf").lstrip()
        return data if self.is_wide else data.translate(None, _FORBIDDEN)


def _elements(file: IO[bytes]) -> Iterator[Element]:
    """The `<item>`s, the site's title and authors, each forgotten when the next one comes."""
    way: list[Element] = []
    clean = _Clean(file)
    for event, element in iterparse(clean, ("start", "end"), forbid_dtd=True):
        if event == "start":
            way.append(element)
            continue
        way.pop()
        if _local(element.tag) in {"item", "author", "title"} and len(way) <= 2:  # noqa: PLR2004
            yield element
        if len(way) <= 2 and way:  # noqa: PLR2004  (rss, channel)
            way[-1].remove(element)
            clean.rest()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _take_author(element: Element, site: Site) -> None:
    values = {_local(child.tag): (child.text or "").strip() for child in element}
    whole = f"{values.get('author_first_name', '')} {values.get('author_last_name', '')}".strip()
    if login := values.get("author_login"):
        site.authors[login] = values.get("author_display_name") or whole or login


def _post_of(element: Element) -> Post:
    post = Post()
    for child in element:
        name, text = _local(child.tag), _text(child)
        if name == "category":
            kind = child.get("domain", "category")
            post.terms.setdefault(kind, []).append(text.strip())
        elif name == "postmeta":
            pair = {_local(each.tag): each.text or "" for each in child}
            post.meta[pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif name == "comment":
            post.comments += 1
        elif name == "encoded":
            kind = "excerpt" if "excerpt" in child.tag else "content"
            post.values[kind] = text
        else:
            post.values.setdefault(name, text)
    return post


def _text(element: Element) -> str:
    """The text of a field; of one whose HTML nobody escaped, that HTML."""
    inner = (tostring(child, encoding="unicode", method="html") for child in element)
    return (element.text or "") + "".join(inner)


def _found(post: Post, site: Site) -> Found | LeftOut:
    status = post.get("status") or "publish"
    if status not in STATUSES:
        return LeftOut(f"its status is “{status}”")
    try:
        return draft_of(post, site)
    except ImportProblem as problem:
        return problem
    except UNREADABLE as error:
        return unreadable(error)
