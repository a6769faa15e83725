"""`ordering=`: in which order a list comes."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend

from articles.delivery.ordering import Order, ordered

from .parameters import Choices, Parameter


class OrderingBackend(BaseFilterBackend):
    """Orders as the request says; else the view's own order stands."""

    def filter_queryset(self, request: Any, queryset: QuerySet, view: Any) -> QuerySet:
        terms = view.query.get("ordering")
        return ordered(queryset, terms, view.orders, tiebreak=view.tiebreak) if terms else queryset


def ordering_parameters(
    orders: Mapping[str, Order], default: tuple[str, ...]
) -> dict[str, Parameter]:
    if not orders:
        return {}
    description = (
        "What to sort by, `-` for the other direction; what has no value comes last either way."
    )
    values = tuple(f"{sign}{name}" for name in orders for sign in ("", "-"))
    return {"ordering": Choices(values=values, default=default, description=description)}
