"""The endpoints of search: what answers a question, and what completes one."""

from functools import cache
from typing import Any

import orjson
from django.http import HttpResponse

from articles.delivery.missed import count_missed
from articles.delivery.searching import Narrowing, search, suggest
from articles.documents.surrogate_keys import ARTICLES, TOPICS
from articles.models import HealthAspect, PassageKind
from articles.models.snapshot import snapshot

from . import shapes
from .conditional import not_modified
from .fields import selection_parameters
from .filtering import KnownTopics, ParameterFilterSet
from .pagination import PARAMETERS as PAGE_PARAMETERS
from .pagination import Pagination
from .parameters import Choices, Fault, Integer, Parameter, Text
from .projection import project
from .query import BadParameters
from .reading import ListView, ReadView
from .rendering import json_response


class SearchPagination(Pagination):
    """A page of results, with what stands beside them."""

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        found = super().get_paginated_response_schema(schema)
        facet = {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["value", "name", "count"],
                "properties": {
                    "value": {"type": "string", "description": "What the filter takes."},
                    "name": {"type": "string"},
                    "count": {"type": "integer", "minimum": 1, "description": "Passages."},
                },
            },
            "example": [],
        }
        found["required"] += ["facets", "did_you_mean"]
        found["properties"]["facets"] = {
            "type": "object",
            "description": "How many of all passages found are of each value.",
            "required": ["kind", "topic", "health_aspect"],
            "properties": dict.fromkeys(("kind", "topic", "health_aspect"), facet),
            "readOnly": True,
            "example": {"kind": [], "topic": [], "health_aspect": []},
        }
        found["properties"]["did_you_mean"] = {
            "type": ["string", "null"],
            "description": "The query with misspelt words put right: it was searched for.",
            "readOnly": True,
            "example": None,
        }
        return found


class Asking(ReadView):
    """A view that can't do without `q`."""

    def read_query(self, request: Any) -> Any:
        query = super().read_query(request)
        if "q" not in query.values:
            raise BadParameters([Fault("Give what is searched for: q=…", parameter="q")])
        return query


class Search(Asking, ListView):
    """What answers a question: passages, best first, by the article that they are part of.

    Not every word has to occur: rare words, titles, other names, headings and questions weigh
    more. Misspelt words are put right, and a phrase in quotes has to occur as it is. At most the
    150 best passages are found. `snippet` is HTML, escaped but for its `<mark>`.
    """

    operation_id, tag = "search", "Search"
    answer = "Articles with their passages, best first."
    surrogate_keys = f"{ARTICLES} {TOPICS}"
    shape = shapes.SearchResult
    pagination_class = SearchPagination
    filterset_class = ParameterFilterSet  # Its own parameters narrow what is searched.
    filter_backends = ()

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {
            "q": Text(
                required=True,
                description="What is searched for: words, or a whole question.",
                example="burning feet at night",
            ),
            "kind": Choices(
                values=tuple(PassageKind.values), description="Only sections, or only FAQs."
            ),
            "topic": KnownTopics(
                description="In any of these topics or those under them, by slug."
            ),
            "health_aspect": Choices(
                values=tuple(HealthAspect.values),
                description="Sections on any of these health aspects.",
            ),
            **PAGE_PARAMETERS,
            **selection_parameters(cls.shape),
        }

    def get(self, request: Any) -> HttpResponse:
        query = self.read_query(request)
        headers = self.list_validators(request)
        if unchanged := not_modified(request, headers):
            return unchanged
        narrowing = Narrowing(
            kinds=query.get("kind", ()),
            topic_ids=query.get("topic", ()),
            health_aspects=query.get("health_aspect", ()),
        )
        text = query.get("q")
        pagination = self.pagination_class()
        # Of one moment: a publication replaces passages, which a later statement would not find.
        with snapshot():
            found = search(text, narrowing)
            rows = found.shown(pagination.paginate_queryset(found, request, self))
            beside = {"facets": found.facets(), "did_you_mean": found.did_you_mean(text)}
        if not found.found.hits and narrowing == Narrowing():
            count_missed(text)
        if not self.is_stored_whole():
            tree = self.tree()
            rows = [project(row, tree) for row in rows]
        results = orjson.dumps(rows)
        body = pagination.envelope(results)[:-1] + b"," + orjson.dumps(beside)[1:]
        response: Any = json_response(body, headers)
        if not found.found.hits:
            response.storable_until = None  # Each time counts.
        return response


class Suggest(Asking):
    """Completes what is being typed: titles, other names, questions and headings.

    By the beginning of the text or of one of its words; case and accents don't matter.
    """

    operation_id, tag = "suggest", "Search"
    answer = "What may be meant, best first."
    shape = shapes.Suggestions

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {
            "q": Text(required=True, description="What was typed so far.", example="neur"),
            "limit": Integer(minimum=1, maximum=20, default=10, description="How many at most."),
        }

    def get(self, request: Any) -> HttpResponse:
        query = self.read_query(request)
        headers = self.list_validators(request)
        if unchanged := not_modified(request, headers):
            return unchanged
        found = suggest(query.get("q"), query.get("limit", 10))
        return json_response(orjson.dumps({"suggestions": found}), headers)
