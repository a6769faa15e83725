"""The admin's times are those of the editor's clock."""

import pytest
from django.test import Client
from django.utils import timezone

from articles.middleware.time_zone import COOKIE, TimeZoneMiddleware, zone_named


@pytest.fixture
def zone_during(rf):
    def find(path, **cookies):
        request = rf.get(path)
        request.COOKIES.update(cookies)
        seen = []
        middleware = TimeZoneMiddleware(lambda _: seen.append(timezone.get_current_timezone_name()))
        middleware(request)
        assert timezone.get_current_timezone_name() == "UTC"
        return seen[0]

    return find


def test_the_admin_runs_in_the_zone_of_the_cookie(zone_during):
    assert zone_during("/admin/", **{COOKIE: "Europe/London"}) == "Europe/London"


def test_readers_and_who_has_no_cookie_get_the_settings_zone(zone_during):
    assert zone_during("/admin/") == "UTC"
    assert zone_during("/api/v1/", **{COOKIE: "Europe/London"}) == "UTC"


@pytest.mark.parametrize(
    "name", ["", "Mars/Phobos", "../../etc/passwd", "/etc/passwd", "Europe", "x" * 5000, "a\0b"]
)
def test_a_cookie_that_names_no_zone_is_ignored(name, zone_during):
    assert zone_named(name) is None
    assert zone_during("/admin/", **{COOKIE: name}) == "UTC"


@pytest.mark.django_db
def test_a_wrong_cookie_breaks_no_page():
    client = Client()
    client.cookies[COOKIE] = "../nonsense"
    assert client.get("/admin/login/").status_code == 200
