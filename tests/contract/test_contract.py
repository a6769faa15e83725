"""Requests that schemathesis makes of the OpenAPI document, over real content."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from tests.factories import make_article, make_live_article, make_person, make_topic, publish

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def api_schema(settings):
    # The in-process client names a host of its own.
    settings.ALLOWED_HOSTS = ["*"]
    person, topic = make_person("Ann", slug="ann"), make_topic("Pain", slug="pain")
    for number in range(3):
        make_live_article(
            slug=f"a-{number}",
            topic=topic,
            authors=[person],
            reviewers=[person],
            faqs=[("Why?", "<ul><li><strong>T:</strong> x</li></ul>")],
        )
    moved = make_article(slug="moved")
    publish(moved)
    moved.slug = "moved-on"
    moved.save()
    publish(moved)
    # As Django's own test client does: a request must not close the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


PATHS = ["", "articles/", "articles/{slug}/", "sections/", "faqs/", "topics/", "topics/{slug}/"]
PATHS += ["people/", "people/{slug}/", "schema/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_what_the_schema_says(api_schema, path):
    @hypothesis_settings(
        max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=api_schema[f"/api/v1/{path}"]["GET"].as_strategy())
    def ask(case):
        case.call_and_validate(checks=CHECKS)

    ask()


def test_every_path_of_the_schema_is_asked(api_schema):
    assert {f"/api/v1/{path}" for path in PATHS} == set(api_schema)
