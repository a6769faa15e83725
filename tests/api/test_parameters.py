"""What is asked wrongly is a 400 that says how to ask."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_live_article, make_person, make_topic

pytestmark = pytest.mark.django_db


def test_an_unknown_parameter_names_what_is_allowed_and_the_nearest(faults):
    fault = faults("articles/", topc="pain")["topc"]
    assert "topic" in fault["allowed"]
    assert fault["did_you_mean"] == "topic"


def test_everything_that_is_wrong_is_told_at_once(faults):
    found = faults("articles/", foo="1", page_size="500", featured="maybe", ordering="titel")
    assert set(found) == {"foo", "page_size", "featured", "ordering"}
    assert found["ordering"]["did_you_mean"] == "title"


@pytest.mark.parametrize("path", ["", "schema/", "docs/", "topics/x/", "articles/x/", "faqs/"])
def test_every_endpoint_refuses_unknown_parameters(faults, path):
    assert "foo" in faults(path, foo="1")


@pytest.mark.parametrize("name", ["topic", "author", "reviewer"])
def test_an_unknown_slug_suggests_the_nearest(faults, name):
    make_topic("Pain", slug="pain")
    make_person("Pain", slug="pain")
    assert faults("articles/", **{name: "pian"})[name]["did_you_mean"] == "pain"


def test_an_unknown_article_of_passages_suggests_the_nearest_live_one(faults):
    make_live_article(slug="migraine")
    assert faults("faqs/", article="migrane")["article"]["did_you_mean"] == "migraine"


def test_an_unknown_health_aspect_suggests_the_nearest(faults):
    fault = faults("articles/", health_aspect="Symptom")["health_aspect"]
    assert fault["did_you_mean"] == "Symptoms"


@pytest.mark.parametrize(
    "parameters",
    [
        {"page_size": "101"},
        {"page_size": "0"},
        {"page_size": "ten"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "9" * 40},
        {"page": "1.0"},
        {"count": "some"},
        {"featured": "1x"},
        {"published_after": "yesterday"},
        {"published_after": "2026-02-30"},
        {"slug": "no/slug"},
        {"slug": ",".join(f"a{number}" for number in range(101))},
        {"search": "\0"},
        {"search": "x" * 10_001},
        {"topic": ""},
        {"ordering": "title,-title,nope"},
        {"fields": "titel"},
        {"fields": "title.name"},
        {"omit": "nope"},
        {"body": "html"},
    ],
)
def test_a_value_that_can_not_be_is_a_400(faults, parameters):
    assert set(faults("articles/", **parameters)) == set(parameters)


def test_a_parameter_of_one_value_given_twice_is_a_400(client):
    response = client.get("/api/v1/articles/?page=1&page=2")
    assert response.status_code == 400
    assert response.json()["errors"][0]["detail"] == "Given 2 times; give it once."


def test_a_list_may_be_written_by_giving_its_parameter_several_times(client):
    for slug in ("one", "two", "three"):
        make_live_article(title=slug, slug=slug)
    asked = "page_size=1&ordering=-title"
    by_commas = client.get(f"/api/v1/articles/?slug=one,two&{asked}").json()
    assert client.get(f"/api/v1/articles/?slug=one&slug=two&{asked}").json() == by_commas
    assert "slug=one,two" in by_commas["next"]


@pytest.mark.parametrize(
    "query",
    ["search=%ED%A0%80", "search=%FF", "topic=%00", "%00=1", "a[b]=1", "=", "&&", "page=%31"],
)
def test_odd_bytes_are_answered_without_a_crash(client, query):
    assert client.get(f"/api/v1/articles/?{query}").status_code in {200, 400}


NAMES = st.sampled_from(
    (
        *("topic", "author", "slug", "search", "page", "page_size", "ordering", "fields", "omit"),
        *("published_after", "review_due_before", "count", "featured", "health_aspect", "body"),
    )
)
VALUES = st.text(max_size=30).map(lambda text: text.encode(errors="ignore").decode())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(NAMES, VALUES, max_size=3), st.sampled_from(["articles/", "faqs/"]))
def test_no_value_whatever_crashes(get, parameters, path):
    assert get(path, **parameters).status_code in {200, 400, 404}
