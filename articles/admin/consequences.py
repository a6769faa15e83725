"""What publishing or unpublishing an article would do, for the page that asks before the act."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from articles.documents import storing
from articles.documents.content import Content
from articles.documents.gathering import site, surroundings_of
from articles.documents.links import linked_ids
from articles.documents.loading import load
from articles.documents.surroundings import api_url
from articles.editorial.changes import ChangedPart, summarise_changes
from articles.editorial.status import Status, status_of
from articles.models import Article, Document, Edition, Redirect


@dataclass(frozen=True)
class Publication:
    """What `publish` would do with the content of `status.content_hash`."""

    status: Status
    edition_number: int
    slug: str
    # None: the article isn't live, so there is nothing to compare with.
    changes: list[ChangedPart] | None
    # The other article that gives up this address for good.
    takes_over_from: Article | None
    not_live: list[Article]

    @property
    def web_url(self) -> str:
        return site().web_url(self.slug)

    @property
    def moves(self) -> bool:
        return self.status.is_live and self.status.live_slug != self.slug

    @property
    def nothing_to_do(self) -> bool:
        return self.status.is_live and not self.status.differs


@dataclass(frozen=True)
class Withdrawal:
    """What `unpublish` would do."""

    slug: str
    older_slugs: list[str]
    linked_from: list[Document]

    @property
    def web_url(self) -> str:
        return site().web_url(self.slug)

    @property
    def api_url(self) -> str:
        return api_url("articles", self.slug)


def of_publishing(article: Article) -> Publication:
    content = load(article)
    newest = Edition.objects.filter(article=article).order_by("-number").only("number").first()
    live = Edition.objects.filter(document=article.pk).first()
    old = Content.from_json(live.content) if live else None
    return Publication(
        status=status_of(article),
        edition_number=newest.number + 1 if newest else 1,
        slug=content.slug,
        changes=summarise_changes(old, content) if old else None,
        takes_over_from=_former_holder(content),
        not_live=_not_live(content),
    )


def of_unpublishing(article: Article) -> Withdrawal | None:
    """None: the article isn't live."""
    document = Document.objects.filter(pk=article.pk).only("slug").first()
    if document is None:
        return None
    older = Redirect.objects.filter(article_id=article.pk).values_list("slug", flat=True)
    linked_from = storing.documents_linking_to(article.pk).exclude(pk=article.pk)
    return Withdrawal(
        slug=document.slug,
        older_slugs=list(older),
        linked_from=list(linked_from.only("title").order_by("sort_title")),
    )


def _former_holder(content: Content) -> Article | None:
    redirects = Redirect.objects.filter(slug=content.slug).exclude(article_id=content.id)
    return Article.objects.filter(pk__in=redirects.values("article_id")).first()


def _not_live(content: Content) -> list[Article]:
    """The articles that readers won't see a link to, since they aren't live."""
    around = surroundings_of([content])
    missing: Iterable[UUID] = linked_ids(content, around)
    missing = [key for key in missing if key not in around.articles]
    return list(Article.objects.filter(pk__in=missing).order_by("title"))
