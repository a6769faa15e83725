# ruff: noqa: PLC0415  (Django is set up first)
"""Fills a database of published articles up to a number: `python -m tests.benchmarks.growing N`.

The articles that are there are what the others are made of (see `invention`). Each is compiled,
stored and indexed by the project's own functions, only many at once: working copies, editions,
documents, passages, search entries, terms and changes all come to be as by publishing.
`DATABASE_URL` names the database, which must be one to throw away.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from articles.documents.compiled import CompiledDocument, Publication
from articles.documents.compiler import compile_document
from articles.documents.content import OWN_FIELDS, Content
from articles.documents.surroundings import Surroundings

from .invention import invent

# Compiled in one piece, and written in one transaction.
BATCH = 250
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
# Publications are spread over so many minutes, in no order of ids.
MINUTES = 1_000_003

Made = tuple[Content, CompiledDocument, Publication]
_given: tuple[list[Content], Surroundings]


def grow(total: int) -> int:
    """Publish invented articles until there are `total`; gives how many those were."""
    from django.db import connection

    from articles.documents.content import Content as Stored
    from articles.documents.gathering import surroundings_of
    from articles.models import Document, Edition

    seeds = [
        Stored.from_json(text)
        for text in Edition.objects.filter(document__isnull=False)
        .order_by("document__slug")
        .values_list("content", flat=True)
    ]
    if not seeds:
        raise SystemExit("There is no live article to make others of.")
    around = surroundings_of(seeds)
    missing = total - Document.objects.count()
    # In place of a start method's copy of this process: children have no connection of ours.
    context = multiprocessing.get_context("spawn")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Nobody reads it meanwhile, and what a crash leaves is made anew.
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")
    pieces = [range(at, min(at + BATCH, missing)) for at in range(0, missing, BATCH)]
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=context, initializer=_keep, initargs=(seeds, around)
    ) as pool:
        done = 0
        for made in _in_order(pool, pieces):
            _store(made, around)
            done += len(made)
            if done % (20 * BATCH) == 0:
                print(f"{done:,} of {missing:,} articles", flush=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return max(missing, 0)


def _in_order(pool: ProcessPoolExecutor, pieces: Sequence[range]) -> Iterator[list[Made]]:
    """The pieces as they are made, few ahead of who takes them: each is tens of megabytes."""
    waiting = [pool.submit(make, piece) for piece in pieces[:4]]
    for piece in [*pieces[4:], *[None] * len(waiting)]:
        yield waiting.pop(0).result()
        if piece is not None:
            waiting.append(pool.submit(make, piece))


def _keep(seeds: list[Content], around: Surroundings) -> None:
    global _given  # noqa: PLW0603  (what a process of the pool is given once)
    _given = seeds, around


def make(numbers: range) -> list[Made]:
    """Invent and compile the articles of these numbers; in a process of the pool."""
    seeds, around = _given
    made = []
    for number in numbers:
        content = invent(number, seeds[number % len(seeds)])
        at = BEGIN + timedelta(minutes=number * 7919 % MINUTES)
        publication = Publication(edition=1, published_at=at, updated_at=at)
        made.append((content, compile_document(content, around, publication), publication))
    return made


def _store(made: Sequence[Made], around: Surroundings) -> None:
    from django.db import transaction

    from articles.documents.storing import New, store_new
    from articles.models import Article, Change, ChangeKind, ChangeSubject, Edition

    with transaction.atomic():
        Change.objects.lock()
        Article.objects.bulk_create(_article(content) for content, _, _ in made)
        _store_parts([content for content, _, _ in made])
        editions = Edition.objects.bulk_create(
            Edition(
                article_id=content.id,
                number=1,
                content=content.to_json(),
                content_hash=content.hash,
                published_at=publication.published_at,
                exception_reason="Invented for a benchmark.",
            )
            for content, _, publication in made
        )
        store_new(
            [
                New(edition, compiled, edition.published_at)
                for edition, (_, compiled, _) in zip(editions, made, strict=True)
            ]
        )
        Change.objects.bulk_create(
            Change(
                at=edition.published_at,
                kind=ChangeKind.PUBLISHED,
                subject=ChangeSubject.ARTICLE,
                subject_id=str(content.id),
                slug=content.slug,
                edition_number=1,
                topic_path=around.topic_path(content.topic_id),
            )
            for edition, (content, _, _) in zip(editions, made, strict=True)
        )


def _article(content: Content) -> Any:
    from articles.models import Article

    values: dict[str, Any] = {name: getattr(content, name) for name in OWN_FIELDS}
    return Article(pk=content.id, also_called=list(content.also_called), **values)


def _store_parts(contents: Sequence[Content]) -> None:
    """The working copies' sections, FAQs and references; what people write besides has no size."""
    from articles.models import FAQ, Reference, Section

    parts: tuple[tuple[Any, str], ...] = (
        (Section, "sections"),
        (FAQ, "faqs"),
        (Reference, "references"),
    )
    for model, name in parts:
        model.objects.bulk_create(
            model(article_id=content.id, position=position, **asdict(part))
            for content in contents
            for position, part in enumerate(getattr(content, name), start=1)
        )


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    started = time.perf_counter()
    number = grow(int(sys.argv[1]))
    print(f"{number:,} articles invented in {time.perf_counter() - started:.0f} s.")


if __name__ == "__main__":
    main()
