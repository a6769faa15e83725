"""What `manage.py check --deploy` says of settings that can't be meant for production."""

import pytest

from config.checks import check_front_end_is_somewhere


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000",
        "https://127.0.0.1",
        "http://[::1]:3000",
        "http://0.0.0.0:8000",
        "https://example.org",
        "https://www.example.com",
        "https://galley.test",
    ],
)
def test_a_site_that_no_reader_can_reach_is_warned_of(settings, address):
    settings.SITE_URL = address
    [warning] = check_front_end_is_somewhere()
    assert warning.id == "galley.W002"
    assert "SITE_URL is on " in warning.msg


@pytest.mark.parametrize(
    "address", ["https://www.nhs.uk", "http://10.1.2.3", "https://myexample.org"]
)
def test_any_other_site_is_taken_as_it_is(settings, address):
    settings.SITE_URL = address
    assert check_front_end_is_somewhere() == []


@pytest.mark.parametrize("name", ["FRONTEND_ARTICLE_URL", "FRONTEND_TOPIC_URL"])
def test_so_are_the_addresses_of_articles_and_topics_unless_they_are_paths(settings, name):
    settings.SITE_URL = "https://www.nhs.uk"
    setattr(settings, name, "/pages/{slug}/")
    assert check_front_end_is_somewhere() == []
    setattr(settings, name, "http://localhost:3000/pages/{slug}/")
    [warning] = check_front_end_is_somewhere()
    assert f"{name} is on localhost" in warning.msg
