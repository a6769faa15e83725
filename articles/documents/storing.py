"""Writes documents with their passages, and makes them again when what they show has changed.

Everything here runs inside the transaction of the act that calls it, which holds the change lock
(`Change.objects.lock`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db.models import Model, QuerySet

from articles.models import (
    Change,
    ChangeKind,
    ChangeSubject,
    Document,
    DocumentAspect,
    DocumentCitation,
    DocumentLink,
    DocumentName,
    DocumentPerson,
    DocumentTerm,
    Edition,
    Passage,
    PersonRole,
)
from articles.models.inserting import insert_and_number, insert_rows
from articles.search import indexing

from .compiled import CompiledDocument, CompiledPassage, Publication
from .compiler import compile_document
from .content import Content
from .events import Told
from .gathering import corrections_of, surroundings_of
from .names import IndexName
from .outbox import announce

# Documents compiled at once: bounds the memory, whatever the size of the site.
BATCH = 200

# What a CompiledDocument has beside the document's own columns.
_ROWS = {
    *("author_ids", "reviewer_ids", "health_aspects", "linked_ids", "passages"),
    *("names", "citations", "terms"),
}
COLUMNS = tuple(field.name for field in fields(CompiledDocument) if field.name not in _ROWS)
_PASSAGE = tuple(field.name for field in fields(CompiledPassage))
_NAME = tuple(field.name for field in fields(IndexName))
_columns, _passage_values, _name_values = (
    attrgetter(*names) for names in (COLUMNS, _PASSAGE, _NAME)
)


def store(
    edition: Edition, compiled: CompiledDocument, *, changed_at: datetime, replace: bool
) -> None:
    """Write the document of an edition's article and all rows that hang on it.

    `replace` says that the article has a document already.
    """
    new = New(edition, compiled, changed_at)
    if not replace:
        store_new([new])
        return
    _document(new).save(force_update=True)
    indexing.remove([edition.article_id])
    _delete_rows(edition.article_id, *_JOINS, Passage)
    _store_rows([new])


class New(NamedTuple):
    """A compiled document with the edition that it is of, and when it came to be as it is."""

    edition: Edition
    compiled: CompiledDocument
    changed_at: datetime


def store_new(documents: Sequence[New]) -> None:
    """Write the documents of articles that have none, however many in the same few statements."""
    insert_rows(
        Document,
        ("article", "edition", "changed_at", *COLUMNS),
        (
            (new.edition.article_id, new.edition.pk, new.changed_at, *_columns(new.compiled))
            for new in documents
        ),
    )
    _store_rows(documents)


def _document(new: New) -> Document:
    return Document(
        article_id=new.edition.article_id,
        edition_id=new.edition.pk,
        changed_at=new.changed_at,
        **dict(zip(COLUMNS, _columns(new.compiled), strict=True)),
    )


def _store_rows(documents: Sequence[New]) -> None:
    """All that hangs on documents that are stored and have nothing of it."""
    compiled = {each.edition.article_id: each.compiled for each in documents}
    _store_joins(compiled)
    keys = iter(
        insert_and_number(
            Passage,
            ("document", *_PASSAGE),
            (
                (key, *_passage_values(passage))
                for key, document in compiled.items()
                for passage in document.passages
            ),
        )
    )
    indexing.index(
        {
            key: (document.formats, [(next(keys), passage) for passage in document.passages])
            for key, document in compiled.items()
        }
    )


def index_again(document: Document) -> None:
    """Put a stored document into the index of search, whatever it has of it."""
    indexing.remove([document.pk])
    passages = Passage.objects.filter(document=document.pk).order_by("pk")
    numbered = [(passage.pk, passage) for passage in passages]
    indexing.index({document.pk: (document.formats, numbered)})


def _delete_rows(article_id: UUID, *models: type[Model]) -> None:
    for model in models:
        rows = model._default_manager.filter(document=article_id)
        rows._raw_delete(rows.db)


def remove(document: Document) -> None:
    """Delete a document and all rows that hang on it; the article is not live any more."""
    indexing.remove([document.pk])
    _delete_rows(document.pk, *_JOINS, Passage)
    document.delete()


# --- What filters, indexes and recompilation look up ---

_JOINS = (
    *(DocumentPerson, DocumentAspect, DocumentLink),
    *(DocumentName, DocumentCitation, DocumentTerm),
)

# One row of a join, without the document: the model's name and its columns.
Join = tuple[str, ...]


def _store_joins(documents: Mapping[UUID, CompiledDocument]) -> None:
    pairs = documents.items()
    insert_rows(
        DocumentPerson,
        ("document", "role", "person"),
        (
            (key, role, person_id)
            for key, compiled in pairs
            for role, ids in (
                (PersonRole.AUTHOR, compiled.author_ids),
                (PersonRole.REVIEWER, compiled.reviewer_ids),
            )
            for person_id in ids
        ),
    )
    insert_rows(
        DocumentAspect,
        ("document", "health_aspect"),
        ((key, aspect) for key, compiled in pairs for aspect in compiled.health_aspects),
    )
    insert_rows(
        DocumentLink,
        ("document", "target_id"),
        ((key, target_id) for key, compiled in pairs for target_id in compiled.linked_ids),
    )
    insert_rows(
        DocumentName,
        ("document", *_NAME),
        ((key, *_name_values(name)) for key, compiled in pairs for name in compiled.names),
    )
    insert_rows(
        DocumentCitation,
        ("document", "identifier"),
        ((key, identifier) for key, compiled in pairs for identifier in compiled.citations),
    )
    insert_rows(
        DocumentTerm,
        ("document", "term", "weight"),
        ((key, term, weight) for key, compiled in pairs for term, weight in compiled.terms),
    )


def joins_of(compiled: CompiledDocument) -> set[Join]:
    """The joins that a compiled document should have."""
    return {
        *(("person", "author", str(key)) for key in compiled.author_ids),
        *(("person", "reviewer", str(key)) for key in compiled.reviewer_ids),
        *(("aspect", aspect) for aspect in compiled.health_aspects),
        *(("link", str(key)) for key in compiled.linked_ids),
        *(("name", *map(str, _name_values(name))) for name in compiled.names),
        *(("citation", identifier) for identifier in compiled.citations),
        *(("term", term, str(weight)) for term, weight in compiled.terms),
    }


def stored_joins(ids: Collection[UUID]) -> dict[UUID, set[Join]]:
    """The joins that these documents have, in six queries."""
    found: dict[UUID, set[Join]] = {key: set() for key in ids}
    for name, rows in (
        ("person", DocumentPerson.objects.values_list("document", "role", "person")),
        ("aspect", DocumentAspect.objects.values_list("document", "health_aspect")),
        ("link", DocumentLink.objects.values_list("document", "target_id")),
        ("name", DocumentName.objects.values_list("document", *_NAME)),
        ("citation", DocumentCitation.objects.values_list("document", "identifier")),
        ("term", DocumentTerm.objects.values_list("document", "term", "weight")),
    ):
        for article_id, *values in rows.filter(document__in=ids):
            found[article_id].add((name, *map(str, values)))
    return found


def documents_linking_to(article_ids: Collection[UUID]) -> QuerySet[Document]:
    """The documents that link to or pick any of these articles, whether it is live or not."""
    links = DocumentLink.objects.filter(target_id__in=article_ids)
    return Document.objects.filter(pk__in=links.values("document"))


def recompile(documents: QuerySet[Document], *, at: datetime) -> int:
    """Compile `documents` again because something that they show has changed.

    Those that come out different are stored, each with a change; gives how many did.
    """
    ids = list(documents.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(ids), BATCH):
        rows = Document.objects.filter(pk__in=ids[start : start + BATCH]).select_related("edition")
        changed += _recompile_batch(list(rows.order_by("pk")), at=at)
    return changed


def _recompile_batch(documents: list[Document], *, at: datetime) -> int:
    contents = {row.pk: Content.from_json(row.edition.content) for row in documents}
    around = surroundings_of(contents.values())
    joins = stored_joins(contents)
    corrections = corrections_of(contents)
    changed: list[Refreshed] = []
    for row in documents:
        publication = Publication(
            edition=row.edition.number,
            published_at=row.published_at,
            updated_at=row.updated_at,
            corrections=corrections.get(row.pk, ()),
        )
        compiled = compile_document(contents[row.pk], around, publication)
        if compiled.digest != row.digest:
            store(row.edition, compiled, changed_at=at, replace=True)
            changed.append((row, around.topic_path(compiled.topic_id), compiled.card))
        elif joins_of(compiled) != joins[row.pk]:
            # A notice links to a draft: nobody sees it yet, and it must be found once it is live.
            _delete_rows(row.pk, *_JOINS)
            _store_joins({row.pk: compiled})
    record_refreshed(changed, at=at)
    return len(changed)


# A document that came out different without a new edition, the path of its topics, its new card.
Refreshed = tuple[Document, str, str]


def record_refreshed(refreshed: Iterable[Refreshed], *, at: datetime) -> None:
    """Write the change of each document that came out different without a new edition."""
    rows = list(refreshed)
    changes = Change.objects.bulk_create(
        Change(
            at=at,
            kind=ChangeKind.REFRESHED,
            subject=ChangeSubject.ARTICLE,
            subject_id=str(document.pk),
            slug=document.slug,
            edition_number=document.edition.number,
            topic_path=topic_path,
        )
        for document, topic_path, _ in rows
    )
    announce([(change, Told(card=row[2])) for change, row in zip(changes, rows, strict=True)])
