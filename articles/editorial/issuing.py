"""What every edition comes with: its document, the redirect, the change, and links to it renewed.

Everything here runs inside the transaction of the act that calls it, which holds the change lock
(`Change.objects.lock`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from articles.documents import outbox, storing
from articles.documents.compiled import CompiledDocument, Publication
from articles.documents.compiler import compile_document
from articles.documents.content import Content
from articles.documents.events import Told
from articles.documents.gathering import (
    corrections_of,
    facts_of_card,
    facts_of_content,
    surroundings_of,
)
from articles.documents.surroundings import Surroundings
from articles.models import (
    Change,
    ChangeKind,
    ChangeSubject,
    Document,
    Edition,
    Redirect,
    SignOff,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def issue(
    content: Content,
    document: Document | None,
    *,
    by: "AbstractBaseUser | None",
    note: str,
    is_correction: bool,
    sign_off: SignOff | None,
    exception_reason: str,
    at: datetime,
) -> Edition:
    """Make `content` the next edition and what readers get.

    Args:
        document: the article's document with its edition, if it is live.
        at: when; never before the edition that it follows, whatever the clock says.
    """
    last = document.edition if document else _last_edition(content)
    at = max(at, last.published_at) if last else at
    edition = _edition(
        content,
        number=last.number + 1 if last else 1,
        by=by,
        note=note,
        is_correction=is_correction,
        sign_off=sign_off,
        exception_reason=exception_reason,
        at=at,
    )
    edition.save()
    around = surroundings_of([content])
    compiled = _write_document(edition, content, around, document, at=at)
    kind = _redirect(content, document, edition, at=at)
    record(
        content.id,
        kind,
        content.slug,
        edition.number,
        previous_slug=document.slug if document and kind is ChangeKind.MOVED else "",
        topic_path=around.topic_path(content.topic_id),
        told=Told(card=compiled.card, note=edition.note, is_correction=is_correction),
        at=at,
    )
    if document is None or facts_of_card(document.card) != facts_of_card(compiled.card):
        storing.recompile(storing.documents_linking_to([content.id]), at=at)
    return edition


def issue_new(contents: Sequence[Content], *, exception_reason: str, at: datetime) -> list[Edition]:
    """The same for articles that can have no edition yet, all at once, in as many statements as
    one would take. Nobody published them in the admin, and there is no sign-off."""
    editions = [
        _edition(content, number=1, exception_reason=exception_reason, at=at)
        for content in contents
    ]
    Edition.objects.bulk_create(editions)
    around = surroundings_of(contents)
    # They link to one another as soon as they are there.
    around.articles.update((content.id, facts_of_content(content)) for content in contents)
    publication = Publication(edition=1, published_at=at, updated_at=at)
    made = [
        (edition, compile_document(content, around, publication))
        for edition, content in zip(editions, contents, strict=True)
    ]
    storing.store_new([storing.New(*each, changed_at=at) for each in made])
    Redirect.objects.filter(slug__in=[content.slug for content in contents]).delete()
    changes = [
        _change(
            content.id,
            ChangeKind.PUBLISHED,
            content.slug,
            1,
            topic_path=around.topic_path(content.topic_id),
            at=at,
        )
        for content in contents
    ]
    Change.objects.bulk_create(changes)
    told = [Told(card=compiled.card, note="", is_correction=False) for _, compiled in made]
    outbox.announce(list(zip(changes, told, strict=True)))
    ids = [content.id for content in contents]
    storing.recompile(storing.documents_linking_to(ids).exclude(pk__in=ids), at=at)
    return editions


def record(
    article_id: UUID,
    kind: ChangeKind,
    slug: str,
    number: int,
    *,
    previous_slug: str = "",
    topic_path: str | None = None,
    told: Told,
    at: datetime,
) -> None:
    """Write the change, and tell who wants to hear of it."""
    change = _change(
        article_id,
        kind,
        slug,
        number,
        previous_slug=previous_slug,
        topic_path=topic_path,
        at=at,
    )
    change.save()
    outbox.announce([(change, told)])


def _change(
    article_id: UUID,
    kind: ChangeKind,
    slug: str,
    number: int,
    *,
    previous_slug: str = "",
    topic_path: str | None,
    at: datetime,
) -> Change:
    return Change(
        at=at,
        kind=kind,
        subject=ChangeSubject.ARTICLE,
        subject_id=str(article_id),
        slug=slug,
        edition_number=number,
        previous_slug=previous_slug,
        topic_path=topic_path,
    )


def _edition(
    content: Content,
    *,
    number: int,
    by: "AbstractBaseUser | None" = None,
    note: str = "",
    is_correction: bool = False,
    sign_off: SignOff | None = None,
    exception_reason: str,
    at: datetime,
) -> Edition:
    return Edition(
        article_id=content.id,
        number=number,
        content=content.to_json(),
        content_hash=content.hash,
        published_at=at,
        published_by_id=by.pk if by else None,
        note=note.strip(),
        is_correction=is_correction,
        sign_off=sign_off,
        exception_reason=exception_reason,
    )


def _last_edition(content: Content) -> Edition | None:
    editions = Edition.objects.filter(article=content.id).defer("content")
    return editions.order_by("-number").first()


def _write_document(
    edition: Edition,
    content: Content,
    around: Surroundings,
    document: Document | None,
    *,
    at: datetime,
) -> CompiledDocument:
    first_at = at
    if document:
        first_at = document.published_at
    elif edition.number > 1:
        first_at = Edition.objects.get(article=content.id, number=1).published_at
    # The first edition of an article has no others to ask for.
    has_corrections = edition.number > 1 or edition.is_correction
    publication = Publication(
        edition=edition.number,
        published_at=first_at,
        updated_at=at,
        corrections=corrections_of([content.id]).get(content.id, ()) if has_corrections else (),
    )
    compiled = compile_document(content, around, publication)
    storing.store(edition, compiled, changed_at=at, replace=document is not None)
    return compiled


def _redirect(
    content: Content, document: Document | None, edition: Edition, *, at: datetime
) -> ChangeKind:
    """Let old slugs lead to the article; gives the kind of change that this publication is."""
    Redirect.objects.filter(slug=content.slug).delete()
    if document is None:
        if edition.number > 1:
            # Live again: what was said of the withdrawal no longer holds.
            Redirect.objects.filter(article_id=content.id).update(explanation="", alternative=None)
        return ChangeKind.PUBLISHED
    if document.slug == content.slug:
        return ChangeKind.UPDATED
    Redirect.objects.create(slug=document.slug, article_id=content.id, created_at=at)
    return ChangeKind.MOVED
