"""The endpoints of what stands around articles: related, popular, the index, the navigation."""

from functools import cache
from typing import Any, ClassVar

import orjson
from django.db.models import Q, QuerySet
from django.http import HttpResponse

from articles.delivery import names, popularity, related
from articles.delivery.topic_tree import navigation
from articles.documents.surrogate_keys import ARTICLES, TOPICS
from articles.models import Document

from . import around_shapes
from .conditional import not_modified
from .filtering import KnownTopics, ParameterFilter, ParameterFilterSet
from .missing import answer_of_missing
from .pagination import Pagination
from .parameters import Choice, Integer, Parameter
from .projection import project
from .reading import ListView, ReadView
from .rendering import json_response

RELATED_LIMIT = Integer(minimum=1, maximum=24, default=6, description="How many, at most.")
WINDOW = Choice(
    values=tuple(map(str, popularity.WINDOWS)),
    default=str(popularity.WINDOWS[0]),
    description="Of how many days views are counted, today included.",
)


class RelatedList(ListView):
    """Articles related to one: the editors' picks in their order, then by content.

    By content those come first that share the words which set the article apart, its topic and
    its health aspects; `reason` tells what. One page: `limit` says how long.
    """

    operation_id, tag = "listRelatedArticles", "Articles"
    other_answers = (308, 404, 410)
    shape = around_shapes.RelatedCard
    filterset_class = ParameterFilterSet

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {"limit": RELATED_LIMIT, **ReadView.parameters.__func__(cls)}  # type: ignore[attr-defined]

    def get(self, request: Any, slug: str) -> HttpResponse:  # type: ignore[override]
        query = self.read_query(request)
        headers = self.list_validators(request)
        subject = related.subject_of(slug)
        if subject is None:
            return answer_of_missing(request, slug, below="related/")
        if unchanged := not_modified(request, headers):
            return unchanged
        cards = related.related(subject, limit=query.get("limit", RELATED_LIMIT.default))
        tree = self.tree()
        results = orjson.dumps([project(card, tree) for card in cards])
        body = b'{"count":%d,"next":null,"previous":null,"results":%s}' % (len(cards), results)
        return json_response(body, headers)


class PopularFilters(ParameterFilterSet):
    """Both are taken together: see `PopularList.rows`."""

    days = ParameterFilter(WINDOW, lambda _: Q())
    topic = ParameterFilter(
        KnownTopics(description="In any of these topics or those under them, by slug."),
        lambda _: Q(),
    )


class PopularList(ListView):
    """The articles that were looked at most in the last days, with their `views`.

    Articles that nobody looked at are left out. Views are counted by `POST …/views/`, or imported
    from an analytics tool.
    """

    operation_id, tag = "listPopularArticles", "Articles"
    shape = around_shapes.PopularCard
    filterset_class = PopularFilters
    filter_backends = ()
    shows_views = True

    def rows(self) -> QuerySet:
        days = int(self.query.get("days", WINDOW.default))
        return popularity.ranking(days=days, topics=self.query.get("topic"))

    def results(self, rows: list[Any]) -> bytes:
        tree = self.tree()
        return orjson.dumps([project(card, tree) for card in popularity.cards_of(rows)])


class Letter(Choice):
    """A letter, in either case."""

    def parse(self, text: str) -> str:
        return super().parse(text.upper())


class IndexFilters(ParameterFilterSet):
    letter = ParameterFilter(
        Letter(
            values=tuple(names.LETTERS),
            description="Names under this letter, accents apart; `#` (written `%23`): all others.",
        ),
        lambda letter: Q(letter=letter),
    )
    topic = ParameterFilter(
        KnownTopics(description="Of articles in any of these topics or those under them."),
        lambda ids: Q(document__in=Document.objects.filter(topic__in=ids).values("pk")),
    )


class IndexPagination(Pagination):
    """One page of names, and all letters."""

    letters: ClassVar[dict[str, Any]] = {
        "type": "array",
        "readOnly": True,
        "description": "The letters that have names, with how many; `letter=` doesn't narrow it.",
        "items": {
            "type": "object",
            "required": ["letter", "count"],
            "properties": {
                "letter": {"type": "string"},
                "count": {"type": "integer", "minimum": 1},
            },
        },
        "example": [{"letter": "T", "count": 1}],
    }

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        envelope = super().get_paginated_response_schema(schema)
        envelope["required"].insert(0, "letters")
        envelope["properties"] = {"letters": self.letters, **envelope["properties"]}
        return envelope

    def envelope(self, results: bytes) -> bytes:
        letters = orjson.dumps(names.letter_counts(self.query.get("topic")))
        return b'{"letters":%s,%s' % (letters, super().envelope(results)[1:])


class Index(ListView):
    """The index by letter: titles, and other names pointing to their article, by name.

    `letters` says which letters have names, with how many: for the row of links above an index.
    """

    operation_id, tag = "listIndex", "Articles"
    shape = around_shapes.IndexEntry
    filterset_class = IndexFilters
    pagination_class = IndexPagination

    def rows(self) -> QuerySet:
        return names.names()

    def results(self, rows: list[Any]) -> bytes:
        tree = self.tree()
        return orjson.dumps([project(row, tree) for row in names.described(rows)])


class Navigation(ReadView):
    """All topics as a tree, with how many live articles are in each and under it.

    For menus: one answer has all of it, with the addresses of the topics' pages.
    """

    operation_id, tag = "getNavigation", "Topics and people"
    answer = "The tree."
    surrogate_keys = f"{ARTICLES} {TOPICS}"
    shape = around_shapes.Navigation

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {}

    def get(self, request: Any) -> HttpResponse:
        self.read_query(request)
        headers = self.list_validators(request)
        if unchanged := not_modified(request, headers):
            return unchanged
        return json_response(orjson.dumps({"topics": navigation()}), headers)
