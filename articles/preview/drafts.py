"""Content that isn't published, compiled as it would be."""

from datetime import datetime

from django.db.models import Max, Min

from articles.documents.compiled import CompiledDocument, Publication
from articles.documents.compiler import compile_document
from articles.documents.content import Content
from articles.documents.gathering import surroundings_of
from articles.models import Document, Edition


def compile_draft(content: Content, *, saved_at: datetime) -> CompiledDocument:
    """What readers would get of `content`, by the compiler that publishing uses.

    Where the content is what is live, edition and dates are those of the live document. Else the
    edition is the one that publishing would make, `updated_at` is `saved_at`, and so is
    `published_at` if the article was never published: the same draft gives the same answer.
    """
    return compile_document(
        content, surroundings_of([content]), _publication(content, saved_at.replace(microsecond=0))
    )


def _publication(content: Content, saved_at: datetime) -> Publication:
    live = (
        Document.objects.filter(pk=content.id, edition__content_hash=content.hash)
        .values_list("edition__number", "published_at", "updated_at")
        .first()
    )
    if live:
        return Publication(*live)
    editions = Edition.objects.filter(article=content.id).order_by()
    past = editions.aggregate(last=Max("number"), first_at=Min("published_at"))
    return Publication(
        edition=(past["last"] or 0) + 1,
        published_at=past["first_at"] or saved_at,
        updated_at=saved_at,
    )
