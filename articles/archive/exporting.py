"""Writes all that people wrote, as files: the same database gives the same bytes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from articles.models import Article, Document
from articles.models.snapshot import snapshot

from . import layout, markdown, tables, working_copies
from .layout import Style
from .naming import Names, Slugs
from .tables import Table, account_fields

# A file's name, and its bytes in pieces.
File = tuple[str, Iterable[bytes]]
_SHORT = orjson.OPT_APPEND_NEWLINE
_PRETTY = orjson.OPT_APPEND_NEWLINE | orjson.OPT_INDENT_2


@dataclass(slots=True)
class Exported:
    """What an export holds. `as_json` are articles that Markdown can't say exactly."""

    articles: int = 0
    as_json: list[str] = field(default_factory=list)


def count_articles() -> int:
    return Article.objects.count()


def export(
    style: Style,
    *,
    exported: Exported | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Iterator[File]:
    """The files of an export, each to be read before the next is asked for.

    All are of one moment, and no editor waits. The last one is the manifest: without it an export
    is not whole. `progress` is told after each article how many were done; `exported` is filled.
    """
    exported = exported if exported is not None else Exported()
    with snapshot():
        accounts = dict(_named_accounts().values_list("username", "pk"))
        names = Names.stored(accounts)
        slugs = Slugs.of(names)
        yield layout.ACCOUNTS, _accounts()
        for table in (*tables.REFERENCE_DATA, *tables.HISTORY):
            yield table.file, _rows(table, slugs.accounts)
        for copy in working_copies.stored(slugs):
            yield _article(copy, slugs, names, style, exported)
            exported.articles += 1
            progress(1)
        yield from _editions(slugs)
        yield layout.DOCUMENTS, _documents()
        yield layout.MANIFEST, [manifest(style, is_whole=True)]


def manifest(style: Style, *, is_whole: bool) -> bytes:
    """Says what a folder is. One that is being written, or was left half, isn't whole."""
    values = {"galley_export": layout.FORMAT, "style": style, "whole": is_whole}
    return orjson.dumps(values, option=_PRETTY)


def _named_accounts() -> QuerySet[Any]:
    """The accounts that some row names: the others are nobody's business."""
    ids: set[int] = set()
    for table in tables.ALL_TABLES:
        for column in account_fields(table):
            rows = table.model._default_manager.exclude(**{column.name: None}).order_by()
            ids.update(rows.values_list(column.attname, flat=True).distinct())
    edited = Article.objects.exclude(modified_by=None).order_by()
    ids.update(edited.values_list("modified_by_id", flat=True).distinct())
    return get_user_model()._default_manager.filter(pk__in=ids).order_by("username")


def _accounts() -> Iterator[bytes]:
    for values in _named_accounts().values("username", "first_name", "last_name"):
        yield orjson.dumps(values, option=_SHORT)


def _rows(table: Table, usernames: dict[int, str]) -> Iterator[bytes]:
    rows = table.model._default_manager.order_by("pk")
    return tables.lines(table, rows.iterator(chunk_size=tables.BATCH), usernames)


def _article(
    copy: working_copies.WorkingCopy, slugs: Slugs, names: Names, style: Style, exported: Exported
) -> File:
    stem = layout.file_stem(copy.content.slug, copy.content.id)
    if style is Style.MARKDOWN:
        text = markdown.as_markdown(copy, slugs, names)
        if text is not None:
            return f"{layout.ARTICLES}/{stem}.md", [text.encode()]
        exported.as_json.append(copy.content.slug)
    return f"{layout.ARTICLES}/{stem}.json", [working_copies.as_json(copy, slugs)]


def _editions(slugs: Slugs) -> Iterator[File]:
    # By the id: the order of articles would leave out the editions of those that were deleted.
    rows: Any = tables.EDITIONS.model._default_manager.order_by("article_id", "number")

    def article_of(edition: Any) -> UUID:
        key: UUID = edition.article_id
        return key

    for key, editions in groupby(rows.iterator(chunk_size=tables.BATCH), article_of):
        # What was deleted after it was withdrawn keeps its history.
        stem = layout.file_stem(slugs.articles.get(key, ""), key)
        name = f"{layout.EDITIONS}/{stem}.jsonl"
        yield name, tables.lines(tables.EDITIONS, editions, slugs.accounts)


def _documents() -> Iterator[bytes]:
    """What loading has to come to: the digest of each document."""
    rows = Document.objects.order_by("slug").values("slug", "digest")
    for values in rows.iterator(chunk_size=tables.BATCH):
        yield orjson.dumps(values, option=_SHORT)
