"""`page`, `page_size`, `count`: one page of a list, and its envelope."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import BasePagination

from .parameters import Choice, Integer, Parameter

PAGE_SIZE = 20
MOST_ROWS = 100
# Far beyond any list, and times 100 still a number that databases take as an offset.
LAST_PAGE = 1_000_000_000

PARAMETERS: dict[str, Parameter] = {
    "page": Integer(
        minimum=1, maximum=LAST_PAGE, default=1, description="Which page; beyond the last is a 404."
    ),
    "page_size": Integer(
        minimum=1, maximum=MOST_ROWS, default=PAGE_SIZE, description="How many on a page."
    ),
    "count": Choice(
        values=("exact", "none"),
        default="exact",
        description="`none` leaves `count` null and saves the service from counting.",
    ),
}


class Pagination(BasePagination):
    """DRF's page numbers; counts only where the page itself doesn't tell.

    One row more than the page has is fetched: it says whether there is a next page. Where there
    is none, the page's place says how many rows there are in all.
    """

    count: int | None = None

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        self.request, self.query = request, view.query
        self.page = self.query.get("page", 1)
        size = self.query.get("page_size", PAGE_SIZE)
        start = (self.page - 1) * size
        rows = list(queryset[start : start + size + 1])
        if not rows and self.page > 1:
            raise NotFound(f"There is no page {self.page}: the list ends before it.")
        self.has_next = len(rows) > size
        if self.query.get("count") != "none":
            told = start + len(rows)
            count: Callable[[], int] = lambda: told  # noqa: E731
            if self.has_next:
                count = view.filterset_class.counting(self.query.values) or queryset.count
            # What was ranked knows its count, and depends on the index of search, too.
            is_list = isinstance(queryset, QuerySet)
            self.count = view.counted(count) if is_list else count()
        return rows[:size]

    def envelope(self, results: bytes) -> bytes:
        """The answer around the JSON of the page's results."""
        count = "null" if self.count is None else str(self.count)
        following = self._link(self.page + 1) if self.has_next else "null"
        previous = self._link(self.page - 1) if self.page > 1 else "null"
        head = f'{{"count":{count},"next":{following},"previous":{previous},"results":'
        return b"%s%s}" % (head.encode(), results)

    def _link(self, page: int) -> str:
        """A page's address as JSON. It holds nothing that JSON would have to escape."""
        query = self.query.canonical(page=str(page) if page > 1 else None)
        path = self.request.path
        return f'"{self.request.build_absolute_uri(f"{path}?{query}" if query else path)}"'

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        """The envelope's schema. Given something that is no schema, an example is made of it."""
        link = {"type": ["string", "null"], "format": "uri", "readOnly": True, "example": None}
        count = {"type": ["integer", "null"], "minimum": 0, "readOnly": True, "example": 1}
        results = {**schema, "readOnly": True} if isinstance(schema, dict) else schema
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {**count, "description": "Of all pages; null with `count=none`."},
                "next": {**link, "description": "The next page; null on the last."},
                "previous": {**link, "description": "The page before; null on the first."},
                "results": results,
            },
        }
