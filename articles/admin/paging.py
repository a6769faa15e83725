"""Long lists on a page of ours, cut into pages that the address names."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest


class Pages:
    """One page of a list, and the way to the others; for admin/articles/article/pages.html.

    A number that there is no page of is as good as the nearest.
    """

    gaps = (Paginator.ELLIPSIS,)

    def __init__(self, request: HttpRequest, rows: Any, size: int, *, name: str, what: str) -> None:
        """`name` is the parameter of the address, `what` says what the rows are."""
        paginator = Paginator(rows, size)
        page = paginator.get_page(request.GET.get(name))
        self.name, self.what = name, what
        self.number, self.count = page.number, paginator.num_pages
        self.rows = list(page.object_list)
        self.numbers = list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
