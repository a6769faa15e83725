"""manage.py check_articles: what it tells, and how it ends."""

import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from tests.factories import make_article, make_live_article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_sign_off_needed(settings):
    settings.REQUIRE_SIGN_OFF = False


def check(capsys, *options):
    """What the command prints, and whether it ends well."""
    try:
        call_command("check_articles", *options)
    except CommandError:
        return capsys.readouterr().out, False
    return capsys.readouterr().out, True


def test_findings_are_told_article_by_article(capsys):
    make_article(title="Gout", slug="gout", sections=[("Causes", "")])

    out, well = check(capsys)

    assert out.startswith("Gout (gout)\n")
    assert "  Error   Section 1, “Causes”: This section is empty. [section.empty]\n" in out
    assert out.endswith("1 articles: 1 errors, 5 warnings, 0 notes.\n")
    assert not well


@pytest.mark.parametrize(
    ("level", "well"), [(None, True), ("error", True), ("warning", False), ("info", False)]
)
def test_the_fail_level_decides_how_it_ends(capsys, level, well):
    make_article()

    assert check(capsys, *(["--fail-level", level] if level else []))[1] is well


def test_it_ends_with_exit_code_one():
    make_article(sections=[("Causes", "")])

    with pytest.raises(CommandError, match="1 of 1 articles have errors") as failed:
        call_command("check_articles")

    assert failed.value.returncode == 1


def test_json_is_one_list_of_articles_with_their_findings(capsys):
    article = make_article(slug="gout", sections=[("Causes", "")])

    rows = json.loads(check(capsys, "--format", "json")[0])

    assert [(row["article"], row["slug"]) for row in rows] == [(str(article.pk), "gout")]
    assert rows[0]["findings"][0] == {
        "id": "section.empty",
        "severity": "error",
        "message": "This section is empty.",
        "hint": "Write its text, or remove the section.",
        "field": "sections.0.body",
        "place": "Section 1, “Causes”",
    }


def test_articles_are_named_by_their_slugs(capsys):
    make_article(slug="gout")
    make_article(slug="migraine")

    rows = json.loads(check(capsys, "migraine", "--format", "json")[0])

    assert [row["slug"] for row in rows] == ["migraine"]


def test_an_unknown_slug_is_told_with_the_nearest_one():
    make_article(slug="migraine")

    with pytest.raises(CommandError, match="Did you mean migraine"):
        call_command("check_articles", "migrane")


def test_live_checks_what_readers_get(capsys):
    live = make_live_article(slug="gout", summary="Live.")
    make_article(slug="draft")
    Article.objects.filter(pk=live.pk).update(summary="")

    rows = json.loads(check(capsys, "--live", "--format", "json")[0])

    assert [row["slug"] for row in rows] == ["gout"]
    assert "summary.missing" not in {finding["id"] for finding in rows[0]["findings"]}


def test_the_checks_are_listed_as_the_settings_have_them(capsys, settings):
    settings.CHECKS_SILENCED = ["link.http"]
    settings.CHECKS_SEVERITY = {"summary.missing": "error"}

    lines = {line.split()[0]: line.split()[1] for line in check(capsys, "--list")[0].splitlines()}

    assert (lines["link.http"], lines["summary.missing"]) == ("silenced", "error")
    assert lines["section.empty"] == "error"
