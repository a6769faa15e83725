"""Making a draft again of an article that was deleted, from one of its editions.

It is the same article, by the same id: its editions go on counting, and every address that it ever
had leads to it once it is published. Until then they answer 410, as before.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.documents.content import Content
from articles.models import Article, Document, Edition, Redirect

from . import permissions
from .history import HistoryError, PartsMissing, without_what_is_gone
from .writing import create_all

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class NotDeleted(HistoryError):  # noqa: N818
    """The article has a working copy, so an edition is brought back into that one."""


class AddressRefused(HistoryError):  # noqa: N818
    """The draft can't have this address: another article has it, or it is none."""


@dataclass(frozen=True)
class Draft:
    """What the draft would say, and what of the edition can't come back, in words."""

    content: Content
    missing: tuple[str, ...]


def draft_from(edition: Edition) -> Draft:
    """What making a draft from `edition` would give, under the edition's own address.

    Raises:
        NotDeleted: the article has a working copy.
    """
    if Article.objects.filter(pk=edition.article_id).exists():
        raise NotDeleted(
            "The article is there again. Bring the edition back from the article's history."
        )
    return Draft(*without_what_is_gone(Content.from_json(edition.content)))


def draft_again(
    edition: Edition, *, slug: str, by: "AbstractBaseUser | None", leaving_out: bool = False
) -> Article:
    """Make a draft that says what `edition` of a deleted article says. Readers see no change.

    Args:
        slug: the draft's address, which may be another one than the edition's.
        by: who does it; None from the command line.
        leaving_out: leave out what the edition names and has been deleted since.

    Raises:
        NotDeleted: the article has a working copy.
        AddressRefused: the address isn't free, or is none.
        PartsMissing: something was deleted, and `leaving_out` isn't set.
        PermissionDenied: `by` may not edit.
    """
    permissions.require(by, permissions.EDIT)
    try:
        with transaction.atomic():
            draft = draft_from(edition)
            refuse_unless_free(slug, draft.content)
            if draft.missing and not leaving_out:
                raise PartsMissing(draft.missing)
            return create_all([replace(draft.content, slug=slug)], by=by)[0]
    except IntegrityError as error:
        raise NotDeleted(
            "Somebody else made this draft, or took its address, or deleted what it names, at "
            "the same moment. Look again."
        ) from error


def refuse_unless_free(slug: str, content: Content) -> None:
    """Refuse an address that the deleted article's draft can't have. At most four queries.

    Raises:
        AddressRefused: it is no address, or another article is to be found there.
    """
    try:
        Article._meta.get_field("slug").clean(slug, None)
    except ValidationError as error:
        raise AddressRefused(f"“{slug}” can't be an address: {' '.join(error.messages)}") from error
    taken = (
        Article.objects.filter(slug=slug).first()
        or Document.objects.filter(slug=slug).only("title").first()
    )
    if taken:
        raise AddressRefused(
            f"“{slug}” is the address of “{taken.title}”. Choose another one for this draft."
        )
    moved = Redirect.objects.filter(slug=slug).exclude(article_id=content.id)
    holder = Document.objects.filter(pk__in=moved.values("article_id")).only("title").first()
    if holder:
        raise AddressRefused(
            f"“{slug}” leads readers to “{holder.title}”, which was there before it moved. "
            "Choose another address for this draft."
        )
