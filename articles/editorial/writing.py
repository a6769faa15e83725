"""Sets a working copy to a given Content: the inverse of `documents.loading.load`."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from articles.documents.content import OWN_FIELDS, Content
from articles.models import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    Reference,
    RelatedArticle,
    Section,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def write_content(
    content: Content, *, by: "AbstractBaseUser | None", is_new: bool = False
) -> Article:
    """Make the working copy with `content.id` say exactly `content`; gives the article.

    A working copy that isn't there is created. Sections and FAQs keep their rows where the anchor
    stays. Everything is one transaction. `is_new` says that there is none, which spares the look.

    Raises:
        django.db.IntegrityError: `content` names a topic, person, notice or article that doesn't
            exist, or breaks another constraint.
    """
    values: dict[str, Any] = {name: getattr(content, name) for name in OWN_FIELDS}
    values |= {"also_called": list(content.also_called), "modified_by_id": by.pk if by else None}
    with transaction.atomic():
        article = Article(pk=content.id, **values)
        if not is_new and Article.objects.filter(pk=content.id).exists():
            Article.objects.filter(pk=content.id).update(modified_at=timezone.now(), **values)
            _write_keyed(article, Section, content.sections)
            _write_keyed(article, FAQ, content.faqs)
            for model in (Reference, ArticleAuthor, ArticleReviewer, RelatedArticle):
                model._default_manager.filter(article=article).delete()
        else:
            article.save(force_insert=True)
            _create(article, Section, map(asdict, content.sections))
            _create(article, FAQ, map(asdict, content.faqs))
        _create(article, Reference, map(asdict, content.references))
        _create(article, ArticleAuthor, ({"person_id": key} for key in content.author_ids))
        _create(article, ArticleReviewer, ({"person_id": key} for key in content.reviewer_ids))
        _create(article, RelatedArticle, ({"target_id": key} for key in content.related_ids))
    return article


def _create(article: Article, model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    numbered = enumerate(rows, start=1)
    model._default_manager.bulk_create(
        model(article_id=article.pk, position=position, **values) for position, values in numbered
    )


def _write_keyed(article: Article, model: type[Model], parts: Sequence[Any]) -> None:
    """Write sections or FAQs: update the row with the same anchor, create and delete the others."""
    existing: list[Any] = list(model._default_manager.filter(article=article))
    rows = {row.anchor: row for row in existing}
    kept: list[Any] = []
    new: list[Any] = []
    for position, part in enumerate(parts, start=1):
        values = {"position": position, **asdict(part)}
        row = rows.pop(part.anchor, None) if part.anchor else None
        if row is None:
            new.append(model(article_id=article.pk, **values))
            continue
        for name, value in values.items():
            setattr(row, name, value)
        kept.append(row)
    stale = model._default_manager.filter(article=article)
    stale.exclude(pk__in=[row.pk for row in kept]).delete()
    if kept:
        model._default_manager.bulk_update(kept, ["position", *asdict(parts[0])])
    model._default_manager.bulk_create(new)
