"""The endpoints of live reference data: topics and people, with counts of live articles."""

from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.exceptions import NotFound

from articles.delivery import ordering
from articles.delivery.ordering import ordered
from articles.delivery.reference_data import PEOPLE, TOPICS, ReferenceData, Row
from articles.documents.surrogate_keys import ARTICLES, key_of
from articles.documents.surrogate_keys import PEOPLE as ALL_PEOPLE
from articles.documents.surrogate_keys import TOPICS as ALL_TOPICS

from . import shapes
from .conditional import not_modified
from .filters import PersonFilters, TopicFilters
from .projection import project
from .reading import ListView, ReadView
from .rendering import json_response
from .surrogates import keyed


class ReferenceList(ListView):
    source: ClassVar[ReferenceData]
    default_order = ("name",)
    tiebreak = "slug"

    def rows(self) -> QuerySet:
        rows = self.source.rows(self.tree())
        return ordered(rows, self.default_order, self.orders, tiebreak=self.tiebreak)

    def results(self, rows: list[Row]) -> bytes:
        tree = self.tree()
        return orjson.dumps([project(self.source.describe(row), tree) for row in rows])


class ReferenceDetail(ReadView):
    source: ClassVar[ReferenceData]
    name: ClassVar[str]
    other_answers = (404,)

    def get(self, request: Any, slug: str) -> HttpResponse:
        self.read_query(request)
        headers = self.list_validators(request)
        row = self.source.rows(self.tree()).filter(slug=slug).first()
        if row is None:
            raise NotFound(f"There is no {self.name} “{slug}”.")
        # With how many live articles show it.
        keys = f"{key_of(self.name, row['pk'])} {ARTICLES}"
        if unchanged := not_modified(request, headers):
            return keyed(unchanged, keys)
        body = orjson.dumps(project(self.source.describe(row), self.tree()))
        return keyed(json_response(body, headers), keys)


class TopicList(ReferenceList):
    """All topics, by name, with how many live articles are in each.

    The count is of the topic alone; `navigation/` has them as a tree, and also counts what is under
    each.
    """

    operation_id, tag = "listTopics", "Topics and people"
    shape, source = shapes.Topic, TOPICS
    surrogate_keys = f"{ALL_TOPICS} {ARTICLES}"
    filterset_class = TopicFilters
    orders = ordering.TOPICS


class TopicDetail(ReferenceDetail):
    """One topic; its articles are at `/api/v1/articles/?topic=…`.

    These take in the articles of the topics under it.
    """

    operation_id, tag = "getTopic", "Topics and people"
    shape, source = shapes.Topic, TOPICS
    name, answer = "topic", "The topic."


class PersonList(ReferenceList):
    """Authors and reviewers, by name, with how many live articles they wrote and reviewed.

    Also those with none: `role` narrows to people with at least one.
    """

    operation_id, tag = "listPeople", "Topics and people"
    shape, source = shapes.Person, PEOPLE
    surrogate_keys = f"{ALL_PEOPLE} {ARTICLES}"
    filterset_class = PersonFilters
    orders = ordering.PEOPLE


class PersonDetail(ReferenceDetail):
    """One author or reviewer; their articles are at `/api/v1/articles/?author=…`.

    Those that they reviewed are at `/api/v1/articles/?reviewer=…`.
    """

    operation_id, tag = "getPerson", "Topics and people"
    shape, source = shapes.Person, PEOPLE
    name, answer = "person", "The person."
