"""Makes all documents again from the editions, byte for byte the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery

from articles.models import (
    Change,
    ChangeKind,
    ChangeSubject,
    Document,
    Edition,
    Passage,
    SearchEntry,
)

from .compiled import CompiledDocument, CompiledPassage, Publication
from .compiler import compile_document
from .content import Content
from .gathering import corrections_of, facts_of_content, surroundings_of
from .storing import (
    BATCH,
    COLUMNS,
    New,
    index_again,
    joins_of,
    record_refreshed,
    remove,
    store,
    store_new,
    stored_joins,
)
from .surroundings import ArticleFacts


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did: documents that were the same, came out different, were missing, or
    stood there for an article that isn't live."""

    same: int = 0
    different: int = 0
    missing: int = 0
    removed: int = 0

    @property
    def live(self) -> int:
        return self.same + self.different + self.missing


def count_live() -> int:
    """How many articles are live, by the log of changes."""
    return sum(1 for _ in _live_article_ids())


def rebuild(*, at: datetime, progress: Callable[[int], object] | None = None) -> Rebuilt:
    """Compile every live article from its newest edition and store what isn't there already.

    Which articles are live is read from the log of changes, so this works on empty document
    tables too. One transaction: readers see the old documents or the new ones. `progress` is told
    after each batch how many articles it had.
    """
    result = Rebuilt()
    with transaction.atomic():
        Change.objects.lock()
        live = list(_live_article_ids())
        for document in Document.objects.exclude(pk__in=live).select_related("edition"):
            remove(document)
            result.removed += 1
        facts = _facts(live)
        for start in range(0, len(live), BATCH):
            batch = live[start : start + BATCH]
            _rebuild_batch(batch, facts, result, at=at)
            if progress:
                progress(len(batch))
    return result


def _live_article_ids() -> Iterator[UUID]:
    """The articles whose newest change isn't a withdrawal."""
    of_articles = Change.objects.filter(subject=ChangeSubject.ARTICLE)
    newest = of_articles.values("subject_id").annotate(newest=Max("id")).values("newest")
    rows = of_articles.filter(id__in=newest).exclude(kind=ChangeKind.UNPUBLISHED)
    yield from (UUID(value) for value in rows.order_by("id").values_list("subject_id", flat=True))


def _newest_editions(article_ids: list[UUID]) -> list[Edition]:
    newest = (
        Edition.objects.filter(article=OuterRef("article")).order_by("-number").values("number")[:1]
    )
    rows = Edition.objects.filter(article__in=article_ids, number=Subquery(newest))
    return list(rows.order_by("article"))


def _facts(live: list[UUID]) -> dict[UUID, ArticleFacts]:
    """What others show of each live article, read from the editions."""
    facts = {}
    for start in range(0, len(live), BATCH):
        for edition in _newest_editions(live[start : start + BATCH]):
            content = Content.from_json(edition.content)
            facts[content.id] = facts_of_content(content)
    return facts


def _rebuild_batch(
    ids: list[UUID], facts: dict[UUID, ArticleFacts], result: Rebuilt, *, at: datetime
) -> None:
    editions = _newest_editions(ids)
    contents = {edition.article_id: Content.from_json(edition.content) for edition in editions}
    around = surroundings_of(contents.values(), articles=facts)
    first_published = dict(
        Edition.objects.filter(article__in=ids, number=1).values_list("article", "published_at")
    )
    last_changed = _last_changed(ids)
    existing = Document.objects.select_related("edition").in_bulk(ids)
    passages = _passages(ids)
    joins = stored_joins(ids)
    # Those from before there was an index; of an index elsewhere it isn't known, so all.
    unindexed = set(ids) - set(
        SearchEntry.objects.values_list("document", flat=True).filter(document__in=ids)
    )
    corrections = corrections_of(ids)
    missing: list[New] = []
    for edition in editions:
        article_id = edition.article_id
        publication = Publication(
            edition=edition.number,
            published_at=first_published[article_id],
            updated_at=edition.published_at,
            corrections=corrections.get(article_id, ()),
        )
        compiled = compile_document(contents[article_id], around, publication)
        row = existing.get(article_id)
        if row is None:
            result.missing += 1
            missing.append(New(edition, compiled, last_changed[article_id]))
        elif (
            row.edition_id == edition.pk
            and joins[article_id] == joins_of(compiled)
            and _is_same(row, passages.get(article_id, []), compiled)
        ):
            result.same += 1
            if article_id in unindexed:
                index_again(row)
        else:
            result.different += 1
            store(edition, compiled, changed_at=at, replace=True)
            topic_path = around.topic_path(compiled.topic_id)
            record_refreshed([(row, topic_path, compiled.card)], at=at)
    if missing:
        store_new(missing)


def _last_changed(ids: list[UUID]) -> dict[UUID, datetime]:
    newest = (
        Change.objects.filter(
            subject=ChangeSubject.ARTICLE, subject_id__in=[str(article_id) for article_id in ids]
        )
        .values("subject_id")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    rows = Change.objects.filter(id__in=newest).values_list("subject_id", "at")
    return {UUID(subject_id): at for subject_id, at in rows}


def _passages(ids: list[UUID]) -> dict[UUID, list[tuple[object, ...]]]:
    names = [field.name for field in fields(CompiledPassage)]
    found: dict[UUID, list[tuple[object, ...]]] = {}
    rows = Passage.objects.filter(document__in=ids).order_by(F("kind").desc(), "position")
    for article_id, *values in rows.values_list("document_id", *names):
        found.setdefault(article_id, []).append(tuple(values))
    return found


def _is_same(row: Document, passages: list[tuple[object, ...]], compiled: CompiledDocument) -> bool:
    names = [field.name for field in fields(CompiledPassage)]
    return all(getattr(row, name) == getattr(compiled, name) for name in COLUMNS) and passages == [
        tuple(getattr(passage, name) for name in names) for passage in compiled.passages
    ]
