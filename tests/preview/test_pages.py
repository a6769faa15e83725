"""The built-in page of a preview."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from lxml import html

from articles.editorial.previewing import open_preview, revoke
from tests.factories import make_article, make_live_article, make_notice, make_person, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client, token_for):
    return lambda article: client.get(f"/preview/{token_for(article)}/")


def text_of(response):
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def rich_article():
    return make_article(
        title="Nerve pain",
        summary="A burning pain.",
        also_called=["neuralgia"],
        topic=make_topic("Pain"),
        authors=[make_person("Mara Lindt", job_title="Journalist")],
        reviewers=[make_person("Ines Okafor", credentials="MD, PhD", url="https://example.org/i")],
        reviewed_on=date(2026, 3, 2),
        review_due=date(2029, 3, 2),
        first_published_on=date(2019, 5, 3),
        sections=[
            {"heading": "What it is", "body": "<p>It <strong>burns</strong>.</p>"},
            {"heading": "Get help", "level": 2, "kind": "emergency", "body": "<p>Now.</p>"},
        ],
        faqs=[("Is it common?", "<p>Yes.</p>")],
        references=[
            {"title": "By DOI", "doi": "10.1000/xyz", "year": 2021, "evidence_level": "guideline"},
            {"title": "By PMID", "pmid": "12345"},
            {"title": "By address", "url": "https://example.org/a"},
            {"title": "In print"},
        ],
        disclosure="No funding.",
        disclaimer=make_notice(name="Not advice"),
        related=[make_live_article(title="Migraine")],
    )


def test_it_shows_all_that_the_api_would_answer(show):
    shown = text_of(show(rich_article()))
    for words in (
        "Preview of the working copy", "Pain", "Nerve pain", "Also called: neuralgia",
        "A burning pain.", "Mara Lindt", "Journalist", "Ines Okafor, MD, PhD",
        "3 May 2019", "2 March 2026", "2 March 2029", "Contents", "It burns.", "Emergency",
        "Is it common?",
        "By DOI, 2021. Clinical guideline", "No funding.", "Not advice", "Migraine", "Edition 1,",
    ):  # fmt: skip
        assert words in shown, words


def test_references_and_people_lead_to_their_addresses(show):
    tree = html.fromstring(show(rich_article()).content.decode())
    links = set(tree.xpath("//a/@href"))
    assert {
        "https://doi.org/10.1000/xyz",
        "https://pubmed.ncbi.nlm.nih.gov/12345/",
        "https://example.org/a",
        "https://example.org/i",
        "#what-it-is",
        "#get-help",
    } <= links


def test_it_loads_no_script_and_nothing_from_elsewhere(show):
    response = show(rich_article())
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    tree = html.fromstring(response.content.decode())
    assert not tree.xpath("//script | //style | //*[@style] | //img | //iframe | //form")
    assert all(address.startswith("/static/") for address in tree.xpath("//link/@href"))


def test_it_is_kept_and_indexed_by_nothing(show):
    response = show(make_article())
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Frame-Options"] == "DENY"
    assert not response.cookies


def test_a_draft_without_anything_but_a_title_is_shown(show):
    assert "Only this" in text_of(show(make_article(title="Only this", sections=[])))


def test_the_link_is_closed_when_its_time_is_over_or_it_was_revoked(client, token_for):
    token = token_for(make_article(title="Secret draft"))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        expired = client.get(f"/preview/{token}/")
    revoke(open_preview(token), by=None)
    revoked = client.get(f"/preview/{token}/")
    assert (expired.status_code, revoked.status_code) == (410, 410)
    assert "has expired" in text_of(expired)
    assert "was revoked" in text_of(revoked)
    for response in (expired, revoked):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert b"Secret" not in response.content


def test_a_damaged_link_says_so(client):
    response = client.get("/preview/damaged.link/")
    assert response.status_code == 404
    assert "There is no such preview." in text_of(response)


def test_the_page_is_only_read(client, token_for):
    assert client.post(f"/preview/{token_for(make_article())}/").status_code == 405
