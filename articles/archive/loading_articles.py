"""Stores the working copies of an export."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Model

from articles.documents.content import OWN_FIELDS
from articles.models import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    Reference,
    RelatedArticle,
    Section,
)

from . import layout, markdown, working_copies
from .naming import Names
from .problems import ArchiveProblem, told_at
from .sources import Source, read
from .tables import in_batches
from .working_copies import WorkingCopy


def load_articles(
    source: Source,
    names: list[str],
    accounts: dict[str, int],
    progress: Callable[[int], object],
) -> int:
    """Store all articles with their parts; gives how many. Two readings: they name one another.

    Raises:
        ArchiveProblem: a file holds no working copy, or names what isn't there.
    """
    files = [name for name in names if layout.is_article_file(name)]
    known = Names.stored(accounts)
    known.articles = _identities(source, files)
    picks: list[tuple[UUID, tuple[UUID, ...]]] = []
    for batch in in_batches(iter(files)):
        copies = []
        for name in batch:
            with told_at(name):
                copies.append(_working_copy(read(source, name), name, known))
            progress(1)
        _store(copies, accounts)
        picks += [(copy.content.id, copy.content.related_ids) for copy in copies]
    # Now that all articles are there.
    for pairs in in_batches(iter(picks)):
        RelatedArticle.objects.bulk_create(
            RelatedArticle(article_id=key, target_id=target, position=position)
            for key, targets in pairs
            for position, target in enumerate(targets, start=1)
        )
    return len(files)


def _identities(source: Source, files: list[str]) -> dict[str, UUID]:
    """The ids of all articles by slug: they name one another."""
    found: dict[str, UUID] = {}
    seen: dict[UUID, str] = {}
    for name in files:
        with told_at(name):
            data = read(source, name)
            key, slug = (
                working_copies.identity_in(data)
                if name.endswith(".json")
                else markdown.identity_in(_decoded(data))
            )
            if key in seen:
                raise ArchiveProblem(f"This is the same article as {seen[key]}.")
            if slug in found:
                raise ArchiveProblem(f"{seen[found[slug]]} has the slug “{slug}” too.")
        found[slug], seen[key] = key, name
    return found


def _working_copy(data: bytes, name: str, known: Names) -> WorkingCopy:
    if name.endswith(".json"):
        copy = working_copies.from_json(data, known)
    else:
        copy = markdown.from_markdown(_decoded(data), known)
    if copy.modified_by is not None and copy.modified_by not in known.accounts:
        raise ArchiveProblem(f"There is no account “{copy.modified_by}”.")
    return copy


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ArchiveProblem("This is not UTF-8.") from None


def _store(copies: list[WorkingCopy], accounts: Mapping[str, int]) -> None:
    articles = []
    for copy in copies:
        content = copy.content
        article = Article(
            pk=content.id,
            also_called=list(content.also_called),
            modified_at=copy.modified_at,
            modified_by_id=accounts[copy.modified_by] if copy.modified_by else None,
            **{name: getattr(content, name) for name in OWN_FIELDS},
        )
        articles.append(article)
    Article.objects.bulk_create(articles)
    for article, copy in zip(articles, copies, strict=True):
        # What was stored is the time of the insertion.
        article.created_at = copy.created_at
    Article.objects.bulk_update(articles, ["created_at"])
    _create(Section, copies, lambda content: map(asdict, content.sections))
    _create(FAQ, copies, lambda content: map(asdict, content.faqs))
    _create(Reference, copies, lambda content: map(asdict, content.references))
    _create(ArticleAuthor, copies, lambda content: _named(content.author_ids))
    _create(ArticleReviewer, copies, lambda content: _named(content.reviewer_ids))


def _named(ids: Iterable[int]) -> Iterator[dict[str, int]]:
    return ({"person_id": key} for key in ids)


def _create(model: type[Model], copies: list[WorkingCopy], parts_of: Callable[[Any], Any]) -> None:
    model._default_manager.bulk_create(
        model(article_id=copy.content.id, position=position, **values)
        for copy in copies
        for position, values in enumerate(parts_of(copy.content), start=1)
    )
