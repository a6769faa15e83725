"""The admin's times are those of the editor's own clock, which the browser tells by a cookie."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

# Set by static/galley/time_zone.js.
COOKIE = "galley_time_zone"
ADMIN_PATH = "/admin/"


class TimeZoneMiddleware:
    """Below /admin/, the editor's time zone; elsewhere and without one, settings.TIME_ZONE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ADMIN_PATH):
            return self.get_response(request)
        zone = zone_named(request.COOKIES.get(COOKIE, ""))
        if zone is None:
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this name; None if there is none, whatever a cookie may say."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
