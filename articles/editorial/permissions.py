"""Who may do what. The acts themselves ask here, so no way into Galley goes round it."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

VIEW = "articles.view_article"
EDIT = "articles.change_article"
SIGN_OFF = "articles.sign_off_article"
PUBLISH = "articles.publish_article"
SCHEDULE = "articles.schedule_article"
MOVE = "articles.move_article"
PUBLISH_WITHOUT_SIGN_OFF = "articles.publish_without_sign_off"


def may(user: "AbstractBaseUser | None", *permissions: str) -> bool:
    """Whether `user` has one of `permissions`; None, the command line, may do everything."""
    if user is None:
        return True
    has_perm = getattr(user, "has_perm", None)
    return has_perm is not None and any(has_perm(permission) for permission in permissions)


def require(user: "AbstractBaseUser | None", *permissions: str) -> None:
    """Refuse an act to somebody who has none of `permissions`.

    Raises:
        django.core.exceptions.PermissionDenied: the admin answers 403.
    """
    if not may(user, *permissions):
        wanted = " or ".join(permissions)
        raise PermissionDenied(f"This takes the permission {wanted}.")
