"""The sitemap held against the schema that npm's `sitemap` ships, and read by that package."""

import json
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from lxml import etree

from tests.factories import make_live_article
from tests.npm import install, needs_npm

HERE = Path(__file__).parent / "sitemap"
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
pytestmark = [pytest.mark.django_db, pytest.mark.slow, needs_npm]


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://example.org"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A folder in which the package is installed."""
    return install(HERE, tmp_path_factory.mktemp("sitemap"))


@pytest.fixture(scope="module")
def schema(package):
    return etree.XMLSchema(etree.parse(package / "siteindex.xsd"))


@pytest.fixture
def addresses(client, package, schema):
    """The addresses that the package reads from a part of the sitemap, once it is valid."""

    def read(path, kind):
        xml = client.get(path).content
        schema.assertValid(etree.fromstring(xml))
        return json.loads(run(package, kind, xml).stdout)

    return read


def run(package, kind, xml):
    command = ["node", "read.mjs", kind]
    return subprocess.run(
        command, cwd=package, input=xml, capture_output=True, check=False, timeout=60
    )


def test_index_and_page_of_the_demo_are_valid(addresses):
    call_command("loaddata", "demo", verbosity=0)
    call_command("import_markdown", str(FIXTURES), publish=True, verbosity=0)
    assert addresses("/sitemap.xml", "index") == ["https://example.org/sitemap-1.xml"]
    page = addresses("/sitemap-1.xml", "page")
    assert len(page) >= 13
    assert "https://example.org/articles/statins/" in page


def test_a_site_without_articles_has_a_valid_sitemap_too(addresses):
    assert addresses("/sitemap.xml", "index") == ["https://example.org/sitemap-1.xml"]
    assert addresses("/sitemap-1.xml", "page") == ["https://example.org/"]


def test_addresses_with_characters_of_xml_and_of_the_world_are_valid(addresses):
    canonical = "https://example.org/guides/b?x=1&y=2"
    make_live_article(canonical_url=canonical)
    make_live_article(canonical_url=f"https://example.org/{'a' * 470}")
    make_live_article(canonical_url="https://example.org/wärme/")
    assert addresses("/sitemap.xml", "index")
    assert canonical in addresses("/sitemap-1.xml", "page")


WRONG = {
    "no address at all": "<urlset {}/>",
    "an index of nothing": "<sitemapindex {}/>",
    "an empty loc": "<urlset {}><url><loc></loc></url></urlset>",
    "no loc": "<urlset {}><url><lastmod>2026-01-01</lastmod></url></urlset>",
    "a lastmod in words": (
        "<urlset {}><url><loc>https://a.example/</loc><lastmod>today</lastmod></url></urlset>"
    ),
    "an index with pages": "<sitemapindex {}><url><loc>https://a.example/</loc></url></sitemapindex>",
    "another namespace": '<urlset xmlns="urn:x"><url><loc>https://a.example/</loc></url></urlset>',
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_schema_finds_what_is_wrong(schema, wrong):
    assert not schema.validate(etree.fromstring(WRONG[wrong].format(NAMESPACE)))


@pytest.mark.parametrize("kind", ["index", "page"])
def test_the_package_refuses_what_it_does_not_know(package, kind):
    xml = f"<urlset {NAMESPACE}><nonsense/></urlset>"
    assert run(package, kind, xml.encode()).returncode != 0
