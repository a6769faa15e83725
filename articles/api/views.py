"""The endpoints of what is published: articles, and their passages across articles."""

from functools import cache
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse

from articles.delivery import ordering
from articles.delivery.lookup import read, version_of
from articles.models import Document, Passage, PassageKind

from . import expansions, past, shapes
from .around_shapes import ExpandableArticle
from .conditional import etag_of, is_conditional, not_modified, validators
from .fields import selection_parameters
from .filters import ArticleFilters, FAQFilters, FilterBackend, SectionFilters
from .missing import answer_of_missing
from .parameters import Parameter
from .projection import project
from .reading import ListView, ReadView
from .rendering import json_response


@cache
def _newest_cards() -> QuerySet:
    """Made once, for nearly every list begins with it: see `lookup`."""
    return Document.objects.order_by("-published_at", "pk").values_list("card", flat=True)


class ArticleList(ListView):
    """Cards of the live articles, newest first.

    Every filter narrows the list; a filter with several values takes what has any of them.
    """

    operation_id, tag = "listArticles", "Articles"
    shape = shapes.ArticleCard
    filterset_class = ArticleFilters
    orders = ordering.ARTICLES
    default_order = ("-published_at",)

    def rows(self) -> QuerySet:
        return _newest_cards()


class ArticleDetail(ReadView):
    """The whole article in one answer: all that its page needs.

    An address that an article once had answers 308 to where it is now; a withdrawn article
    answers 410 with the reason and an alternative, where the editors gave them.
    """

    operation_id, tag = "getArticle", "Articles"
    answer = "The article."
    other_answers = (308, 404, 410)
    shape = shapes.Article
    described_shape = ExpandableArticle

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {
            **selection_parameters(cls.shape),
            "expand": expansions.PARAMETER,
            **past.PARAMETERS,
        }

    def get(self, request: Any, slug: str) -> HttpResponse:
        query = self.read_query(request)
        if past.asks_for_the_past(query) or "expand" in query.values:
            return self._get_with_surroundings(request, slug)
        if is_conditional(request) and (version := version_of(slug)):
            unchanged = not_modified(request, self._validators(*version))
            if unchanged:
                return unchanged
        found = read(slug, self.column)
        if found is None:
            return answer_of_missing(request, slug)
        digest, changed_at, text, next_due = found
        body = text.encode() if self.is_stored_whole() else self._cut(text)
        return json_response(body, self._validators(digest, changed_at, next_due))

    def _get_with_surroundings(self, request: Any, slug: str) -> HttpResponse:
        """What may change with anything that changes: an old edition, or what `expand` names."""
        names = self.query.get("expand", ())
        self.shows_views = expansions.shows_views(names)
        headers = self.list_validators(request)
        if past.asks_for_the_past(self.query):
            compiled = past.read_past(request, slug, self.query)
            if isinstance(compiled, HttpResponse):
                return compiled
            text = compiled.full if self.column == "full" else compiled.formats
        else:
            found = read(slug, self.column)
            if found is None:
                return answer_of_missing(request, slug)
            text = found[2]
        if unchanged := not_modified(request, headers):
            return unchanged
        body = text.encode() if self.is_stored_whole() else self._cut(text)
        return json_response(expansions.expanded(body, slug, names) if names else body, headers)

    def _validators(self, digest: str, changed_at: Any, next_due: Any) -> dict[str, str]:
        return validators(etag_of(digest, self.query.canonical()), changed_at, next_due)

    def _cut(self, text: str) -> bytes:
        return orjson.dumps(project(orjson.loads(text), self.tree()))


class PassageList(ListView):
    kind: ClassVar[PassageKind]
    # The order is fixed: of articles that of their ids, which an index gives.
    filter_backends = (FilterBackend,)

    def rows(self) -> QuerySet:
        passages = Passage.objects.filter(kind=self.kind).order_by("document_id", "position")
        return passages.values_list(self.column, flat=True)


class SectionList(PassageList):
    """Published sections across articles: article by article, in reading order."""

    operation_id, tag = "listSections", "Passages"
    kind = PassageKind.SECTION
    shape = shapes.SectionPassage
    filterset_class = SectionFilters


class FAQList(PassageList):
    """Published questions and answers across articles: article by article, in their order."""

    operation_id, tag = "listFAQs", "Passages"
    kind = PassageKind.FAQ
    shape = shapes.FAQPassage
    filterset_class = FAQFilters
