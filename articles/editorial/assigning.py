"""Giving a working copy its topic or its reviewer without opening it. Readers see nothing yet."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticleReviewer, Person, Topic

from . import permissions
from .working_copy import lock

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def set_topic(article: Article, topic: Topic, *, by: "AbstractBaseUser | None") -> bool:
    """Put the working copy of `article` under `topic`. False: it was there already.

    Raises:
        PermissionDenied: `by` may not edit.
    """
    permissions.require(by, permissions.EDIT)
    with transaction.atomic():
        lock(article)
        if Article.objects.filter(pk=article.pk, topic=topic).exists():
            return False
        Article.objects.filter(pk=article.pk).update(topic=topic)
        _edited(article, by=by)
    return True


def set_reviewer(article: Article, person: Person, *, by: "AbstractBaseUser | None") -> bool:
    """Make `person` the one reviewer of the working copy. False: so it was already.

    Raises:
        PermissionDenied: `by` may not edit.
    """
    permissions.require(by, permissions.EDIT)
    with transaction.atomic():
        lock(article)
        rows = ArticleReviewer.objects.filter(article=article.pk)
        if list(rows.values_list("person", flat=True)) == [person.pk]:
            return False
        rows.delete()
        ArticleReviewer.objects.create(article_id=article.pk, person=person, position=1)
        _edited(article, by=by)
    return True


def _edited(article: Article, *, by: "AbstractBaseUser | None") -> None:
    Article.objects.filter(pk=article.pk).update(
        modified_at=timezone.now(), modified_by=by.pk if by else None
    )
