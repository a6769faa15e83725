"""What all views of the read API share: from a request to bytes.

Parameters are read first; then the validators are known, which may make a 304 the answer; only
then are rows fetched, cut to what was asked for, and sent.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

import orjson
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from rest_framework.generics import GenericAPIView
from rest_framework.serializers import Serializer

from articles.delivery.days import today
from articles.delivery.heartbeat import heartbeat
from articles.delivery.list_facts import counts
from articles.delivery.ordering import Order
from articles.delivery.popularity import revision
from articles.documents.surrogate_keys import ARTICLES
from articles.models.snapshot import snapshot

from . import query as queries
from .conditional import Headers, etag_of, not_modified, validators
from .fields import BODY_FORMATS, HTML_ONLY, selection, selection_parameters
from .filtering import FilterBackend, ParameterFilterSet
from .ordering import OrderingBackend, ordering_parameters
from .pagination import PARAMETERS as PAGE_PARAMETERS
from .pagination import Pagination
from .parameters import Parameter
from .projection import Tree, project
from .query import Query
from .rendering import Negotiation, json_response

# What says which rows of a list are told and how; all else may say which rows it has.
SHAPING = {*PAGE_PARAMETERS, "ordering", "fields", "omit", "body"}


class ReadView(GenericAPIView):
    """A view that answers GET and HEAD with JSON, strict about its parameters."""

    # The status of what is no error, for the schema.
    success: ClassVar[int] = 200
    # Whether views are counted in the answer: they change with no publication.
    shows_views: bool = False

    http_method_names: Any = ("get", "head", "options")
    content_negotiation_class: Any = Negotiation
    shape: ClassVar[type[Serializer]]
    # What the schema shows instead, where an answer may hold more than `fields` can name.
    described_shape: ClassVar[type[Serializer] | None] = None
    # For the schema: what a 200 gives, and the statuses beside those that all views have.
    operation_id: ClassVar[str]
    tag: ClassVar[str]
    answer: ClassVar[str]
    other_answers: ClassVar[tuple[int, ...]] = ()
    # What a status means here, where that isn't what it means elsewhere.
    told: ClassVar[Mapping[int, tuple[str, Any]]] = {}
    # Whether clients may keep answers: those have validators.
    is_kept: ClassVar[bool] = True
    # What a CDN may know the answers by, unless an answer says more: see `surrogates`.
    surrogate_keys: ClassVar[str] = ARTICLES
    query: Query = queries.NOTHING_ASKED
    # The newest change when the request came, where the answer may change with any.
    generation: tuple[int, datetime | None] | None = None

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        """All that the view takes; read-only, since kept."""
        return selection_parameters(cls.shape)

    def read_query(self, request: Any) -> Query:
        """Parse the request's parameters, also for the view's own use as `self.query`."""
        self.query = queries.read(request.query_params, self.parameters())
        return self.query

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        response = HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})
        del response["Content-Type"]
        return response

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats of bodies that are asked for, in their own order."""
        asked = self.query.get("body", HTML_ONLY)
        return HTML_ONLY if asked == HTML_ONLY else tuple(f for f in BODY_FORMATS if f in asked)

    @property
    def column(self) -> Any:
        """The stored JSON that has the formats that are asked for."""
        return "full" if self.formats == HTML_ONLY else "formats"

    def tree(self) -> Tree:
        query = self.query
        return selection(self.shape, query.get("fields"), query.get("omit", ()), self.formats)

    def is_stored_whole(self) -> bool:
        """Whether the stored JSON is the answer as it is."""
        values = self.query.values
        if "fields" in values or "omit" in values:
            return False
        return self.formats in (HTML_ONLY, BODY_FORMATS)

    def list_validators(self, request: HttpRequest) -> Headers:
        """Of what may change with anything that changes: lists, topics and people."""
        change, at, next_due = heartbeat()
        self.generation = change, at
        parts: list[object] = [change, at, request.path, self.query.canonical()]
        if self.shows_views:
            number, counted_at = revision()
            parts.append(number)
            at = max(filter(None, (at, counted_at)), default=None)
        if self.shows_views or self.depends_on_day():
            day, start, end = today()
            parts.append(day)
            # Midnight changes it too, and until then it may be kept.
            at, next_due = max(at or start, start), min(next_due or end, end)
        return validators(etag_of(*parts), at, next_due, is_purged=not self.shows_views)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        if self.shows_views or self.depends_on_day():
            # It changes without a change, so no newest change's id tells whether it is true.
            response.storable_until = None
        if not hasattr(response, "surrogate_keys"):
            response.surrogate_keys = self.surrogate_keys
        return super().finalize_response(request, response, *args, **kwargs)

    def depends_on_day(self) -> bool:
        """Whether the answer may be another one tomorrow, though nothing is published."""
        return False

    def stored(self, texts: Iterable[str]) -> bytes:
        """Stored JSON texts as one JSON array, cut to what is asked for."""
        if self.is_stored_whole():
            return f"[{','.join(texts)}]".encode()
        tree = self.tree()
        return orjson.dumps([project(orjson.loads(text), tree) for text in texts])


class ListView(ReadView):
    """One page of a list, filtered and ordered."""

    filter_backends: Any = (FilterBackend, OrderingBackend)
    pagination_class = Pagination
    filterset_class: ClassVar[type[ParameterFilterSet]]
    answer = "One page of the list."
    other_answers: ClassVar[tuple[int, ...]] = (404,)
    orders: ClassVar[Mapping[str, Order]] = {}
    default_order: ClassVar[tuple[str, ...]] = ()
    tiebreak: ClassVar[str] = "pk"

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {
            **cls.filterset_class.parameters(),
            **ordering_parameters(cls.orders, cls.default_order),
            **PAGE_PARAMETERS,
            **selection_parameters(cls.shape),
        }

    def depends_on_day(self) -> bool:
        return any(name in self.query.values for name in self.filterset_class.by_day)

    def counted(self, count: Callable[[], int]) -> int:
        """How many rows the list has on all its pages: see `delivery.list_facts`."""
        if not self.has_facts():
            return count()
        found: int = counts.of((self.request.path, self.narrowed()), self.generation, count)
        return found

    def has_facts(self) -> bool:
        """Whether what was found out of the list holds until something changes."""
        if self.generation is None or self.shows_views or self.depends_on_day():
            return False
        return "search" not in self.query.values  # The index of search is of its own.

    def narrowed(self) -> tuple[tuple[str, str], ...]:
        """What says which rows the list has."""
        texts = self.query.texts
        return tuple((name, texts[name]) for name in sorted(texts) if name not in SHAPING)

    def rows(self) -> QuerySet:
        """What the page's rows are fetched from, in default order; each is what `results` takes."""
        raise NotImplementedError

    def results(self, rows: list[Any]) -> bytes:
        """The page's rows as a JSON array: of stored texts, unless a view says otherwise."""
        return self.stored(rows)

    def found(self) -> Any:
        """All that the request asks for, in its order: a queryset, or what is sliced as one is."""
        return self.filter_queryset(self.rows())

    def note_empty(self, response: HttpResponse) -> None:
        """Called with an answer that has no rows, when all reading is done."""

    def get(self, request: Any) -> HttpResponse:
        self.read_query(request)
        headers = self.list_validators(request)
        if unchanged := not_modified(request, headers):
            return unchanged
        pagination = self.pagination_class()
        # A search takes several looks, and a publication replaces what an earlier one found.
        with snapshot() if "search" in self.query.values else nullcontext():
            rows = pagination.paginate_queryset(self.found(), request, self)
            results = self.results(rows)
        response = json_response(pagination.envelope(results), headers)
        if not rows:
            self.note_empty(response)
        return response
