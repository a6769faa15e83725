"""An article as it was: one of its editions, among the reference data of today."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from articles.documents.compiled import CompiledDocument, Publication
from articles.documents.compiler import compile_document
from articles.documents.content import Content
from articles.documents.gathering import corrections_of, surroundings_of
from articles.models import Change, ChangeKind, ChangeSubject, Document, Edition


class LiveArticle(NamedTuple):
    pk: UUID
    slug: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class NotYet:
    """The article was published for the first time at `since`, later than asked for."""

    since: datetime


@dataclass(frozen=True, slots=True)
class WasWithdrawn:
    """At the time asked for the article had been withdrawn, at `since`."""

    since: datetime


def live_article(slug: str) -> LiveArticle | None:
    """The live article with this slug; None if there is none. One query."""
    rows = Document.objects.order_by().filter(slug=slug)
    row = rows.values_list("pk", "slug", "published_at").first()
    return LiveArticle(*row) if row else None


def edition_at(article: LiveArticle, moment: datetime) -> int | NotYet | WasWithdrawn:
    """The number of the edition that readers got at `moment`. One query, or two."""
    changes = Change.objects.filter(subject=ChangeSubject.ARTICLE, subject_id=str(article.pk))
    last = changes.filter(at__lte=moment).order_by("-id").first()
    if last is None:
        first = changes.order_by("id").values_list("at", flat=True).first()
        return NotYet(first or article.published_at)
    if last.kind == ChangeKind.UNPUBLISHED:
        return WasWithdrawn(last.at)
    return last.edition_number or 1  # The constraint says that it is there.


def newest_number(article: LiveArticle) -> int:
    rows = Edition.objects.filter(article=article.pk).order_by("-number")
    return int(rows.values_list("number", flat=True)[0])


def compiled_edition(article: LiveArticle, number: int) -> CompiledDocument | None:
    """The edition compiled anew, at the article's address of today; None if there is none.

    At most six queries.
    """
    edition = Edition.objects.filter(article=article.pk, number=number).order_by().first()
    if edition is None:
        return None
    content = replace(Content.from_json(edition.content), slug=article.slug)
    publication = Publication(
        edition=number,
        published_at=article.published_at,
        updated_at=edition.published_at,
        corrections=corrections_of([article.pk], until=number).get(article.pk, ()),
    )
    return compile_document(content, surroundings_of([content]), publication)
