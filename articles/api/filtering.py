"""How a list is narrowed, in django-filter's terms: the kinds of filter that `filters` declares.

A filter is made of its parameter, which parses the value, and the condition that the value sets.
Conditions over other tables are subqueries, never joins, so that no row comes twice.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django_filters import Filter
from django_filters.rest_framework import DjangoFilterBackend, FilterSet

from articles.delivery.reference_data import Named, ids_of, slugs_near
from articles.delivery.schedule import next_due, refuse_the_past
from articles.delivery.searching import Ranked, matching
from articles.delivery.topic_tree import ids_below
from articles.documents.citations import identifier_of
from articles.models import Document, Topic

from .parameters import BadValue, Fault, Parameter, Slugs, Text, nearest, quote


@dataclass(frozen=True, kw_only=True)
class Known(Slugs):
    """Slugs of what exists; the value is their primary keys."""

    model: Named

    def parse(self, text: str) -> list[Any]:
        slugs = super().parse(text)
        known = self.known(slugs)
        unknown = [slug for slug in slugs if slug not in known]
        if unknown:
            refuse_the_past(next_due())  # Perhaps it is about to be published.
            # Looking for what was meant costs queries: only for the first few.
            looked_for = [(slug, slugs_near(self.model, slug)) for slug in unknown[:3]]
            raise BadValue(
                *(self._fault(*pair) for pair in looked_for), *map(self._fault, unknown[3:])
            )
        return list(dict.fromkeys(key for keys in known.values() for key in keys))

    def known(self, slugs: Collection[str]) -> dict[str, list[Any]]:
        """The keys that each of those slugs stands for that exist. One query."""
        return {slug: [key] for slug, key in ids_of(self.model, slugs).items()}

    def _fault(self, slug: str, near: tuple[str, ...] = ()) -> Fault:
        name = "live article" if self.model is Document else self.model._meta.verbose_name
        detail = f"There is no {name} {quote(slug)}."
        return Fault(detail, allowed=near, did_you_mean=nearest(slug, near))


@dataclass(frozen=True, kw_only=True)
class KnownTopics(Known):
    """Slugs of topics; the value is the keys of these and of all topics under them."""

    model: Named = Topic

    def known(self, slugs: Collection[str]) -> dict[str, list[Any]]:
        return ids_below(slugs)


@dataclass(frozen=True, kw_only=True)
class Source(Parameter):
    """A DOI, PMID or URL, however it is written; the value is its normal form."""

    def parse(self, text: str) -> str:
        if identifier := identifier_of(text):
            return identifier
        raise BadValue(
            Fault(
                f"{quote(text)} is neither a DOI (10.1000/xyz), a PMID (12345678) nor a URL "
                "(https://example.org/page)."
            )
        )

    def schema(self) -> dict[str, Any]:
        # What any client can rely on; a few more spellings are taken.
        doi = r"(https?://doi\.org/|doi:)?10\.[0-9]{4,9}/[!-~]+"
        pmid, url = r"(PMID: ?)?[1-9][0-9]{0,7}", r"(https?://)?[a-z0-9-]+\.[a-z]{2,9}(/[!-~]*)?"
        return {"type": "string", "pattern": f"^({doi}|{pmid}|{url})$", "maxLength": 1000}


class ParameterFilter(Filter):
    """A filter whose value is parsed before: the parameter, and the condition that it sets."""

    def __init__(self, parameter: Parameter, condition: Callable[[Any], Q | Exists]) -> None:
        super().__init__()
        self.parameter = parameter
        self.condition = condition

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        return queryset.filter(self.condition(value))


class OwnRowsFilter(ParameterFilter):
    """Documents that have one of the rows that the values name; a row names a document once."""

    def __init__(self, parameter: Parameter, rows: Callable[[Any], QuerySet]) -> None:
        own = OuterRef("pk")
        super().__init__(parameter, lambda values: Exists(rows(values).filter(document=own)))
        self.rows = rows

    def count(self, values: Collection[Any]) -> int:
        """How many documents there are. By the rows' index: no document is looked at."""
        rows = self.rows(values).order_by()
        if len(values) == 1:
            return rows.count()
        found: int = rows.aggregate(number=Count("document", distinct=True))["number"]
        return found


class RankedFilter(ParameterFilter):
    """A full-text search: it narrows the list, and orders it where nothing else does."""

    def __init__(self, where: str) -> None:
        text = (
            f"Words or a question to find {where}. The best come first, unless `ordering` says "
            "otherwise; at most the 150 best passages count."
        )
        super().__init__(Text(description=text), lambda _: Q())


class ParameterFilterSet(FilterSet):
    """A set of filters over parsed values: `query.read` has refused all others.

    Never instantiated: a FilterSet would then copy its filters and build a form to parse with.
    """

    # The filters whose answer changes at midnight.
    by_day: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def apply(cls, queryset: QuerySet, values: Mapping[str, Any]) -> Any:
        """Narrow `queryset` by those of `values` that are for one of the filters."""
        given = [name for name in values if name in cls.base_filters]
        # Ranking comes last: it ranks what the others leave.
        ranking = [name for name in given if isinstance(cls.base_filters[name], RankedFilter)]
        for name in given:
            if name not in ranking:
                queryset = cls.base_filters[name].filter(queryset, values[name])
        for name in ranking:
            keys = matching(queryset, values[name], is_narrowed=len(given) > 1)
            if "ordering" in values:
                return queryset.filter(pk__in=keys)
            return Ranked(queryset, keys)
        return queryset

    @classmethod
    def counting(cls, values: Mapping[str, Any]) -> Callable[[], int] | None:
        """How to count what a filter lets through that is alone, where it has a way of its own."""
        given = [name for name in values if name in cls.base_filters]
        only = cls.base_filters[given[0]] if len(given) == 1 else None
        return partial(only.count, values[given[0]]) if isinstance(only, OwnRowsFilter) else None

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        return {name: each.parameter for name, each in cls.base_filters.items()}


class FilterBackend(DjangoFilterBackend):
    """Applies the view's FilterSet to what the request gives."""

    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        filterset_class: type[ParameterFilterSet] = view.filterset_class
        return filterset_class.apply(queryset, view.query.values)
