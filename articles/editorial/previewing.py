"""Previews: links through which somebody without an account reads one article's working copy."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from articles.models import Article, Preview

from . import permissions

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# Whoever works on an article in any way may show it around.
MAY_SHARE = (permissions.EDIT, permissions.SIGN_OFF, permissions.PUBLISH)
_PADDING = "=="


class PreviewError(Exception):
    """A token that opens nothing; its text says why, for whoever follows the link."""


class PreviewUnknown(PreviewError):  # noqa: N818
    """Nobody made this token, or its article was deleted."""


class PreviewExpired(PreviewError):  # noqa: N818
    """The time of the link has run out."""


class PreviewRevoked(PreviewError):  # noqa: N818
    """Somebody took the link back."""


def share(
    article: Article,
    *,
    by: "AbstractBaseUser",
    label: str = "",
    max_age: timedelta | None = None,
    at: datetime | None = None,
) -> Preview:
    """Make a link to the working copy of `article`.

    Args:
        label: for whom it is; plain text. Without one it is the maker's own.
        max_age: how long it works; `PREVIEW_MAX_AGE` by default, and never longer.

    Raises:
        PermissionDenied: `by` works on no article.
    """
    permissions.require(by, *MAY_SHARE)
    at = at or timezone.now()
    longest = timedelta(seconds=settings.PREVIEW_MAX_AGE)
    max_age = min(max_age, longest) if max_age else longest
    return Preview.objects.create(
        article=article,
        created_by_id=by.pk,
        label=label.strip(),
        created_at=at,
        expires_at=at + max_age,
    )


def own_preview(article: Article, *, by: "AbstractBaseUser", at: datetime | None = None) -> Preview:
    """The link for `by` alone: the one made before, while most of its time is left, or a new one.

    Raises:
        PermissionDenied: `by` works on no article.
    """
    permissions.require(by, *MAY_SHARE)
    at = at or timezone.now()
    own = Preview.objects.filter(
        article=article,
        created_by=by.pk,
        label="",
        revoked_at=None,
        expires_at__gt=at + timedelta(seconds=settings.PREVIEW_MAX_AGE) / 2,
    )
    return own.first() or share(article, by=by, at=at)


def revoke(preview: Preview, *, by: "AbstractBaseUser | None", at: datetime | None = None) -> None:
    """Take a link back: it opens nothing from now on. Doing so twice changes nothing.

    Raises:
        PermissionDenied: `by` works on no article.
    """
    permissions.require(by, *MAY_SHARE)
    still_open = Preview.objects.filter(pk=preview.pk, revoked_at=None)
    still_open.update(revoked_at=at or timezone.now())


def token_of(preview: Preview) -> str:
    """What stands in the link: the preview's id, signed. The same each time."""
    key = urlsafe_b64encode(preview.pk.bytes).decode().rstrip("=")
    return _signer().sign(key)


def _signer() -> Signer:
    # A dot needs no escaping in an address, nor does the rest of a token.
    return Signer(salt="galley.preview", sep=".")


def open_preview(token: str, *, at: datetime | None = None) -> Preview:
    """The preview that `token` stands for, with its article. One query; none for a forged token.

    Raises:
        PreviewUnknown: nobody made this token, or its article was deleted.
        PreviewExpired: its time has run out.
        PreviewRevoked: it was taken back.
    """
    try:
        key = UUID(bytes=urlsafe_b64decode(_signer().unsign(token) + _PADDING))
    except (BadSignature, ValueError):
        key = None
    preview = Preview.objects.select_related("article").filter(pk=key).first() if key else None
    if preview is None:
        raise PreviewUnknown("There is no such preview. Check that the whole link was copied.")
    if preview.revoked_at:
        raise PreviewRevoked(
            "This preview was revoked. Ask whoever sent you the link for a new one."
        )
    if preview.expires_at <= (at or timezone.now()):
        raise PreviewExpired(
            "This preview has expired. Ask whoever sent you the link for a new one."
        )
    return preview


def previews_of(article: Article, *, at: datetime | None = None) -> list[Preview]:
    """The links to `article` that work now, newest first, each with who made it."""
    open_ones = Preview.objects.filter(
        article=article, revoked_at=None, expires_at__gt=at or timezone.now()
    )
    return list(open_ones.select_related("created_by"))
