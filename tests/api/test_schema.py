"""The OpenAPI document, and that the service answers as it says."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from articles.api.expansions import EXPANSIONS
from articles.delivery.days import today
from articles.models import ViewCount
from tests.factories import (
    make_live_article,
    make_notice,
    make_person,
    make_topic,
)

pytestmark = pytest.mark.django_db
# The one endpoint whose answers nobody may keep.
PREVIEW = "/api/v1/preview/{token}/"
# The one that takes a POST.
VIEWS = "/api/v1/articles/{slug}/views/"
HTML = (
    "<p>a <strong>b</strong></p><ul><li><strong>T:</strong> x</li></ul><ol><li>y</li></ol>"
    "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>"
    "<blockquote><p>q</p></blockquote><pre><code>c</code></pre>"
)


@pytest.fixture
def schema(client):
    return client.get("/api/v1/schema/").json()


@pytest.fixture
def content():
    person = make_person("Ann", slug="ann", url="https://example.org")
    topic = make_topic("Pain", slug="pain", parent=make_topic("Body", slug="body"))
    other = make_live_article(slug="bare")
    make_live_article(
        slug="full",
        topic=topic,
        authors=[person],
        reviewers=[person],
        related=[other],
        also_called=["x"],
        reviewed_on="2026-01-01",
        review_due="2027-01-01",
        first_published_on="2019-05-03",
        disclaimer=make_notice(),
        canonical_url="https://example.org/a",
        references=[{"title": "T"}, {"title": "U", "year": 2020, "evidence_level": "guideline"}],
        sections=[
            {"heading": "S", "body": HTML, "health_aspect": "Symptoms"},
            {"heading": "Sub", "level": 2, "body": HTML},
        ],
        faqs=[("Why?", HTML)],
    )
    ViewCount.objects.add({(other.pk, today().day): 3}, at=timezone.now())


def test_it_is_openapi_3_1_without_3_0_leftovers(schema):
    assert schema["openapi"].startswith("3.1")
    assert "nullable" not in str(schema)


def test_it_is_valid_and_complete():
    errors = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO(), stderr=errors)
    assert not errors.getvalue()


def test_yaml_comes_by_the_accept_header(client):
    response = client.get("/api/v1/schema/", headers={"Accept": "application/yaml"})
    assert response.content.startswith(b"openapi: 3.1")


@pytest.mark.parametrize(
    ("form", "begin"), [("json", b'{"openapi":"3.1'), ("yaml", b"openapi: 3.1")]
)
def test_its_format_can_stand_in_the_address(client, form, begin):
    response = client.get("/api/v1/schema/", {"format": form})
    assert response.content.startswith(begin)
    assert form in response["Content-Type"]


def test_it_says_whose_it_is(client, settings):
    settings.SITE_NAME, settings.SITE_URL = "Example Health", "https://www.example.org"
    info = SchemaGenerator().get_schema(public=True)["info"]
    assert info["contact"] == {"name": "Example Health", "url": "https://www.example.org"}
    assert info["license"]["identifier"] == "MIT"


def test_every_operation_is_explained(schema):
    operations = [each for path in schema["paths"].values() for each in path.values()]
    assert [each["operationId"] for each in operations if not each.get("description")] == []


def test_it_says_where_the_service_is(client):
    document = client.get("/api/v1/schema/", headers={"Host": "localhost:8123"}).json()
    assert document["servers"] == [{"url": "http://localhost:8123"}]


def test_every_tag_of_an_operation_says_what_it_is_for(schema):
    operations = [each for path in schema["paths"].values() for each in path.values()]
    told = [tag["name"] for tag in schema["tags"] if tag["description"]]
    assert sorted(told) == sorted({tag for operation in operations for tag in operation["tags"]})


def test_nothing_is_marked_as_read_only_since_nothing_can_be_written(schema):
    assert "readOnly" not in str(schema)


def test_every_component_is_referred_to(schema):
    text = str(schema)
    lonely = [name for name in schema["components"]["schemas"] if f"schemas/{name}'" not in text]
    assert lonely == []


def test_no_schema_leaves_open_what_it_is(schema):
    """A generated client would have no type for it."""

    def vague(part, path):
        if isinstance(part, list):
            part = dict(enumerate(part))
        if not isinstance(part, dict):
            return
        if part.get("type") == "object" and not part.keys() & {
            "properties",
            "additionalProperties",
        }:
            yield path
        if part.get("type") == "array" and not part.get("items"):
            yield path
        for name, value in part.items():
            if name not in {"example", "examples"}:
                yield from vague(value, f"{path}/{name}")

    assert list(vague(schema, "")) == []


def test_no_component_has_both_named_and_open_properties(schema):
    """TypeScript's index signatures bind the named ones too, and generators differ in the rest."""
    components = schema["components"]["schemas"].items()
    both = {"properties", "additionalProperties"}
    assert [name for name, component in components if both <= component.keys()] == []


def test_what_must_be_asked_for_has_an_example_that_fits(schema):
    for path in ("search", "suggest", "resolve"):
        parameters = schema["paths"][f"/api/v1/{path}/"]["get"]["parameters"]
        [needed] = [each for each in parameters if each.get("required")]
        [example] = needed["examples"].values()
        validate(schema, needed["schema"], example["value"])


def test_every_route_is_described_with_a_readable_name(schema):
    routes = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert "api/v1/" in routes
    operations = [each for path in schema["paths"].values() for each in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names) == 23
    assert "listArticles" in names
    assert "getArticle" in names


def test_every_operation_tells_its_errors_and_validators(schema):
    for path, item in schema["paths"].items():
        if path in {PREVIEW, VIEWS}:
            continue
        responses = item["get"]["responses"]
        assert {"200", "304", "400"} <= responses.keys(), path
        assert {"ETag", "Last-Modified", "Cache-Control"} <= responses["200"]["headers"].keys()
        assert "application/problem+json" in responses["400"]["content"]
    article = schema["paths"]["/api/v1/articles/{slug}/"]["get"]["responses"]
    assert {"308", "404", "410"} <= article.keys()


def test_the_preview_is_described_as_kept_by_nobody(schema):
    operation = schema["paths"][PREVIEW]["get"]
    assert "304" not in operation["responses"]
    assert {"200", "400", "404", "410"} <= operation["responses"].keys()
    for status in ("200", "404", "410"):
        headers = operation["responses"][status]["headers"].keys()
        assert headers == {"Cache-Control", "X-Robots-Tag"}
    asked = {parameter["name"] for parameter in operation["parameters"]}
    assert asked == {"token", "fields", "omit", "body"}


def test_every_filter_is_described(schema):
    described = schema["paths"]["/api/v1/articles/"]["get"]["parameters"]
    listed = [parameter for parameter in described if parameter["in"] == "query"]
    assert {
        "topic", "author", "reviewer", "health_aspect", "featured", "slug", "published_after",
        "published_before", "updated_after", "updated_before", "reviewed_after", "reviewed_before",
        "review_due_before", "search", "ordering", "page", "page_size", "count", "fields", "omit",
        "review_status", "cites",
    } == {parameter["name"] for parameter in listed}  # fmt: skip
    assert all(parameter["description"] for parameter in listed)


def test_there_is_an_example_of_a_full_article_and_it_fits(schema):
    media = schema["paths"]["/api/v1/articles/{slug}/"]["get"]["responses"]["200"]["content"]
    example = next(iter(media["application/json"]["examples"].values()))["value"]
    assert example["sections"]
    assert example["faqs"]
    validate(schema, media["application/json"]["schema"], example)


def test_there_is_an_example_of_a_change_log_and_it_fits(schema):
    path = schema["paths"]["/api/v1/articles/{slug}/editions/"]["get"]
    media = path["responses"]["200"]["content"]["application/json"]
    example = next(iter(media["examples"].values()))["value"]
    assert example["results"][0]["is_correction"]
    validate(schema, media["schema"], example)


@pytest.mark.parametrize("path", ["articles/{slug}/related/", "a-z/", "navigation/"])
def test_there_are_examples_of_what_stands_around_and_they_fit(schema, path):
    operation = schema["paths"][f"/api/v1/{path}"]["get"]
    media = operation["responses"]["200"]["content"]["application/json"]
    example = next(iter(media["examples"].values()))["value"]
    assert example.get("results") or example["topics"]
    validate(schema, media["schema"], example)


def test_the_other_forms_of_an_article_are_described_with_examples(schema):
    media = schema["paths"]["/api/v1/articles/{slug}/"]["get"]["responses"]["200"]["content"]
    assert list(media) == ["application/json", "application/ld+json", "text/markdown", "text/plain"]
    for form in list(media.values())[1:]:
        example = next(iter(form["examples"].values()))["value"]
        assert "Tension headache" in str(example)
        validate(schema, form["schema"], example)


def test_the_beacon_is_described(schema):
    operation = schema["paths"][VIEWS]["post"]
    assert operation["responses"].keys() == {"204", "400", "404", "410", "429", "503"}
    assert "requestBody" not in operation


def validate(schema, part, answer):
    validator = Draft202012Validator({**part, "components": schema["components"]})
    validator.validate(answer)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/api/v1/", ""),
        ("/api/v1/articles/", ""),
        ("/api/v1/articles/", "?page_size=1&count=none"),
        ("/api/v1/articles/{slug}/", ""),
        ("/api/v1/articles/{slug}/", "?body=html,markdown,text,blocks"),
        ("/api/v1/articles/{slug}/", "?body=blocks"),
        ("/api/v1/articles/{slug}/editions/", ""),
        ("/api/v1/articles/{slug}/editions/", "?page_size=1&count=none"),
        ("/api/v1/sections/", "?body=html,markdown,text,blocks"),
        ("/api/v1/faqs/", "?body=blocks"),
        ("/api/v1/topics/", ""),
        ("/api/v1/people/", ""),
        ("/api/v1/articles/{slug}/", "?edition=1"),
        ("/api/v1/articles/{slug}/", "?expand=" + ",".join(EXPANSIONS)),
        ("/api/v1/articles/{slug}/related/", ""),
        ("/api/v1/articles/{slug}/related/", "?fields=slug,reason.words"),
        ("/api/v1/articles/popular/", ""),
        ("/api/v1/a-z/", ""),
        ("/api/v1/navigation/", ""),
    ],
)
@pytest.mark.usefixtures("content")
def test_answers_are_as_described(client, schema, path, asked):
    part = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for slug in ("full", "bare"):
        validate(schema, part, client.get(path.format(slug=slug) + asked).json())


@pytest.mark.parametrize(
    ("status", "path"),
    [(400, "articles/?foo=1"), (404, "articles/none/"), (404, "topics/none/")],
)
def test_problems_are_as_described(client, schema, status, path):
    route = {"articles/?foo=1": "/api/v1/articles/", "articles/none/": "/api/v1/articles/{slug}/"}
    operation = schema["paths"][route.get(path, "/api/v1/topics/{slug}/")]["get"]
    media = operation["responses"][str(status)]["content"]["application/problem+json"]
    validate(schema, media["schema"], client.get(f"/api/v1/{path}").json())
