"""How an export is laid out: names of files, and what is allowed as one. Pure."""

import re
from enum import StrEnum
from uuid import UUID

# Raised when an older Galley could not read what a newer one writes.
FORMAT = 1

MANIFEST = "galley.json"
ACCOUNTS = "accounts.jsonl"
DOCUMENTS = "documents.jsonl"
ARTICLES, EDITIONS = "articles", "editions"

# Bytes of one file of an article, and of one line of a table. The longest article of a real site
# has some 100 kB; what is far beyond is no export but an attack.
MAX_ARTICLE = 20_000_000
MAX_LINE = 40_000_000

_PLAIN = re.compile(r"[a-z0-9_-]{1,180}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Windows takes these for devices, whatever their extension.
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in "0123456789"),
}
_ARTICLE_FILE = re.compile(rf"{ARTICLES}/[a-z0-9_-]{{1,180}}\.(json|md)")
_EDITIONS_FILE = re.compile(rf"{EDITIONS}/[a-z0-9_-]{{1,180}}\.jsonl")


class Style(StrEnum):
    """How working copies are written."""

    MARKDOWN = "markdown"
    JSON = "json"


def file_stem(slug: str, article_id: UUID) -> str:
    """What the files of an article are called: its slug, or its id where the slug is no safe name.

    No two articles share one on any file system: a slug in capitals could fall together with
    another, and one that looks like an id could be another's.

    >>> file_stem("nerve-pain", UUID(int=1)), file_stem("../etc", UUID(int=1))
    ('nerve-pain', '00000000-0000-0000-0000-000000000001')
    """
    is_safe = _PLAIN.fullmatch(slug) and slug not in _DEVICES and not _UUID.fullmatch(slug)
    return slug if is_safe else str(article_id)


def is_article_file(name: str) -> bool:
    return _ARTICLE_FILE.fullmatch(name) is not None


def is_editions_file(name: str) -> bool:
    return _EDITIONS_FILE.fullmatch(name) is not None
