"""load(article) → Content: the one reader of the working copy."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from articles.models import Article

from .content import Content, FAQContent, ReferenceContent, SectionContent

# One query each, however many articles there are.
PARTS = ("sections", "faqs", "references", "author_rows", "reviewer_rows", "related_rows")


def load(article: Article) -> Content:
    """The content of the working copy as the database has it now.

    Fields of the article itself are read again too, so an instance that was changed and not
    saved, or that somebody else changed since, can't be published by mistake.
    """
    return load_many(Article.objects.filter(pk=article.pk))[article.pk]


def load_many(articles: QuerySet[Article] | Iterable[Article]) -> dict[UUID, Content]:
    """The contents of several working copies by id, in a constant number of queries."""
    rows = list(articles)
    prefetch_related_objects(rows, *PARTS)
    return {article.pk: _content(article) for article in rows}


def _content(article: Article) -> Content:
    """The value of an article whose parts are prefetched."""
    return Content(
        id=article.pk,
        slug=article.slug,
        title=article.title,
        summary=article.summary,
        also_called=tuple(article.also_called),
        topic_id=article.topic_id,
        author_ids=tuple(row.person_id for row in article.author_rows.all()),
        featured=article.featured,
        meta_title=article.meta_title,
        meta_description=article.meta_description,
        canonical_url=article.canonical_url,
        sections=tuple(
            SectionContent(
                anchor=row.anchor,
                heading=row.heading,
                level=row.level,
                kind=row.kind,
                health_aspect=row.health_aspect,
                body=row.body,
            )
            for row in article.sections.all()
        ),
        faqs=tuple(
            FAQContent(anchor=row.anchor, question=row.question, answer=row.answer)
            for row in article.faqs.all()
        ),
        references=tuple(
            ReferenceContent(
                title=row.title,
                publisher=row.publisher,
                year=row.year,
                doi=row.doi,
                pmid=row.pmid,
                url=row.url,
                evidence_level=row.evidence_level,
            )
            for row in article.references.all()
        ),
        reviewer_ids=tuple(row.person_id for row in article.reviewer_rows.all()),
        reviewed_on=article.reviewed_on,
        review_due=article.review_due,
        disclosure=article.disclosure,
        disclaimer_id=article.disclaimer_id,
        related_ids=tuple(row.target_id for row in article.related_rows.all()),
    )
