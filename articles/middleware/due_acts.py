"""A dead worker never delays publishing: the first reader after the time sees to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from articles.delivery.schedule import ActsDue, next_due
from articles.editorial.due import do_due_acts

from .time_zone import ADMIN_PATH

# Acts may become due while others are done; a request doesn't wait for all that ever will be.
ROUNDS = 5


class DueActsMiddleware:
    """Does what is due where a view finds that it is, and lets the view answer anew.

    Pages of the admin don't look by themselves: one small query before each does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PATH):
            due_at = next_due()
            if due_at is not None and due_at <= timezone.now():
                do_due_acts()
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if not isinstance(exception, ActsDue) or match is None:
            return None
        for _ in range(ROUNDS):
            do_due_acts()
            try:
                response: Any = match.func(request, *match.args, **match.kwargs)
            except ActsDue:
                continue
            return response
        return None
