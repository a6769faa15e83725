"""Checks that a project adds, silences and grades anew, and how it is told of slips."""

import pytest
from django.core.checks import run_checks

from articles.documents.loading import load
from articles.editorial.check_settings import verify
from articles.editorial.checking import findings_for
from tests.factories import make_article

HOUSE = "tests.editorial.house_checks"


def told():
    return [(message.id, message.msg, message.hint) for message in verify()]


def ids_of(article):
    return {finding.id: finding.severity for finding in findings_for(load(article))}


@pytest.mark.django_db
def test_a_project_adds_its_own_checks(settings):
    settings.CHECKS_MODULES = [HOUSE]

    assert ids_of(make_article(title="GOUT"))["title.shouts"] == "error"


@pytest.mark.django_db
def test_a_module_that_is_not_named_adds_nothing(settings):
    settings.CHECKS_MODULES = [HOUSE]
    ids_of(make_article())
    settings.CHECKS_MODULES = []

    assert "title.shouts" not in ids_of(make_article(title="GOUT"))


@pytest.mark.django_db
def test_a_project_silences_and_grades_checks(settings):
    settings.CHECKS_SILENCED = ["disclaimer.missing"]
    settings.CHECKS_SEVERITY = {"summary.missing": "error", "reviewer.missing": "nonsense"}

    found = ids_of(make_article())

    assert "disclaimer.missing" not in found
    assert (found["summary.missing"], found["reviewer.missing"]) == ("error", "warning")


def test_settings_in_order_are_no_news(settings):
    settings.CHECKS_MODULES = [HOUSE]
    settings.CHECKS_SILENCED = ["title.shouts", "link.http"]
    settings.CHECKS_SEVERITY = {"summary.missing": "error", "readability.grade": "warning"}

    assert told() == []


def test_an_unknown_id_is_told_with_the_nearest_one(settings):
    settings.CHECKS_SILENCED = ["sumary.missing"]
    settings.CHECKS_SEVERITY = {"link.htp": "info", "nothing like it": "info"}

    assert [(code, hint) for code, _, hint in told()] == [
        ("galley.E002", "Did you mean “summary.missing”?"),
        ("galley.E003", "Did you mean “link.http”?"),
        ("galley.E003", "manage.py check_articles --list names all."),
    ]


def test_an_unknown_severity_is_told_with_the_nearest_one(settings):
    settings.CHECKS_SEVERITY = {"link.http": "eror", "link.dead": "fatal"}

    assert [(code, hint) for code, _, hint in told()] == [
        ("galley.E004", "Did you mean “error”?"),
        ("galley.E004", "Choose of error, warning, info."),
    ]


def test_a_module_that_cannot_be_imported_is_told(settings):
    settings.CHECKS_MODULES = ["tests.no_such_module"]

    assert [(code, "tests.no_such_module" in text) for code, text, _ in told()] == [
        ("galley.E001", True)
    ]


def test_a_measure_of_reading_that_is_made_an_error_is_told(settings):
    settings.CHECKS_SEVERITY = {"readability.grade": "error"}

    assert [code for code, _, _ in told()] == ["galley.W002"]


@pytest.mark.django_db  # Django 6 looks at the database here
def test_django_asks_when_it_starts(settings):
    settings.CHECKS_SILENCED = ["sumary.missing"]

    assert "galley.E002" in {message.id for message in run_checks()}
