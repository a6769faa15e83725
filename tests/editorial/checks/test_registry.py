"""Registering checks, and what a project may change of them."""

import pytest

from articles.editorial.checks import Policy, Remark, Severity, check, registered, run
from articles.editorial.checks.registry import Check

from .examples import content, facts, faq, reference, section


def nothing(*values):
    """A check that finds nothing."""
    return ()


def test_an_id_is_words_with_dots():
    with pytest.raises(ValueError, match="no id of a check"):
        check("Summary missing", severity="error")


def test_an_id_is_taken_once():
    with pytest.raises(ValueError, match=r"registered already, by .*summary_missing"):
        check("summary.missing", severity="error")(nothing)


def test_an_unknown_severity_is_refused():
    with pytest.raises(ValueError, match="grave"):
        check("title.whispers", severity="grave")(nothing)


def test_a_silenced_check_says_nothing():
    policy = Policy(silenced=frozenset({"summary.missing"}))

    assert run(content(summary=""), facts(), checks=registered(), policy=policy) == []


def test_a_project_grades_a_check_anew():
    policy = Policy(severities={"summary.missing": Severity.ERROR})

    findings = run(content(summary=""), facts(), checks=registered(), policy=policy)

    assert [finding.severity for finding in findings] == ["error"]


@pytest.mark.parametrize("check_id", ["readability.grade", "readability.long_sentence"])
def test_how_a_text_reads_never_blocks(check_id):
    policy = Policy(severities={check_id: Severity.ERROR})
    hard = content("<p>" + "Incomprehensibility notwithstanding " * 60 + ".</p>")

    findings = run(hard, facts(), checks=registered(), policy=policy)

    assert [one.severity for one in findings if one.id == check_id] == ["warning"]


def test_errors_come_first_then_the_order_of_the_page():
    article = content(
        summary="",
        meta_title="x" * 61,
        sections=(section(), section("", "Empty")),
        faqs=(faq("Why"),),
        references=(reference(doi="abc", url="http://example.org"),),
    )

    findings = run(article, facts(), checks=registered())

    assert [finding.field for finding in findings] == [
        *("sections.1.body", "references.0.doi"),
        *("summary", "faqs.0.question", "meta_title"),
        "references.0.url",
    ]


def test_a_finding_says_where_it_is_in_the_words_of_an_editor():
    article = content(summary="", faqs=(faq("Why"),), references=(reference(title="", doi="a"),))

    findings = run(article, facts(), checks=registered())

    assert [finding.place for finding in findings] == ["Reference 1", "Summary", "FAQ 1, “Why”"]


def test_the_hint_of_a_remark_stands_in_for_that_of_its_check():
    one = Check(
        id="a.b",
        severity=Severity.INFO,
        function=lambda *_: [Remark("A."), Remark("B.", hint="Special.")],
        hint="General.",
    )

    findings = run(content(), facts(), checks=[one])

    assert [finding.hint for finding in findings] == ["General.", "Special."]
