"""What is made of one body, in whatever article it stands. Pure, and kept for a while.

This is most of what compiling costs. An edition has most of its bodies from the one before it,
and an import lets other processes compile ahead.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached

from articles.search.entries import SearchedBody, searched_body

from . import richtext
from .readability import Readability, count, sentences_of
from .terms import counted

# Characters of HTML. What is kept of a body takes about five times as much.
MOST_KEPT = 1_000_000
# A word from its first letter or digit on; what has none isn't counted.
_WORD = re.compile(r"[^\W_]\S*")
_LIST_MARKS = re.compile(r"^ *(?:-|\d+\.) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Body:
    """What an article's document takes from a body. Nobody may change it."""

    formats: dict[str, Any]  # see `richtext.every_format`
    words: int
    reading: Readability
    terms: Mapping[str, int]  # see `terms.counted`


def _size(body: Body) -> int:
    return len(body.formats["html"])


@cached(LRUCache(MOST_KEPT, getsizeof=_size), lock=Lock())
def body_of(html: str) -> Body:
    """Args: html: the stored subset, its links resolved (see `richtext.map_links`)."""
    formats = richtext.every_format(html)
    return Body(
        formats=formats,
        words=count_words(formats["text"]),
        reading=count(sentences_of(formats["blocks"])),
        terms=counted(formats["text"]),
    )


def count_words(text: str) -> int:
    """The words of a plain text, without the marks of list items and table cells."""
    return len(_WORD.findall(_LIST_MARKS.sub("", text)))


# --- Compiled ahead ---


@dataclass(frozen=True, slots=True)
class Ahead:
    """A body that another process has compiled, and what search makes of its text."""

    body: Body
    searched: SearchedBody


def ahead(texts: Iterable[str]) -> list[Ahead]:
    """Compile what depends on nothing else: the bodies that link to no article."""
    found = []
    for text in texts:
        if text and not richtext.internal_links(text):
            body = body_of(richtext.ensure_clean(text))
            found.append(Ahead(body, searched_body(body.formats["text"].lower())))
    return found


def take(compiled: Iterable[Ahead]) -> None:
    """Keep what another process of this program has compiled (see `ahead`)."""
    for each in compiled:
        richtext.keep_clean(each.body.formats["html"])
        _put(body_of, each.body.formats["html"], each.body)
        _put(searched_body, each.body.formats["text"].lower(), each.searched)


def _put(function: Any, argument: str, result: Any) -> None:
    # What is larger than the cache isn't kept.
    with function.cache_lock, suppress(ValueError):
        function.cache[function.cache_key(argument)] = result
