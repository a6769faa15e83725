"""Moving: a live article gets another address, and nothing else of it changes."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.documents.content import Content
from articles.models import Article, Change, Document, Edition, Schedule, ScheduledAct

from . import issuing, permissions
from .publishing import (
    CannotPublish,
    NothingToPublish,
    NotLive,
    documents_concerned,
    refuse_unless_publishable,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def move(
    article: Article,
    *,
    slug: str,
    by: "AbstractBaseUser | None",
    note: str = "",
    at: datetime | None = None,
) -> Edition:
    """Give the live `article` the address `slug`; the old one leads there from now on.

    What is live is issued anew under the new address, with the sign-off that it has. Edits that
    aren't published stay a draft, whose address becomes `slug` too.

    Args:
        note: the public change note.
        at: when, an aware time; now by default.

    Raises:
        NotLive: it isn't live; a draft's address is changed on its page.
        NothingToPublish: it has this address already.
        CannotPublish: another article has the slug, the slug is none, or a publication of the
            article is scheduled, which would bring the old address back.
        PermissionDenied: `by` may not move articles.
    """
    permissions.require(by, permissions.MOVE)
    at = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        Change.objects.lock()
        document = Document.objects.select_related("edition").filter(pk=article.pk).first()
        if document is None:
            raise NotLive(f"“{article}” is not live, so there is no address to move.")
        live = document.edition
        content = replace(Content.from_json(live.content), slug=slug)
        _, holder = documents_concerned(content)
        if document.slug == slug:
            raise NothingToPublish(f"“{article}” is at “{slug}” already.")
        refuse_unless_publishable(content, document, holder)
        _refuse_unless_free(content)
        _refuse_while_scheduled(content)
        # Who last edited the draft stays as it was: whoever moves it has not read it.
        Article.objects.filter(pk=article.pk).update(slug=slug, modified_at=timezone.now())
        return issuing.issue(
            content,
            document,
            by=by,
            note=note,
            is_correction=False,
            sign_off=live.sign_off,
            exception_reason=live.exception_reason,
            at=at,
        )


def _refuse_unless_free(content: Content) -> None:
    longest = Article._meta.get_field("slug").max_length
    if longest is not None and len(content.slug) > longest:
        raise CannotPublish(f"An address has at most {longest} characters.")
    other = Article.objects.filter(slug=content.slug).exclude(pk=content.id).first()
    if other:
        raise CannotPublish(
            f"“{content.slug}” is the address of “{other}”. Give that article another one first, "
            "or choose another here."
        )


def _refuse_while_scheduled(content: Content) -> None:
    scheduled = Schedule.objects.filter(
        article=content.id, act=ScheduledAct.PUBLISH, finished_at__isnull=True
    )
    if scheduled.exists():
        raise CannotPublish(
            "A publication of this article is scheduled under its present address. Cancel that "
            "first, or move the article afterwards."
        )
