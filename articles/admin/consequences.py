"""What publishing or unpublishing an article would do, for the page that asks before the act."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from articles.documents import storing
from articles.documents.content import Content
from articles.documents.gathering import site
from articles.documents.loading import load, load_many
from articles.documents.surroundings import api_url
from articles.editorial.approval import standing_sign_off
from articles.editorial.changes import ChangedPart, summarise_changes
from articles.editorial.checking import findings_for, findings_for_many
from articles.editorial.checks import Finding, Severity
from articles.editorial.publishing import SIGN_OFF_CHECKS, errors_in
from articles.editorial.publishing_together import not_live_around
from articles.editorial.review_state import states_of
from articles.editorial.status import Status, status_of
from articles.models import Article, Document, Edition, Redirect, SignOff


@dataclass(frozen=True)
class Companion:
    """An article that isn't live, and could go live along with the one that is published."""

    article: Article
    content_hash: str
    sign_off: SignOff | None
    findings: list[Finding]

    @property
    def key(self) -> str:
        """What its checkbox sends: which article, and the content that the page has judged."""
        return f"{self.article.pk}:{self.content_hash}"

    @property
    def errors(self) -> list[Finding]:
        return errors_in(self.findings)

    @property
    def warnings(self) -> list[Finding]:
        return warnings_in(self.findings)

    @property
    def needs_reason(self) -> bool:
        return settings.REQUIRE_SIGN_OFF and self.sign_off is None


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
    sign_off: SignOff | None
    findings: list[Finding]
    # What it links to or picks, what that links to, and so on, as far as it isn't live.
    not_live: list["Companion"]

    @property
    def errors(self) -> list[Finding]:
        return errors_in(self.findings)

    @property
    def warnings(self) -> list[Finding]:
        return warnings_in(self.findings)

    @property
    def needs_reason(self) -> bool:
        """Whether it takes an exception to publish it."""
        return settings.REQUIRE_SIGN_OFF and self.sign_off is None

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
        sign_off=standing_sign_off(content),
        findings=_besides_sign_off(findings_for(content)),
        not_live=_not_live(content),
    )


def of_unpublishing(article: Article) -> Withdrawal | None:
    """None: the article isn't live."""
    document = Document.objects.filter(pk=article.pk).only("slug").first()
    if document is None:
        return None
    older = Redirect.objects.filter(article_id=article.pk)
    linked_from = storing.documents_linking_to([article.pk]).exclude(pk=article.pk)
    return Withdrawal(
        slug=document.slug,
        older_slugs=[str(redirect) for redirect in older],
        linked_from=list(linked_from.only("title").order_by("sort_title")),
    )


def _former_holder(content: Content) -> Article | None:
    redirects = Redirect.objects.filter(slug=content.slug).exclude(article_id=content.id)
    return Article.objects.filter(pk__in=redirects.values("article_id")).first()


def _not_live(content: Content) -> list[Companion]:
    articles = not_live_around(content)
    contents = load_many(articles)
    hashes = {key: one.hash for key, one in contents.items()}
    states = states_of(articles, hashes=hashes)
    found = dict(zip(contents, findings_for_many(list(contents.values())), strict=True))
    return [
        Companion(
            article=article,
            content_hash=hashes[article.pk],
            sign_off=states[article.pk].sign_off,
            findings=_besides_sign_off(found[article.pk]),
        )
        for article in articles
    ]


def _besides_sign_off(findings: Iterable[Finding]) -> list[Finding]:
    """Whether it is signed off, the page says in words of its own."""
    return [found for found in findings if found.id not in SIGN_OFF_CHECKS]


def warnings_in(findings: Iterable[Finding]) -> list[Finding]:
    return [found for found in findings if found.severity is Severity.WARNING]
