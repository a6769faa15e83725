"""The endpoints of what is published: articles, and their passages across articles."""

from functools import cache
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from articles.delivery import ordering
from articles.delivery.list_facts import by_keys, counts
from articles.delivery.lookup import read, version_of
from articles.delivery.missed import count_missed
from articles.documents.surrogate_keys import ARTICLES
from articles.models import Document, Passage, PassageKind

from . import expansions, past, problem_shapes, representations, shapes
from .around_shapes import ExpandableArticle
from .conditional import etag_of, is_conditional, not_modified, validators
from .fields import selection_parameters
from .filtering import FilterBackend
from .filters import ArticleFilters, FAQFilters, SectionFilters
from .missing import answer_of_missing
from .parameters import Parameter
from .projection import project
from .reading import ListView, ReadView
from .rendering import json_response
from .surrogates import keyed


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

    def note_empty(self, response: Any) -> None:
        """A search that finds nothing counts, unless a filter may have kept out what it found."""
        if [name for name, _ in self.narrowed()] == ["search"]:
            count_missed(self.query.get("search"))
            response.storable_until = None  # Each time counts.

    def found(self) -> Any:
        """Where few of many articles pass a filter, these are found once, not for each page."""
        rows, narrowed, path = super().found(), self.narrowed(), self.request.path
        if not narrowed or not isinstance(rows, QuerySet) or not self.has_facts():
            return rows
        count = counts.known((path, narrowed), self.generation)
        if count is None:  # The first to ask has to count.
            return rows
        total = counts.of((path, ()), self.generation, self.rows().count)
        key = (path, narrowed, self.query.texts.get("ordering"))
        return by_keys(rows, count=count, total=total, key=key, generation=self.generation)


class ArticleDetail(ReadView):
    """The whole article in one answer: all that its page needs.

    By the Accept header also as JSON-LD (schema.org), or as Markdown or plain text with front
    matter; those take no parameters that shape JSON.

    An address that an article once had answers 308 to where it is now; a withdrawn article
    answers 410 with the reason and an alternative, where the editors gave them.
    """

    operation_id, tag = "getArticle", "Articles"
    answer = "The article."
    other_answers = (308, 404, 410)
    told: ClassVar[Any] = {
        404: (
            "No article has, or ever had, this slug; or none had it yet.",
            problem_shapes.NotYetProblem,
        )
    }
    shape = shapes.Article
    described_shape: ClassVar[Any] = ExpandableArticle
    renderer_classes: Any = representations.RENDERERS
    representation: representations.Representation | None = None

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
        media_type = request.accepted_renderer.media_type
        self.representation = representations.REPRESENTATIONS.get(media_type)
        representations.refuse_what_shapes_json(query, media_type)
        if past.asks_for_the_past(query) or "expand" in query.values:
            return self._get_with_surroundings(request, slug)
        if is_conditional(request) and (version := version_of(slug)):
            keys, digest, changed_at, next_due = version
            headers = self._validators(digest, changed_at, next_due)
            unchanged = not_modified(request, headers)
            if unchanged:
                return keyed(unchanged, keys)
        found = read(slug, self._stored_in)
        if found is None:
            return self._missing(request, slug)
        keys, digest, changed_at, text, next_due = found
        return keyed(self._answer(text, self._validators(digest, changed_at, next_due)), keys)

    def _get_with_surroundings(self, request: Any, slug: str) -> HttpResponse:
        """What may change with anything that changes: an old edition, or what `expand` names."""
        names = self.query.get("expand", ())
        self.shows_views = expansions.shows_views(names)
        headers = self.list_validators(request)
        headers["ETag"] = self._tag(headers["ETag"])
        keys = ""
        if past.asks_for_the_past(self.query):
            compiled = past.read_past(request, slug, self.query)
            if isinstance(compiled, HttpResponse):
                return compiled
            keys, text = compiled.surrogate_keys, getattr(compiled, self._stored_in)
        else:
            found = read(slug, self._stored_in)
            if found is None:
                return self._missing(request, slug)
            keys, text = found[0], found[3]
        # What stands around an article is of all of them.
        keys = f"{keys} {ARTICLES}"
        if unchanged := not_modified(request, headers):
            return keyed(unchanged, keys)
        if not names:
            return keyed(self._answer(text, headers), keys)
        body = text.encode() if self.is_stored_whole() else self._cut(text)
        return keyed(json_response(expansions.expanded(body, slug, names), headers), keys)

    def _missing(self, request: Any, slug: str) -> HttpResponse:
        return answer_of_missing(request, slug)

    @property
    def _stored_in(self) -> Any:
        return self.representation.column if self.representation else self.column

    def _answer(self, text: str, headers: dict[str, str]) -> HttpResponse:
        if form := self.representation:
            body = form.render(text).encode()
            return HttpResponse(body, content_type=form.content_type, headers=headers)
        return json_response(text.encode() if self.is_stored_whole() else self._cut(text), headers)

    def _tag(self, etag: str) -> str:
        """Each form has its own ETags; those of JSON are the plain ones."""
        form = self.representation
        return etag_of(etag, form.content_type) if form else etag

    def _validators(self, digest: str, changed_at: Any, next_due: Any) -> dict[str, str]:
        etag = self._tag(etag_of(digest, self.query.canonical()))
        return validators(etag, changed_at, next_due)

    def _cut(self, text: str) -> bytes:
        return orjson.dumps(project(orjson.loads(text), self.tree()))


class ArticleMarkdown(ArticleDetail):
    """The whole article as Markdown, at an address of its own.

    For links, as in `llms.txt`: the article's own address gives the same by the Accept header.
    """

    operation_id, tag = "getArticleMarkdown", "Articles"
    described_shape = None
    shape: ClassVar[Any] = {"type": "string"}
    renderer_classes: Any = (representations.MarkdownRenderer,)

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return dict(past.PARAMETERS)

    def _missing(self, request: Any, slug: str) -> HttpResponse:
        return answer_of_missing(
            request, slug, address=lambda new_slug: reverse("article-markdown", args=[new_slug])
        )


class PassageList(ListView):
    kind: ClassVar[PassageKind]
    # The order is fixed: of articles that of their ids, which an index gives.
    filter_backends = (FilterBackend,)

    def rows(self) -> QuerySet:
        passages = Passage.objects.filter(kind=self.kind).order_by("document_id", "position")
        return passages.values_list(self.column, flat=True)


class SectionList(PassageList):
    """Published sections across articles: article by article, in reading order.

    All on one health aspect, or all warnings. With `search` the best come first.
    """

    operation_id, tag = "listSections", "Passages"
    kind = PassageKind.SECTION
    shape = shapes.SectionPassage
    filterset_class = SectionFilters


class FAQList(PassageList):
    """Published questions and answers across articles: article by article, in their order.

    With `search` the best come first; other wordings of a question count, too.
    """

    operation_id, tag = "listFAQs", "Passages"
    kind = PassageKind.FAQ
    shape = shapes.FAQPassage
    filterset_class = FAQFilters
