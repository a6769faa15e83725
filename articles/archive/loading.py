"""Loads an export into an empty database: the same rows with the same ids, the same documents."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from articles.documents.rebuilding import rebuild
from articles.models import Article, Change, Document, ViewsRevision

from . import layout, tables
from .loading_articles import load_articles
from .problems import ArchiveProblem, told_at
from .sources import Source, lines, read
from .tables import Table, in_batches


@dataclass(slots=True)
class Loaded:
    """What was loaded. `different` are the slugs of documents that didn't come out the same."""

    articles: int = 0
    editions: int = 0
    documents: int = 0
    accounts: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)


def load(
    source: Source,
    *,
    at: datetime,
    replace: bool = False,
    progress: Callable[[int], object] = lambda _: None,
) -> Loaded:
    """Load an export, all of it or, where anything is wrong, nothing. One transaction.

    Args:
        replace: delete all that is here first, history included. Accounts stay.
        progress: told after each article's file how many were read.

    Raises:
        ArchiveProblem: the export can't be loaded, or something is here already.
    """
    names = source.names()
    _refuse_unless_whole(source, names)
    try:
        with transaction.atomic():
            Change.objects.lock()
            if replace:
                delete_everything()
            else:
                _refuse_unless_empty()
            return _load(source, names, at=at, progress=progress)
    except DatabaseError as error:
        raise ArchiveProblem(f"The database refuses what the export holds: {error}") from error


def _load(
    source: Source, names: list[str], *, at: datetime, progress: Callable[[int], object]
) -> Loaded:
    loaded = Loaded()
    accounts = _load_accounts(source, names, loaded)
    for table in tables.REFERENCE_DATA:
        _load_table(source, table, [table.file], names, accounts)
    loaded.articles = load_articles(source, names, accounts, progress)
    editions = [name for name in names if layout.is_editions_file(name)]
    for table in tables.HISTORY:
        _load_table(source, table, [table.file], names, accounts)
    loaded.editions = _load_table(source, tables.EDITIONS, editions, names, accounts)
    connection.check_constraints()
    _go_on_after_the_highest_ids()
    ViewsRevision.objects.advance(at=at)
    rebuild(at=at)
    loaded.documents = Document.objects.count()
    loaded.different = _different(source, names)
    return loaded


# --- Before ---


def _refuse_unless_whole(source: Source, names: list[str]) -> None:
    if layout.MANIFEST not in names:
        raise ArchiveProblem(f"There is no {layout.MANIFEST}: this is no export, or half of one.")
    values = tables.object_in(read(source, layout.MANIFEST))
    if values.get("galley_export") != layout.FORMAT:
        raise ArchiveProblem(
            f"This is an export of format {values.get('galley_export')}; this Galley reads "
            f"{layout.FORMAT}."
        )
    if values.get("whole") is not True:
        raise ArchiveProblem("This export was not finished. Export again.")


def _refuse_unless_empty() -> None:
    held: list[type[Model]] = [Article, *(table.model for table in tables.ALL_TABLES)]
    for model in held:
        if model._default_manager.exists():
            raise ArchiveProblem(
                f"There are {model._meta.verbose_name_plural} here already. Load into an empty "
                "database, or replace all that is here."
            )


def delete_everything() -> None:
    """Delete what an export holds, what is derived from it and what hangs on it.

    History is immutable in a database; here another one takes its place, as when a backup is
    restored. The base manager is Django's own, which doesn't refuse.
    """
    held = [table.model for table in reversed(tables.ALL_TABLES)]
    for model in (*tables.DERIVED, *tables.LEFT_OUT, *reversed(tables.WORKING_COPIES), *held):
        rows: Any = model._base_manager.all()
        rows._raw_delete(rows.db)


# --- Accounts and tables ---


def _load_accounts(source: Source, names: list[str], loaded: Loaded) -> dict[str, int]:
    """Ids by username. Accounts that aren't here are made: they name people, and can't log in."""
    accounts = get_user_model()
    known: dict[str, int] = dict(accounts._default_manager.values_list("username", "pk"))
    for number, line in _lines(source, layout.ACCOUNTS, names):
        with told_at(layout.ACCOUNTS, number):
            values = tables.object_in(line)
            username = values.get("username")
            if not isinstance(username, str) or not username:
                raise ArchiveProblem("There is no username in it.")
            if username in known:
                continue
            row = accounts(
                username=username,
                first_name=str(values.get("first_name", "")),
                last_name=str(values.get("last_name", "")),
                is_active=False,
            )
            row.set_unusable_password()
            row.save()
            known[username] = row.pk
            loaded.accounts.append(username)
    return known


def _load_table(
    source: Source,
    table: Table,
    files: Iterable[str],
    names: list[str],
    accounts: Mapping[str, int],
) -> int:
    """Store the rows in `files`; gives how many."""
    count = 0
    for batch in in_batches(_rows(source, table, files, names, accounts)):
        table.model._base_manager.bulk_create(batch)
        count += len(batch)
    return count


def _rows(
    source: Source,
    table: Table,
    files: Iterable[str],
    names: list[str],
    accounts: Mapping[str, int],
) -> Iterator[Model]:
    for name in files:
        for number, line in _lines(source, name, names):
            with told_at(name, number):
                yield tables.row_of(table, line, accounts)


def _lines(source: Source, name: str, names: list[str]) -> Iterator[tuple[int, bytes]]:
    """The lines of a table; none where an older Galley knew no such table."""
    return lines(source, name) if name in names else iter(())


# --- After ---


def _go_on_after_the_highest_ids() -> None:
    """PostgreSQL counts on by itself, past nothing that was given an id here."""
    models = [table.model for table in tables.ALL_TABLES]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _different(source: Source, names: list[str]) -> list[str]:
    """The slugs of documents that are not those of the export."""
    here = dict(Document.objects.values_list("slug", "digest"))
    for number, line in _lines(source, layout.DOCUMENTS, names):
        with told_at(layout.DOCUMENTS, number):
            values = tables.object_in(line)
            slug = str(values.get("slug"))
            if here.get(slug) == values.get("digest"):
                del here[slug]
            else:
                here[slug] = ""
    return sorted(here)
