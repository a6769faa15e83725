"""What an export holds as rows: the tables, one row a line, and each row as JSON and back.

Rows keep their ids: the content of an edition names topics and people by them, and its hash is
that of its bytes. Accounts stand by their names, for no login is part of an export.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model

from articles.documents.content import hash_of
from articles.models import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    BulkItem,
    BulkJob,
    Change,
    Delivery,
    DeliveryAttempt,
    Document,
    DocumentAspect,
    DocumentCitation,
    DocumentLink,
    DocumentName,
    DocumentPerson,
    DocumentTerm,
    Edition,
    Event,
    ImportChunk,
    ImportJob,
    MissedQuery,
    Notice,
    Origin,
    Passage,
    Person,
    Preview,
    PurgeCursor,
    Redirect,
    Reference,
    RelatedArticle,
    ReviewEntry,
    Schedule,
    SearchEntry,
    SearchTerm,
    Section,
    SetAside,
    SignOff,
    Suggestion,
    Topic,
    ViewCount,
    ViewsRevision,
    WebhookEndpoint,
    WebhookTopic,
)

from .problems import ArchiveProblem

# Rows written at once: bounds the memory.
BATCH = 200

# Written as one file for each article.
WORKING_COPIES: tuple[type[Model], ...] = (
    *(Article, Section, FAQ, Reference, ArticleAuthor, ArticleReviewer, RelatedArticle),
)
# Compiled from the editions when an export is loaded.
DERIVED: tuple[type[Model], ...] = (
    *(SearchEntry, SearchTerm, Suggestion, Passage),
    *(DocumentPerson, DocumentAspect, DocumentLink, DocumentName, DocumentCitation, DocumentTerm),
    *(Document, ViewsRevision),
)
# Of one installation alone: links signed with its key, reports of what was done there, whom it
# tells of changes with which secrets, and how far it has told them.
LEFT_OUT: tuple[type[Model], ...] = (
    *(Preview, BulkItem, BulkJob, PurgeCursor, ImportJob, ImportChunk),
    *(WebhookEndpoint, WebhookTopic, Event, Delivery, DeliveryAttempt),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a file. `without` are columns of one installation alone."""

    name: str
    model: type[Model]
    without: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return f"{self.name}.jsonl"

    @property
    def fields(self) -> dict[str, Field]:
        fields = self.model._meta.concrete_fields
        return {field.name: field for field in fields if field.name not in self.without}


TOPICS, PEOPLE, NOTICES = (
    Table("topics", Topic),
    Table("people", Person),
    Table("notices", Notice),
)
REFERENCE_DATA = (TOPICS, PEOPLE, NOTICES)
# One file for each article, the oldest edition first.
EDITIONS = Table("editions", Edition)
HISTORY = (
    Table("sign_offs", SignOff),
    Table("review_entries", ReviewEntry),
    Table("texts_set_aside", SetAside),
    Table("schedules", Schedule, without=("leased_until",)),
    Table("redirects", Redirect),
    Table("origins", Origin),
    Table("changes", Change),
    Table("views", ViewCount),
    Table("missed_queries", MissedQuery),
)
ALL_TABLES = (*REFERENCE_DATA, EDITIONS, *HISTORY)


def account_fields(table: Table) -> list[ForeignKey]:
    """The columns of a table that name an account."""
    accounts = get_user_model()
    return [field for field in table.fields.values() if field.related_model is accounts]  # type: ignore[misc]


def in_batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """Of what is stored at once."""
    while batch := list(islice(rows, BATCH)):
        yield batch


# --- A row as JSON ---


def lines(table: Table, rows: Iterable[Model], usernames: Mapping[int, str]) -> Iterator[bytes]:
    """The rows as lines of JSON. `usernames` by the id of the account."""
    accounts = {field.name for field in account_fields(table)}
    for row in rows:
        values: dict[str, Any] = {}
        for name, field in table.fields.items():
            value = getattr(row, field.attname)
            if name in accounts:
                value = usernames.get(value) if value is not None else None
            elif name == "content":
                value = _content(value)
            values[name] = value
        yield orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)


def _content(text: str) -> Any:
    """Canonical JSON as what it says, so that a line can be read; any other text as it is."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    is_canonical = isinstance(value, dict) and _canonical(value) == text
    return value if is_canonical else text


def _canonical(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


# --- And back ---


def row_of(table: Table, line: bytes, accounts: Mapping[str, int]) -> Model:
    """The row that a line says, not saved. `accounts` are ids by username.

    Raises:
        ArchiveProblem: the line says none; where it stands is the caller's to tell.
    """
    values = object_in(line)
    fields = table.fields
    if unknown := values.keys() - fields.keys():
        raise ArchiveProblem(
            f"“{min(unknown)}” is no column of {table.name} here. A newer Galley may have "
            "written this."
        )
    names_account = {field.name for field in account_fields(table)}
    row = table.model()
    for name, value in values.items():
        setattr(
            row, fields[name].attname, _value(fields[name], value, name in names_account, accounts)
        )
    stored: Any = row
    if {"content", "content_hash"} <= fields.keys() and stored.content_hash:
        _refuse_altered(stored.content, stored.content_hash)
    return row


def _refuse_altered(content: str, content_hash: str) -> None:
    if hash_of(content) != content_hash:
        raise ArchiveProblem("The content is not what its hash says: this line was altered.")


def _value(field: Field, value: Any, is_account: bool, accounts: Mapping[str, int]) -> Any:
    if value is None:
        return None
    if is_account:
        if not isinstance(value, str) or value not in accounts:
            raise ArchiveProblem(f"There is no account “{value}”, which is named as {field.name}.")
        return accounts[value]
    if field.name == "content" and isinstance(value, dict):
        return _canonical(value)
    if isinstance(value, dict | list):
        raise ArchiveProblem(f"{field.name} can't be a list or an object.")
    try:
        plain: Any = field.target_field if isinstance(field, ForeignKey) else field
        return plain.to_python(value)
    except (ValidationError, ValueError, TypeError, OverflowError):
        raise ArchiveProblem(f"{field.name} can't be “{value}”.") from None


def object_in(line: bytes) -> dict[str, Any]:
    """The JSON object that `line` is.

    Raises:
        ArchiveProblem: it is none.
    """
    try:
        values = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ArchiveProblem(f"This is no JSON: {error}.") from None
    if not isinstance(values, dict):
        raise ArchiveProblem("This is no JSON object.")
    return values
