"""Requests that schemathesis makes of the OpenAPI document, over real content."""

from datetime import timedelta
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from articles.editorial.previewing import token_of
from articles.editorial.publishing import unpublish
from articles.models import Preview
from config.wsgi import application
from tests.factories import (
    make_article,
    make_live_article,
    make_person,
    make_topic,
    make_user,
    publish,
)

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
    unpublish(make_live_article(slug="withdrawn"), by=None, explanation="Out of date.")
    make_previews()
    # As Django's own test client does: a request must not close the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


PATHS = ["", "articles/", "articles/{slug}/", "sections/", "faqs/", "topics/", "topics/{slug}/"]
PATHS += ["search/", "suggest/"]
PATHS += ["people/", "people/{slug}/", "schema/", "preview/{token}/", "articles/{slug}/editions/"]
PATHS += ["articles/{slug}/related/", "articles/popular/", "a-z/", "navigation/"]
PATHS += ["changes/", "redirects/", "resolve/"]
PATHS += ["articles/{slug}.md"]


# What the schema can't list, since editors make it: names that exist.
KNOWN = {"q": "ann", "topic": "pain", "author": "ann", "reviewer": "ann", "article": "a-1"}
SLUGS = {
    "articles": ["a-0", "a-2", "moved", "withdrawn", "unknown"],
    "topics": ["pain", "unknown"],
    "people": ["ann", "unknown"],
}


GOOD, EXPIRED, REVOKED, NONE = (Preview(pk=UUID(int=number)) for number in range(4))


def make_previews():
    """A link for each of the above but the last."""
    article, user, now = make_article(), make_user(), timezone.now()
    later, earlier = now + timedelta(days=1), now - timedelta(days=1)
    times = {"created_at": earlier - timedelta(days=1), "expires_at": later}
    for link, changes in ((GOOD, {}), (EXPIRED, {"expires_at": earlier}), (REVOKED, {})):
        revoked_at = now if link is REVOKED else None
        values = {**times, **changes, "revoked_at": revoked_at}
        Preview.objects.create(pk=link.pk, article=article, created_by=user, **values)


def ask_often(strategy, checks):
    @hypothesis_settings(
        max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=strategy)
    def ask(case):
        # The transport doesn't decode; other tests hold compressed answers against plain ones.
        case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})

    ask()


@pytest.mark.parametrize("path", PATHS)
def test_what_the_schema_allows_is_answered_as_it_says(api_schema, path):
    def existing(case):
        case.query.pop("cursor", None)  # One that nobody was given is a 410.
        for name in case.query.keys() & KNOWN.keys():
            case.query[name] = KNOWN[name]
        return case

    def at(case, slug):
        case.path_parameters["slug"] = slug
        return case

    def at_link(case, token):
        case.path_parameters["token"] = token
        return case

    strategy = api_schema[f"/api/v1/{path}"]["GET"].as_strategy()
    if "{token}" in path:
        links = st.sampled_from([token_of(link) for link in (GOOD, EXPIRED, REVOKED, NONE)])
        ask_often(st.builds(at_link, strategy, links), CHECKS)
    elif "{slug}" in path:  # A withdrawn article is no acceptance, though what the schema says.
        slugs = st.sampled_from(SLUGS[path.split("/")[0]])
        ask_often(st.builds(at, strategy, slugs), CHECKS)
    else:
        ask_often(strategy.map(existing), [*CHECKS, positive_data_acceptance])


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PATHS if path not in {"", "navigation/"}])
def test_what_the_schema_forbids_is_refused(api_schema, path):
    operation = api_schema[f"/api/v1/{path}"]["GET"]
    strategy = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    ask_often(strategy, [*CHECKS, negative_data_rejection])


def test_every_path_of_the_schema_is_asked(api_schema):
    # The beacon takes a POST, and whatever comes with it.
    asked = {*PATHS, "articles/{slug}/views/"}
    assert {f"/api/v1/{path}" for path in asked} == set(api_schema)
