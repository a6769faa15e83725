"""Every error of the API is a problem document (RFC 9457), whoever meets it first."""

import logging
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views import defaults
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable

from articles.delivery.freshness import cache_control
from articles.delivery.lookup import Withdrawn

from .query import BadParameters

PROBLEM_JSON = "application/problem+json"
API_PATH = "/api/"

# What a problem is about, where the status alone doesn't say it (RFC 9457, `type`).
BAD_PARAMETERS = "urn:galley:problem:bad-parameters"
MOVED = "urn:galley:problem:moved"
WITHDRAWN = "urn:galley:problem:withdrawn"

MALFORMED = "The request is malformed."
UNAVAILABLE = "The database does not answer right now. Please try again in a moment."
# Seconds, for Retry-After.
A_MOMENT = 5

logger = logging.getLogger(__name__)


class Gone(Exception):  # noqa: N818
    """The article was withdrawn. `next_due` is when the next scheduled act may change that."""

    def __init__(self, withdrawn: Withdrawn, next_due: datetime | None) -> None:
        super().__init__(withdrawn.explanation)
        self.withdrawn = withdrawn
        self.next_due = next_due


def problem(
    status: int,
    detail: str,
    *,
    type: str = "about:blank",  # noqa: A002  (the member's name)
    title: str = "",
    members: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem document. A problem about nothing but its status has the status for a title."""
    document = {
        "type": type,
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **(members or {}),
    }
    response = HttpResponse(
        orjson.dumps(document, option=orjson.OPT_UTC_Z),
        status=status,
        content_type=PROBLEM_JSON,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
    if status < 500:  # noqa: PLR2004
        # Django would log a warning of its own: a client's mistake is not our event. A crash is.
        response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def moved(location: str, next_due: datetime | None) -> HttpResponse:
    """The 308 to `location`, which also says so to those who don't follow it."""
    return problem(
        308,
        f"The article is at {location} now.",
        type=MOVED,
        title="Moved",
        members={"location": location},
        headers={"Location": location, "Cache-Control": cache_control(next_due)},
    )


def exception_handler(exception: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's hook: the problem that an exception in a view stands for; None for a crash."""
    match exception:
        case BadParameters():
            return _bad_parameters(exception)
        case Gone():
            return _withdrawn(exception.withdrawn, exception.next_due)
        case APIException():
            detail = _explanation(exception, context["view"]) or str(exception.detail)
            return problem(exception.status_code, detail)
        case SuspiciousOperation():
            return problem(400, MALFORMED)
    return None


def _bad_parameters(exception: BadParameters) -> HttpResponse:
    faults = exception.faults
    count = "One thing is" if len(faults) == 1 else f"{len(faults)} things are"
    return problem(
        400,
        f"{count} wrong with the parameters; `errors` says what, and what is allowed.",
        type=BAD_PARAMETERS,
        title="Parameters that can't be followed",
        members={"errors": [fault.as_member() for fault in faults]},
    )


def _withdrawn(withdrawn: Withdrawn, next_due: datetime | None) -> HttpResponse:
    return problem(
        410,
        withdrawn.explanation or "This article was withdrawn.",
        type=WITHDRAWN,
        title="Withdrawn",
        members={"explanation": withdrawn.explanation, "alternative": withdrawn.alternative},
        headers={"Cache-Control": cache_control(next_due)},
    )


def _explanation(exception: APIException, view: Any) -> str | None:
    """What DRF's own text doesn't say."""
    match exception:
        case MethodNotAllowed():
            what = "The API is read-only" if "GET" in view.allowed_methods else "Here are taken"
            return f"{what}: {', '.join(view.allowed_methods)}."
        case NotAcceptable():
            media_types = [renderer.media_type for renderer in view.get_renderers()]
            return f"The Accept header excludes all there is: {', '.join(media_types)}."
    return None


# --- Django's handlers, for what no view of the API answers ---


def _handler(status: int, detail: str, page: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Django's own page, but below the API's path a problem document."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.path.startswith(API_PATH):
            return problem(status, detail)
        return page(request, *args, **kwargs)

    return answer


bad_request = _handler(400, MALFORMED, defaults.bad_request)
permission_denied = _handler(403, "This is not allowed.", defaults.permission_denied)
page_not_found = _handler(
    404,
    "There is nothing at this address. /api/v1/ links to all there is.",
    defaults.page_not_found,
)
_crash = _handler(
    500, "Something went wrong on our side. It has been logged.", defaults.server_error
)


def server_error(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """For what nobody caught: a 500, or a 503 while the database is away or locked."""
    fault = sys.exc_info()[1]
    if not isinstance(fault, OperationalError | InterfaceError):
        return _crash(request, *args, **kwargs)
    # One line: where it came from says nothing, and there are as many as there are requests.
    logger.error("The database did not answer %s: %s", request.path, " ".join(str(fault).split()))
    headers = {"Retry-After": str(A_MOMENT)}
    if request.path.startswith(API_PATH):
        response = problem(503, UNAVAILABLE, headers=headers)
    else:
        headers |= {"Cache-Control": "no-store", "Content-Type": "text/plain; charset=utf-8"}
        response = HttpResponse(UNAVAILABLE, status=503, headers=headers)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
