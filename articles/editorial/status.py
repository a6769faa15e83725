"""Where an article stands: draft, live, live with unpublished changes, or withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from articles.documents.content import Content
from articles.documents.loading import load, load_many
from articles.models import Article, Document, Edition, SignOff


@dataclass(frozen=True, slots=True)
class Status:
    """`content_hash` is the working copy's; `differs` says that it isn't what is live."""

    content_hash: str
    is_live: bool = False
    differs: bool = False
    was_live: bool = False
    edition_number: int | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    live_slug: str | None = None
    # Of the edition that is live: who approved it, or why it went live all the same.
    sign_off: SignOff | None = None
    exception_reason: str = ""

    @property
    def label(self) -> str:
        if self.is_live:
            return "Live, with unpublished changes" if self.differs else "Live"
        return "Withdrawn" if self.was_live else "Draft"


# What a status takes of the documents: the large columns stay where they are.
_COLUMNS = (
    "slug",
    "published_at",
    "updated_at",
    "edition__number",
    "edition__content_hash",
    "edition__exception_reason",
    "edition__sign_off__name",
    "edition__sign_off__credentials",
    "edition__sign_off__signed_at",
)


def status_of(article: Article, *, content: Content | None = None) -> Status:
    """The status of `article`, whose working copy is `content`, loaded if it isn't given."""
    content = content or load(article)
    return _statuses({article.pk: content.hash})[article.pk]


def statuses(articles: Iterable[Article]) -> dict[UUID, Status]:
    """The status of each article, in a constant number of queries."""
    contents = load_many(articles)
    return _statuses({article_id: content.hash for article_id, content in contents.items()})


def _statuses(hashes: dict[UUID, str]) -> dict[UUID, Status]:
    rows = Document.objects.filter(pk__in=hashes).select_related("edition__sign_off")
    live = {row.pk: row for row in rows.only(*_COLUMNS)}
    editions = Edition.objects.filter(article__in=hashes.keys() - live.keys(), number=1)
    withdrawn = set(editions.values_list("article", flat=True))
    return {
        article_id: _live_status(content_hash, live[article_id])
        if article_id in live
        else Status(content_hash=content_hash, was_live=article_id in withdrawn)
        for article_id, content_hash in hashes.items()
    }


def _live_status(content_hash: str, document: Document) -> Status:
    return Status(
        content_hash=content_hash,
        is_live=True,
        was_live=True,
        differs=document.edition.content_hash != content_hash,
        edition_number=document.edition.number,
        published_at=document.published_at,
        updated_at=document.updated_at,
        live_slug=document.slug,
        sign_off=document.edition.sign_off,
        exception_reason=document.edition.exception_reason,
    )
