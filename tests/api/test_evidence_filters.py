"""articles/?review_status= and ?cites=: what editors of evidence look for."""

from datetime import date

import pytest
import time_machine

from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed():
    def make(title, due):
        make_live_article(title=title, reviewed_on=date(2020, 1, 1), review_due=due)

    with time_machine.travel("2026-01-01T12:00Z", tick=False):
        make("Yesterday", date(2026, 5, 31))
        make("Today", date(2026, 6, 1))
        make("In 90 days", date(2026, 8, 30))
        make("In 91 days", date(2026, 8, 31))
        make_live_article(title="Never")


@pytest.mark.usefixtures("reviewed")
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("overdue", {"Yesterday"}),
        ("due_soon", {"Today", "In 90 days"}),
        ("current", {"In 91 days"}),
        ("current,overdue", {"Yesterday", "In 91 days"}),
    ],
)
def test_a_review_stands_as_of_today(titles, status, expected):
    with time_machine.travel("2026-06-01T12:00Z", tick=False):
        assert set(titles(review_status=status)) == expected


@pytest.mark.usefixtures("reviewed")
def test_midnight_changes_the_answer_and_its_validators(get, settings):
    settings.CACHE_MAX_AGE = 3600
    with time_machine.travel("2026-06-01T23:50Z", tick=False):
        before = get("articles/", review_status="overdue")
        plain = get("articles/")["ETag"]
        assert before["Cache-Control"].startswith("public, max-age=600, stale-while-revalidate=0")
    with time_machine.travel("2026-06-02T00:01Z", tick=False):
        validators = [
            {"If-None-Match": before["ETag"]},
            {"If-Modified-Since": before["Last-Modified"]},
        ]
        for headers in validators:
            assert get("articles/", headers=headers, review_status="overdue").status_code == 200
        assert get("articles/")["ETag"] == plain


def test_another_status_is_refused(faults):
    assert "due_soon" in faults("articles/", review_status="soon")["review_status"]["allowed"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("10.1000/xyz", ["DOI"]),
        ("https://doi.org/10.1000/XYZ", ["DOI"]),
        ("doi:10.1000/xyz", ["DOI"]),
        ("PMID: 123", ["PMID"]),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", ["PMID"]),
        ("example.org/trial", ["URL"]),
        ("http://www.example.org/trial/", ["URL"]),
        ("10.1000/other", []),
    ],
)
def test_who_cites_a_source_is_found_however_it_is_written(titles, asked, expected):
    for title, reference in {
        "DOI": {"doi": "10.1000/xyz"},
        "PMID": {"pmid": "123"},
        "URL": {"url": "https://example.org/trial/"},
    }.items():
        make_live_article(title=title, references=[{"title": "T", **reference}])
    assert titles(cites=asked) == expected


@pytest.mark.parametrize("asked", ["what", "10.1000", "' OR 1=1 --", "😀", "x" * 1999])
def test_what_names_no_source_is_refused(faults, asked):
    assert "DOI" in faults("articles/", cites=asked)["cites"]["detail"]


def test_a_reference_that_hides_a_nul_can_be_published(titles):
    make_live_article(title="A", references=[{"title": "T", "doi": "10.1000/x%00y"}])
    assert titles(cites="10.1000/xy") == ["A"]
