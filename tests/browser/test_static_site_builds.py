"""What the static site makes of a service that means no good, or isn't well."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import html
from playwright.sync_api import Browser, expect

from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    publish,
)

from .static_site import answering, build, opened

HOSTILE = (
    "\"bold\" & <b title='x'>so on</b></title></script>"
    '<script>document.title = "broken"</script><img src="x">'
)
# What isn't text: addresses, codes, days, and HTML that the service has sanitised.
NO_TEXT = {"anchor", "slug", "html", "kind", "health_aspect", "evidence_level", "language"}
NO_TEXT |= {"url", "link", "web_url", "canonical_url", "profile_url"}
NO_TEXT |= {"published_at", "updated_at", "reviewed_on", "review_due", "first_published_on"}


def hostile(value: Any, name: str = "") -> Any:
    """The same with every text replaced by one that would break a careless page."""
    if isinstance(value, dict):
        return {key: hostile(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [hostile(part, name) for part in value]
    return HOSTILE if isinstance(value, str) and name not in NO_TEXT else value


def service_of(site: Any, articles: list[Any]) -> Callable[[str, str], tuple[int, Any]]:
    """Answers of a service with these articles, all of them popular; 404 for what isn't there."""

    def answer(address: str, path: str) -> tuple[int, Any]:
        path = urlsplit(path).path
        links = {name: f"{address}/{name}/" for name in ("articles", "popular")}
        found = {
            "/api/v1/": {"site": site, "links": links | {"article": f"{address}/one/{{slug}}"}},
            "/articles/": {"next": None, "results": articles},
            "/popular/": {"next": None, "results": articles},
            **{f"/one/{article['slug']}": article for article in articles},
        }
        return (200, found[path]) if path in found else (404, {"detail": "Nothing is here."})

    return answer


@pytest.fixture
def everything(db: None, client: Client) -> list[Any]:
    """The site, and an article that has whatever an article can have, as the API tells them."""
    person = make_person("Ann", credentials="MD", job_title="Doctor", organisation="A clinic")
    other = make_live_article(title="Another", topic=make_topic("Pain"))
    article = make_article(
        slug="all",
        summary="A summary.",
        also_called=["Another name"],
        topic=other.topic,
        authors=[person],
        reviewers=[person],
        related=[other],
        sections=[
            {"heading": "One", "body": "<p>Words [1].</p>", "health_aspect": "Overview"},
            {"heading": "Two", "body": "<table><tr><td>x</td></tr></table>", "level": 2},
            {"heading": "Three", "body": "<p>Words.</p>", "kind": "warning"},
        ],
        faqs=[("Why?", "<p>Because.</p>")],
        references=[{"title": "A source", "publisher": "A journal", "doi": "10.1000/x"}],
        disclosure="None.",
        disclaimer=make_notice(),
    )
    publish(article)
    whole = client.get("/api/v1/articles/all/?expand=related,json_ld").json()
    return [client.get("/api/v1/").json()["site"], whole]


@pytest.mark.slow
def test_no_text_of_the_service_breaks_a_page(
    chromium: Browser, everything: list[Any], tmp_path: Path
) -> None:
    site, article = hostile(everything)
    twin = article | {"slug": "twin", "web_url": "/articles/twin/"}  # for what leaves itself out
    with answering(service_of(site, [article, twin])) as address:
        built = build(address, tmp_path)
    assert built.returncode == 0, built.stderr
    titles = {"/articles/all/": f"{HOSTILE} | {HOSTILE}", "/": HOSTILE}
    for path, title in titles.items():
        with opened(chromium, tmp_path, path) as page:
            expect(page).to_have_title(title)
            expect(page.get_by_role("heading", level=1)).to_have_text([HOSTILE])
            expect(page.locator("meta[name=description]")).to_have_attribute("content", HOSTILE)
            expect(page.locator("b, img, body script")).to_have_count(0)
    data = html.parse(str(tmp_path / "articles/all/index.html")).find(".//script").text
    assert json.loads(data) == article["expanded"]["json_ld"]


SITE = {"url": "https://example.org/", "language": "en"}
ONE = {"slug": "one"}
FAULTS: dict[str, tuple[str, tuple[int, Any], str]] = {
    "the list's second page": ("/two/", (503, {"detail": "Busy."}), "/two/: status 503: Busy."),
    "an article": ("/one/one", (410, {"detail": "Gone."}), "json_ld: status 410: Gone."),
    "no JSON": ("/popular/", (200, "<html>"), "/popular/?page_size=6: Unexpected token"),
    "an error without words": ("/api/v1/", (500, "<h1>"), "/api/v1/: status 500"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_of_the_service_ends_the_build_with_nothing_written(
    tmp_path: Path, fault: str
) -> None:
    where, wrong, message = FAULTS[fault]
    well = service_of(SITE, [ONE])

    def answer(address: str, path: str) -> tuple[int, Any]:
        if urlsplit(path).path == where:
            return wrong
        if path == "/articles/":
            return 200, {"next": f"{address}/two/", "results": [ONE]}
        return (200, {"next": None, "results": []}) if path == "/two/" else well(address, path)

    with answering(answer) as address:
        built = build(address, tmp_path / "site")
    assert built.returncode == 1
    assert "Not built. " in built.stderr
    assert message in built.stderr
    assert not (tmp_path / "site").exists()


def test_a_service_that_is_not_there_ends_the_build(tmp_path: Path) -> None:
    with answering(service_of({}, [])) as address:
        pass
    built = build(address, tmp_path / "site")
    assert built.returncode == 1
    assert "ECONNREFUSED" in built.stderr


def test_pages_of_an_earlier_build_are_not_left_among_new_ones(
    tmp_path: Path,
) -> None:
    (tmp_path / "withdrawn.html").touch()
    with answering(service_of(SITE, [])) as address:
        built = build(address, tmp_path)
    assert built.returncode == 1
    assert "is not empty" in built.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["withdrawn.html"]
