"""Publishing and withdrawing: what editors do that readers see at once.

Each act is one transaction that holds the change lock: edition, document, passages, redirect and
change come together or not at all.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.documents import storing
from articles.documents.content import Content
from articles.documents.events import Told
from articles.documents.loading import load
from articles.documents.richtext import plain_text
from articles.models import (
    Article,
    Change,
    ChangeKind,
    Document,
    Edition,
    Redirect,
    SignOff,
)

from . import issuing, permissions
from .approval import standing_sign_off
from .checking import findings_for
from .checks import Finding, Severity
from .working_copy import lock, with_anchors

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


# The checks that only say what publishing asks for itself, and may make an exception of.
SIGN_OFF_CHECKS = {"sign_off.missing", "sign_off.outdated"}
# Addresses below `articles/` that are lists of the API.
RESERVED_SLUGS = {"popular"}
# The reason that an edition keeps where nobody was asked for one.
FROM_COMMAND_LINE = "Published from the command line."


class PublishingError(Exception):
    """An act of publishing that was refused; its text says why, for editors."""


class NothingToPublish(PublishingError):  # noqa: N818
    """The working copy is what is live already."""


class ContentChanged(PublishingError):  # noqa: N818
    """The working copy is not what the caller saw."""


class NotLive(PublishingError):  # noqa: N818
    """The article can't be withdrawn, since it isn't live."""


class CannotPublish(PublishingError):  # noqa: N818
    """The content can't go live as it is."""


class ChecksFailed(CannotPublish):
    """The checks found errors, which are `findings`."""

    def __init__(self, findings: Collection[Finding]) -> None:
        self.findings = findings
        told = " ".join(f"{found.place}: {found.message}" for found in findings)
        super().__init__(f"This has to be mended first. {told}")


class SignOffMissing(CannotPublish):
    """The content is not signed off, and no reason was given to publish it all the same."""


def publish(
    article: Article,
    *,
    by: "AbstractBaseUser | None",
    note: str = "",
    is_correction: bool = False,
    exception_reason: str = "",
    expected_hash: str | None = None,
    written: Content | None = None,
    going_live: Collection[UUID] = (),
    at: datetime | None = None,
) -> Edition:
    """Make the working copy of `article`, as the database has it, what readers get.

    Args:
        by: who publishes; None from the command line.
        note: the public change note.
        is_correction: the edition mends what was wrong; readers are told so.
        exception_reason: why it goes live without a sign-off, where one is required. The edition
            keeps it only where there is no sign-off.
        expected_hash: the hash of the content that the caller saw; anything else is refused.
        written: the content that the caller has written in this very transaction, with all its
            anchors: an importer then needs not read it back.
        going_live: articles that the caller publishes in this very transaction.
        at: when it goes live, an aware time; now by default. Kept to the second, and never before
            the edition that it follows, whatever the clock says.

    Raises:
        NothingToPublish: the article is live with exactly this content.
        ContentChanged: `expected_hash` is not the content's.
        CannotPublish: another live article has the slug, the slug is none, the title shows
            nothing, or the content can't be stored.
        ChecksFailed: the checks found errors. The command line isn't asked to mend them: what it
            brings in was published elsewhere, and `check_articles` lists what is to be done.
        SignOffMissing: it is not signed off.
        PermissionDenied: `by` may not publish, not move a live article, or not make exceptions.
    """
    permissions.require(by, permissions.PUBLISH)
    at = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        Change.objects.lock()
        content = written or content_of(article, expected_hash)
        document, holder = documents_concerned(content)
        refuse_unless_publishable(content, document, holder)
        if document and document.slug != content.slug:
            permissions.require(by, permissions.MOVE)
        if by:
            refuse_errors(content, going_live)
        sign_off, exception_reason = approval_for(content, exception_reason, by=by)
        return issuing.issue(
            content,
            document,
            by=by,
            note=note,
            is_correction=is_correction,
            sign_off=sign_off,
            exception_reason=exception_reason,
            at=at,
        )


def publish_new(contents: Sequence[Content], *, exception_reason: str) -> list[Edition]:
    """Make articles that were created in this very transaction what readers get, all or none.

    For what the command line brings in: nobody can have published or signed them off, nothing of
    it is looked up, and there are as many statements for many as for one. Links between them
    resolve at once.

    Args:
        contents: what was written, with all its anchors; no two have the same slug.

    Raises:
        CannotPublish: as for `publish`.
    """
    at = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        Change.objects.lock()
        slugs = [content.slug for content in contents]
        holders = {
            row.slug: row for row in Document.objects.filter(slug__in=slugs).only("slug", "title")
        }
        for content in contents:
            refuse_unless_publishable(content, None, holders.get(content.slug))
        reason = exception_reason if settings.REQUIRE_SIGN_OFF else ""
        return issuing.issue_new(contents, exception_reason=reason, at=at)


def unpublish(
    article: Article,
    *,
    by: "AbstractBaseUser | None",
    explanation: str = "",
    alternative: Article | None = None,
    at: datetime | None = None,
) -> None:
    """Withdraw `article`: every slug it ever had answers 410 until it is published again.

    Args:
        explanation: what readers are told; plain text.
        alternative: the article that readers are sent to instead.

    Raises:
        NotLive: it isn't live.
        PermissionDenied: `by` may not unpublish.
    """
    permissions.require(by, permissions.PUBLISH)
    at = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        Change.objects.lock()
        document = Document.objects.select_related("edition").filter(pk=article.pk).first()
        if document is None:
            raise NotLive(f"“{article}” is not live.")
        at = max(at, document.updated_at)
        number, slug, card = document.edition.number, document.slug, document.card
        explanation = plain_text(explanation)
        storing.remove(document)
        Redirect.objects.create(slug=slug, article_id=article.pk, created_at=at)
        Redirect.objects.filter(article_id=article.pk).update(
            explanation=explanation,
            alternative=alternative if alternative != article else None,
        )
        told = Told(card=card, explanation=explanation)
        issuing.record(article.pk, ChangeKind.UNPUBLISHED, slug, number, told=told, at=at)
        storing.recompile(storing.documents_linking_to([article.pk]), at=at)


def content_of(article: Article, expected_hash: str | None) -> Content:
    """The working copy with all its anchors, if it is what the caller saw.

    Raises:
        ContentChanged: it isn't.
    """
    lock(article)
    # Before anchors are filled in, for the caller saw it without.
    if expected_hash is not None and load(article).hash != expected_hash:
        raise ContentChanged(
            "The article was edited since you looked at it. Look at it again, then publish."
        )
    return with_anchors(article)


def documents_concerned(content: Content) -> tuple[Document | None, Document | None]:
    """The article's own document, and that of another article which has its slug. One query."""
    rows = Document.objects.select_related("edition").filter(
        Q(pk=content.id) | Q(slug=content.slug)
    )
    own = holder = None
    for row in rows.order_by():
        if row.pk == content.id:
            own = row
        else:
            holder = row
    return own, holder


def refuse_unless_publishable(
    content: Content,
    document: Document | None,
    holder: Document | None,
) -> None:
    """Refuse what can't go live beside these two documents (see `documents_concerned`).

    Raises:
        NothingToPublish, CannotPublish: as `publish`.
    """
    try:
        content_hash = content.hash
    except TypeError as error:
        raise CannotPublish(
            "A text holds half of a character (a lone surrogate), which can't be stored. "
            "Delete it, save, then publish."
        ) from error
    if document and document.edition.content_hash == content_hash:
        raise NothingToPublish("Nothing has changed since the edition that is live.")
    try:
        validate_slug(content.slug)
    except ValidationError as error:
        raise CannotPublish(
            f"“{content.slug}” can't be an address: only letters without accents, digits, "
            "hyphens and underscores can."
        ) from error
    if content.slug in RESERVED_SLUGS:
        raise CannotPublish(f"“{content.slug}” is the address of a list: choose another slug.")
    if not plain_text(content.title):
        raise CannotPublish("The title shows nothing: it is empty without its markup.")
    if holder:
        raise CannotPublish(
            f"The address “{content.slug}” is still that of the live article “{holder.title}”. "
            "Publish that one under its new address first, or choose another slug."
        )


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that block publishing. A missing sign-off does so by itself."""
    return [
        found
        for found in findings
        if found.severity is Severity.ERROR and found.id not in SIGN_OFF_CHECKS
    ]


def refuse_errors(content: Content, going_live: Collection[UUID] = ()) -> None:
    """Refuse a content in which the checks find errors.

    Raises:
        ChecksFailed: they do.
    """
    errors = errors_in(findings_for(content, going_live=going_live))
    if errors:
        raise ChecksFailed(errors)


def approval_for(
    content: Content,
    exception_reason: str,
    *,
    by: "AbstractBaseUser | None",
) -> tuple[SignOff | None, str]:
    """The sign-off of the content, or the reason for which it goes live without one.

    Raises:
        SignOffMissing: there is neither, and one is required.
        PermissionDenied: `by` may not make exceptions.
    """
    sign_off = standing_sign_off(content)
    if sign_off or not settings.REQUIRE_SIGN_OFF:
        return sign_off, ""
    reason = exception_reason.strip() or ("" if by else FROM_COMMAND_LINE)
    if reason:
        permissions.require(by, permissions.PUBLISH_WITHOUT_SIGN_OFF)
        return None, reason
    raise SignOffMissing(
        "Nobody has signed off exactly this content. Ask for a review first; an administrator "
        "can publish without one, giving a reason."
    )
