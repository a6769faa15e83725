"""Feeds are what RFC 4287 and RSS 2.0 ask, by rules of our own and by feedparser."""

from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from django.core.management import call_command
from django.utils import timezone
from lxml import etree

from tests.factories import make_article, make_live_article, make_person, make_topic, publish

from .feed_rules import ATOM, atom_faults, rss_faults

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"
FAULTS = {"atom": atom_faults, "rss": rss_faults}
KINDS = pytest.mark.parametrize("kind", ["atom", "rss"])
HOSTILE = "R&D &nbsp; &undefined; <b>]]></b> ]]> \x0b\x1f\ufffe \U0001f600 5 < 6 \u2028"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL, settings.SITE_NAME = "https://example.org", "Well & Good"
    settings.SITE_LANGUAGE = "en-GB"


@pytest.fixture
def two_articles():
    now = timezone.now()
    topic = make_topic("Pain", slug="pain")
    people = [make_person("Ann Ray"), make_person("Ida Voss")]
    old = make_article(slug="a", title="A", summary="All.", topic=topic, authors=people)
    publish(old, at=now - timedelta(hours=9))
    make_live_article(slug="b", title="B", topic=topic)
    old.title = "New"
    old.save()
    publish(old, note="The dose was wrong.", is_correction=True, at=now + timedelta(hours=1))


def feed(client, kind, path="articles"):
    response = client.get(f"/feeds/{path}.{kind}")
    assert response.status_code == 200
    return response.content


@KINDS
@pytest.mark.parametrize("path", ["articles", "topics/pain"])
@pytest.mark.usefixtures("two_articles")
def test_a_feed_has_all_that_its_format_asks(client, kind, path):
    xml = feed(client, kind, path)
    assert FAULTS[kind](xml) == []
    assert len(feedparser.parse(xml).entries) == 2


@KINDS
def test_a_feed_without_entries_has_it_too(client, kind):
    assert FAULTS[kind](feed(client, kind)) == []


@KINDS
def test_a_feed_of_hostile_texts_has_it_too(client, kind, settings):
    settings.SITE_NAME = settings.SITE_DESCRIPTION = "&nbsp; <b>]]></b> & more"
    topic = make_topic(HOSTILE, slug="t")
    article = make_live_article(
        title=HOSTILE, summary=HOSTILE, topic=topic, authors=[make_person(HOSTILE)]
    )
    article.title = f"Again {HOSTILE}"
    article.save()
    publish(article, note=HOSTILE, is_correction=True)
    make_live_article(title="No summary", summary="", topic=topic)
    for path in ("articles", "topics/t"):
        xml = feed(client, kind, path)
        assert FAULTS[kind](xml) == []
        read = feedparser.parse(xml)
        assert not read.bozo
        assert any(entry.title.startswith("Again R&D &nbsp; &undefined;") for entry in read.entries)


def test_the_feeds_of_the_demo_have_it_too(client):
    call_command("loaddata", "demo", verbosity=0)
    call_command("import_markdown", str(FIXTURES), publish=True, verbosity=0)
    for kind, faults in FAULTS.items():
        for path in ("articles", "topics/pain", "topics/sleep"):
            assert faults(feed(client, kind, path)) == []
        entries = feedparser.parse(feed(client, kind)).entries
        assert len(entries) >= 13
        assert all(entry.published_parsed and entry.authors for entry in entries)


@pytest.mark.usefixtures("two_articles")
def test_each_feed_has_an_id_of_its_own(client):
    found = [
        etree.fromstring(feed(client, "atom", path)).findtext(f"{ATOM}id")
        for path in ("articles", "topics/pain")
    ]
    assert found == ["https://example.org/", "https://example.org/topics/pain/"]


BROKEN = {
    "no id of the feed": (
        "atom",
        "<id>https://example.org/</id>",
        "",
        "feed has not one id",
    ),
    "an id that is a word": (
        "atom",
        "<id>https://example.org/</id>",
        "<id>well</id>",
        "The id of the feed is no IRI.",
    ),
    "two titles": (
        "atom",
        "<title>New</title>",
        "<title>New</title><title>B</title>",
        "entry has not one title",
    ),
    "an empty title": (
        "atom",
        "<title>New</title>",
        "<title></title>",
        "entry has not one title",
    ),
    "no address of its own": (
        "atom",
        'rel="self"',
        'rel="via"',
        "The feed doesn't tell its own address.",
    ),
    "a path for an address": (
        "atom",
        'href="http://testserver/',
        'href="/',
        "A link of the feed has no address.",
    ),
    "two links alike": (
        "atom",
        'rel="self"',
        'rel="alternate"',
        "The same link of the feed twice: alternate  ",
    ),
    "an author without a name": (
        "atom",
        "<name>Well &amp; Good",
        "<name>",
        "author has not one name",
    ),
    "no author anywhere": (
        "atom",
        "author>",
        "contributor>",
        "Neither the feed nor each entry has an author.",
    ),
    "no link of an entry": (
        "atom",
        'articles/a/" rel="alternate"',
        'articles/a/" rel="related"',
        "An entry without content has no alternate link.",
    ),
    "a time without a zone": (
        "atom",
        "+00:00</updated>",
        "</updated>",
        "updated of the entry is no time",
    ),
    "a day for a time": (
        "atom",
        "</published>",
        "</published><published>2026-01-01</published>",
        "published of the entry is no time with a zone: 2026-01-01",
    ),
    "a summary with elements": (
        "atom",
        "&lt;p&gt;All.&lt;/p&gt;",
        "<p>All.</p>",
        "A summary is no text or escaped HTML.",
    ),
    "a category without a term": (
        "atom",
        'term="Pain"',
        'label="Pain"',
        "A category of the entry has no term.",
    ),
    "an unknown element": (
        "atom",
        "<published>",
        "<created/><published>",
        "Unknown: {http://www.w3.org/2005/Atom}created",
    ),
    "another version": (
        "rss",
        'version="2.0"',
        'version="0.91"',
        "The root is no RSS 2.0 with one channel.",
    ),
    "no description": (
        "rss",
        "<description>Evidence-based articles.</description>",
        "",
        "channel has not one description",
    ),
    "no link": (
        "rss",
        "<link>https://example.org/</link>",
        "",
        "channel has not one link",
    ),
    "a guid told to be an address": (
        "rss",
        'isPermaLink="false"',
        'isPermaLink="true"',
        "A guid is told to be an address, and is none.",
    ),
    "no guid": (
        "rss",
        "guid",
        "id",
        "item has not one guid",
    ),
    "no zone": (
        "rss",
        " +0000</pubDate>",
        "</pubDate>",
        "pubDate is no date of RFC 822",
    ),
    "a time of Atom": (
        "rss",
        "<lastBuildDate>",
        "<lastBuildDate>2026-01-01T00:00:00Z ",
        "lastBuildDate is no date of RFC 822",
    ),
    "a language of words": (
        "rss",
        "en-GB",
        "British English",
        "The language is none.",
    ),
    "no address of its own in RSS": (
        "rss",
        'rel="self"',
        'rel="alternate"',
        "The feed doesn't tell its own address.",
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.usefixtures("two_articles")
def test_the_rules_find_what_is_wrong(client, broken):
    kind, good, bad, fault = BROKEN[broken]
    xml = feed(client, kind).decode()
    assert good in xml
    found = FAULTS[kind](xml.replace(good, bad).encode())
    assert any(each.startswith(fault) for each in found), found


@KINDS
@pytest.mark.usefixtures("two_articles")
def test_the_rules_find_entries_that_share_an_id(client, kind):
    xml = feed(client, kind).decode()
    first, second = [entry.id for entry in feedparser.parse(xml).entries]
    assert any("twice" in fault for fault in FAULTS[kind](xml.replace(first, second).encode()))


@pytest.mark.usefixtures("two_articles")
def test_the_rules_find_a_feed_that_is_older_than_its_entry(client):
    xml = feed(client, "atom").decode().replace("<updated>20", "<updated>19", 1)
    assert atom_faults(xml.encode()) == ["An entry is newer than the feed or than one before it."]


@KINDS
@pytest.mark.usefixtures("two_articles")
def test_an_entity_that_xml_does_not_know_is_an_error(client, kind):
    xml = feed(client, kind).decode().replace("New", "New&nbsp;")
    with pytest.raises(etree.XMLSyntaxError, match="nbsp"):
        FAULTS[kind](xml.encode())
