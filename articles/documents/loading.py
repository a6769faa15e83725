"""load(article) → Content: the one reader of the working copy."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db.models import Model

from articles.models import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    Reference,
    RelatedArticle,
    Section,
)

from .content import OWN_FIELDS, Content, FAQContent, ReferenceContent, SectionContent
from .richtext import without_control_characters

# The accessors of an article's ordered parts.
PARTS = ("sections", "faqs", "references", "author_rows", "reviewer_rows", "related_rows")


def load(article: Article) -> Content:
    """The content of the working copy as the database has it now.

    Fields of the article itself are read again too, so an instance that was changed and not
    saved, or that somebody else changed since, can't be published by mistake.

    Raises:
        Article.DoesNotExist: it was deleted.
    """
    found = load_many([article])
    if article.pk not in found:
        raise Article.DoesNotExist(f"There is no article {article.pk}.")
    return found[article.pk]


def load_many(articles: Iterable[Article]) -> dict[UUID, Content]:
    """The contents of several working copies by id, in seven queries, however many there are."""
    ids = [article.pk for article in articles]
    sections = _parts(Section, ids, SectionContent)
    faqs = _parts(FAQ, ids, FAQContent)
    references = _parts(Reference, ids, ReferenceContent)
    authors = _ids(ArticleAuthor, ids, "person_id")
    reviewers = _ids(ArticleReviewer, ids, "person_id")
    related = _ids(RelatedArticle, ids, "target_id")
    contents = {}
    # Plain values, no model instances: a publication or a list of articles loads a lot of rows.
    for row in (
        Article.objects.filter(pk__in=ids).order_by().values("id", "also_called", *OWN_FIELDS)
    ):
        key, names = row["id"], row.pop("also_called")
        contents[key] = Content(
            also_called=_names(names),
            sections=tuple(sections[key]),
            faqs=tuple(faqs[key]),
            references=tuple(references[key]),
            author_ids=tuple(authors[key]),
            reviewer_ids=tuple(reviewers[key]),
            related_ids=tuple(related[key]),
            **row,
        )
    return {key: contents[key] for key in ids if key in contents}


def _names(stored: Any) -> tuple[str, ...]:
    """The texts in a JSON column, which holds whatever was put there past the forms.

    Its escapes can spell lone surrogates (on SQLite), which no other column can hold.
    """
    names = stored if isinstance(stored, list) else []
    return tuple(without_control_characters(name) for name in names if isinstance(name, str))


def _parts(model: type[Model], ids: list[UUID], value: Callable[..., Any]) -> dict[UUID, list[Any]]:
    names = [field.name for field in fields(value)]  # type: ignore[arg-type]
    return _grouped(model, ids, names, lambda row: value(*row))


def _ids(model: type[Model], ids: list[UUID], name: str) -> dict[UUID, list[Any]]:
    return _grouped(model, ids, [name], lambda row: row[0])


def _grouped(
    model: type[Model], ids: list[UUID], names: list[str], value: Callable[[tuple[Any, ...]], Any]
) -> dict[UUID, list[Any]]:
    """The rows of each article in their order, as `value` makes them of the columns `names`."""
    rows = model._default_manager.filter(article__in=ids).order_by("position", "pk")
    grouped: dict[UUID, list[Any]] = defaultdict(list)
    for article_id, *row in rows.values_list("article_id", *names):
        grouped[article_id].append(value(tuple(row)))
    return grouped
