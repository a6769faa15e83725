"""The guides as pages."""

import re
from urllib.parse import urlsplit

import pytest
from django.test.utils import override_script_prefix
from lxml import html

from articles.api.guides import FOLDER, NAMES, SERVICE, guides

pytestmark = pytest.mark.django_db
GUIDES = "/api/v1/docs/guides/"


@pytest.fixture
def page(client):
    def fetch(path, **headers):
        response = client.get(path, headers=headers)
        assert response.status_code == 200, path
        return html.fromstring(response.content.decode())

    return fetch


def test_every_file_is_a_guide_and_every_guide_a_file():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_has_one_title_a_summary_and_sections(page, name):
    document = page(f"{GUIDES}{name}/")
    assert [each.text_content() for each in document.iter("h1")] == [guides()[name].title]
    assert document.find_class("docs-lead")[0].text_content() == guides()[name].summary
    assert len(document.find_class("docs-contents")[0].xpath(".//li")) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_names_the_host_that_it_was_asked_by(page, settings, name):
    settings.ALLOWED_HOSTS = ["api.example.net"]
    text = page(f"{GUIDES}{name}/", host="api.example.net").text_content()
    assert "http://api.example.net/api/v1/" in text
    assert SERVICE not in text


def test_a_service_below_a_path_is_named_with_it(client):
    with override_script_prefix("/galley/"):  # As a server sets it for each request.
        page = client.get(f"{GUIDES}quick-start/").content.decode()
        document = client.get("/api/v1/schema/").json()
    assert "http://testserver/galley/api/v1" in html.fromstring(page).text_content()
    assert document["servers"] == [{"url": "http://testserver/galley"}]


def test_the_address_of_the_service_is_escaped():
    assert "&lt;b&gt;/api/v1/" in guides()["quick-start"].html_for("<b>")


@pytest.mark.parametrize("path", ["", *(f"{name}/" for name in NAMES)])
def test_every_link_leads_somewhere(client, page, path):
    """Also to the part of a page that it names; what is elsewhere can't be tried."""
    document = page(GUIDES + path, host="testserver")
    document.make_links_absolute("http://testserver" + GUIDES + path)
    links = {link for element, name, link, _ in document.iterlinks() if element.tag == "a"}
    ours = {link for link in links if link.startswith("http://testserver/")}
    assert len(ours) >= 4
    for link in ours:
        where = urlsplit(link)
        response = client.get(f"{where.path}?{where.query}")
        assert response.status_code == 200, link
        if where.fragment:
            assert f'id="{where.fragment}"' in response.content.decode(), link


@pytest.mark.parametrize("path", ["/api/v1/docs/", GUIDES, f"{GUIDES}{NAMES[0]}/"])
def test_all_docs_have_the_same_navigation(page, path):
    links = [link.get("href") for link in page(path).find_class("docs-nav")[0].iter("a")]
    expected = [GUIDES, *(f"{GUIDES}{name}/" for name in NAMES), "/api/v1/docs/", "/api/v1/schema/"]
    assert links == expected


@pytest.mark.parametrize("path", ["/api/v1/docs/", GUIDES, f"{GUIDES}{NAMES[0]}/"])
def test_the_navigation_says_where_one_is(page, path):
    (here,) = page(path).xpath('//*[@aria-current="page"]')
    assert here.get("href") == path


def test_a_guide_that_one_has_is_not_sent_again(client):
    first = client.get(f"{GUIDES}quick-start/")
    assert "max-age" in first["Cache-Control"]
    again = client.get(f"{GUIDES}quick-start/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_guides_of_two_hosts_are_two_answers(client):
    tags = {
        client.get(f"{GUIDES}quick-start/", headers={"Host": host})["ETag"]
        for host in ("localhost", "127.0.0.1")
    }
    assert len(tags) == 2


@pytest.mark.parametrize("path", ["", "quick-start/"])
def test_a_guide_may_run_the_scripts_of_this_service_alone(client, path):
    response = client.get(GUIDES + path)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+=", response.content.decode())


def test_there_is_no_guide_of_another_name(client):
    response = client.get(f"{GUIDES}none/")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


def test_the_readme_leads_to_every_guide():
    readme = (FOLDER.parents[2] / "README.md").read_text()
    assert all(f"(articles/api/guides/{name}.md)" in readme for name in NAMES)


def test_programs_find_the_guides(client):
    address = f"http://testserver{GUIDES}"
    assert client.get("/api/v1/").json()["links"]["guides"] == address
    assert client.get("/api/v1/schema/").json()["externalDocs"]["url"] == address
    assert f"]({address})" in client.get("/llms.txt").content.decode()
