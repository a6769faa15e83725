"""What the ids and values in contents are called, for pages that show them to editors."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from articles.documents.content import Content
from articles.documents.links import split_link
from articles.documents.richtext import internal_links
from articles.models import (
    Article,
    EvidenceLevel,
    HealthAspect,
    Notice,
    Person,
    SectionKind,
    SectionLevel,
    Topic,
)

from .comparison import Names

CHOICES: dict[str, dict[Any, str]] = {
    "level": dict(SectionLevel.choices),
    "kind": dict(SectionKind.choices),
    "health_aspect": dict(HealthAspect.choices),
    "evidence_level": dict(EvidenceLevel.choices),
}


def names_in(*contents: Content) -> Names:
    """The names of all that `contents` name, as far as it still exists. At most four queries."""
    people = {key for content in contents for key in content.author_ids + content.reviewer_ids}
    return Names(
        topics=_names(Topic, {content.topic_id for content in contents}),
        people=_names(Person, people),
        notices=_names(Notice, {content.disclaimer_id for content in contents}),
        articles=_titles({key for content in contents for key in _articles_in(content)}),
        choices=CHOICES,
    )


def _names(model: type[Model], keys: Iterable[int | None]) -> dict[int, str]:
    wanted = {key for key in keys if key}
    rows = model._default_manager.filter(pk__in=wanted) if wanted else ()
    return {row.pk: str(row) for row in rows}


def _titles(keys: set[UUID]) -> dict[UUID, str]:
    rows = Article.objects.filter(pk__in=keys).values_list("pk", "title") if keys else ()
    return dict(rows)


def _articles_in(content: Content) -> Iterable[UUID]:
    """The articles that are picked or linked to."""
    yield from content.related_ids
    texts = [section.body for section in content.sections]
    for text in [*texts, *(faq.answer for faq in content.faqs)]:
        for address in internal_links(text):
            article_id, _ = split_link(address)
            if article_id:
                yield article_id
