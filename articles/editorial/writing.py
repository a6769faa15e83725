"""Sets a working copy to a given Content: the inverse of `documents.loading.load`."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from articles.documents.content import (
    OWN_FIELDS,
    Content,
    FAQContent,
    ReferenceContent,
    SectionContent,
)
from articles.models import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    Reference,
    RelatedArticle,
    Section,
)
from articles.models.inserting import insert_rows

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def write_content(content: Content, *, by: "AbstractBaseUser | None") -> Article:
    """Make the working copy with `content.id` say exactly `content`; gives the article.

    A working copy that isn't there is created. Sections and FAQs keep their rows where the anchor
    stays. Everything is one transaction.

    Raises:
        django.db.IntegrityError: `content` names a topic, person, notice or article that doesn't
            exist, or breaks another constraint.
    """
    with transaction.atomic():
        if not Article.objects.filter(pk=content.id).exists():
            [article] = create_all([content], by=by)
            return article
        values = _values(content, by)
        article = Article(pk=content.id, **values)
        Article.objects.filter(pk=content.id).update(modified_at=timezone.now(), **values)
        _write_keyed(article, Section, content.sections)
        _write_keyed(article, FAQ, content.faqs)
        for model in (Reference, ArticleAuthor, ArticleReviewer, RelatedArticle):
            model._default_manager.filter(article=article).delete()
        _create_lists([content])
    return article


def create_all(
    contents: Sequence[Content], *, by: "AbstractBaseUser | None" = None
) -> list[Article]:
    """Create working copies that aren't there, in as few statements as one would take.

    Raises:
        django.db.IntegrityError: as for `write_content`.
    """
    articles = [Article(pk=content.id, **_values(content, by)) for content in contents]
    with transaction.atomic(savepoint=False):
        Article.objects.bulk_create(articles)
        _create(Section, SectionContent, [(each.id, each.sections) for each in contents])
        _create(FAQ, FAQContent, [(each.id, each.faqs) for each in contents])
        _create_lists(contents)
    return articles


def _values(content: Content, by: "AbstractBaseUser | None") -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(content, name) for name in OWN_FIELDS}
    return values | {
        "also_called": list(content.also_called),
        "modified_by_id": by.pk if by else None,
    }


def _create_lists(contents: Sequence[Content]) -> None:
    """The rows that have nothing by which they could be found again."""
    _create(Reference, ReferenceContent, [(each.id, each.references) for each in contents])
    for model, column, name in (
        (ArticleAuthor, "person", "author_ids"),
        (ArticleReviewer, "person", "reviewer_ids"),
        (RelatedArticle, "target", "related_ids"),
    ):
        insert_rows(
            model,
            ("article", "position", column),
            (
                (each.id, position, key)
                for each in contents
                for position, key in enumerate(getattr(each, name), start=1)
            ),
        )


def _create(
    model: type[Model], kind: type[Any], parts: Iterable[tuple[UUID, Sequence[Any]]]
) -> None:
    """Insert a row for each of the parts, which are of this kind and have the model's fields."""
    names = [field.name for field in fields(kind)]
    values = attrgetter(*names)
    insert_rows(
        model,
        ("article", "position", *names),
        (
            (key, position, *values(part))
            for key, own in parts
            for position, part in enumerate(own, start=1)
        ),
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
