"""Each check by what it reports and what it leaves alone. The rows name the field concerned."""

from datetime import date
from uuid import UUID

import pytest

from articles.editorial.checks import Approval, Severity, registered, run

from .examples import (
    AUTHOR,
    DRAFT,
    LIVE,
    NOVICE,
    THIS,
    UNKNOWN,
    content,
    facts,
    faq,
    found,
    reference,
    section,
)


def link(address: str, text: str = "there") -> str:
    return f'<p>See <a href="{address}">{text}</a>.</p>'


SUB = {"level": 2}
LONG = "<p>" + "word " * 35 + "word.</p>"
HARD = (
    "<p>" + "Pharmacological interventions demonstrate considerable heterogeneity. " * 20 + "</p>"
)

# id, where it is reported, a content with it
REPORTED = [
    ("summary.missing", "summary", content(summary=" ")),
    ("meta_description.missing", "meta_description", content(meta_description="")),
    ("meta_description.length", "meta_description", content(meta_description="x" * 49)),
    ("meta_description.length", "meta_description", content(meta_description="x" * 161)),
    ("meta_title.length", "meta_title", content(meta_title="x" * 61)),
    ("disclaimer.missing", "disclaimer_id", content(disclaimer_id=None)),
    ("text.missing", "sections", content(sections=(), faqs=())),
    ("section.level_skipped", "sections.0.level", content(sections=(section(**SUB),))),
    (
        "section.heading_repeated",
        "sections.1.heading",
        content(sections=(section(heading="Dose"), section(heading="dose "))),
    ),
    ("section.empty", "sections.0.body", content("")),
    ("section.empty", "sections.0.body", content("<p>&nbsp;</p>")),
    ("section.empty", "sections.0.body", content("", "<p>A section of its own.</p>")),
    ("section.empty", "sections.1.body", content(sections=(section(), section("", "A", **SUB)))),
    ("faq.answer_empty", "faqs.0.answer", content(faqs=(faq(answer="<p></p>"),))),
    ("faq.question_mark", "faqs.0.question", content(faqs=(faq("What gout is"),))),
    ("faq.question_repeated", "faqs.1.question", content(faqs=(faq(), faq("what is Gout")))),
    (
        "faq.near_duplicate",
        "faqs.0.question",
        content(faqs=(faq("Do statins have side effects?"),)),
    ),
    ("faq.near_duplicate", "faqs.0.question", content(faqs=(faq("Statin side-effects"),))),
    ("reference.missing", "references", content(references=())),
    ("reference.old", "references.0.year", content(references=(reference(year=2015),))),
    ("reference.doi_malformed", "references.0.doi", content(references=(reference(doi="abc"),))),
    (
        "reference.doi_malformed",
        "references.0.doi",
        content(references=(reference(doi="https://doi.org/10.1000/xyz"),)),
    ),
    (
        "reference.pmid_malformed",
        "references.0.pmid",
        content(references=(reference(pmid="PMC1"),)),
    ),
    ("reference.pmid_malformed", "references.0.pmid", content(references=(reference(pmid="٣٤"),))),
    ("claim.unreferenced", "sections.0.body", content("<p>Studies suggest it helps.</p>")),
    ("claim.unreferenced", "sections.0.body", content("<p>Recent research clearly shows it.</p>")),
    ("claim.unreferenced", "sections.0.body", content("<p>It is clinically proven.</p>")),
    ("claim.unreferenced", "sections.0.body", content("<p>According to a new study it is.</p>")),
    ("claim.unreferenced", "sections.0.body", content("<p>In a small clinical trial it was.</p>")),
    ("claim.unreferenced", "sections.0.body", content("<p>Studies found it helps [2].</p>")),
    ("claim.unreferenced", "sections.0.body", content("<p>Studies show 10<sup>1</sup> of it.</p>")),
    ("claim.unreferenced", "faqs.0.answer", content(faqs=(faq(answer="<p>Trials show it.</p>"),))),
    (
        "section.unreferenced",
        "sections.0.body",
        content(sections=(section(health_aspect="Effectiveness"),)),
    ),
    (
        "link.text_missing",
        "sections.0.body",
        content('<p>a<a href="https://example.org"> </a></p>'),
    ),
    ("link.http", "sections.0.body", content(link("http://example.org"))),
    ("link.http", "references.0.url", content(references=(reference(url="http://a.org"),))),
    ("link.dead", "sections.0.body", content(link(f"article:{DRAFT}"))),
    ("link.dead", "sections.0.body", content(link(f"article:{UNKNOWN}"))),
    ("link.dead", "sections.0.body", content(link("/articles/no-such-slug/?a=b#dose"))),
    ("link.dead", "faqs.0.answer", content(faqs=(faq(answer=link("article:no-such-slug#dose")),))),
    ("link.anchor_unknown", "sections.0.body", content(link(f"article:{LIVE}#nowhere"))),
    ("link.anchor_unknown", "sections.0.body", content(link(f"article:{THIS}#nowhere"))),
    ("related.not_live", "related_ids.1", content(related_ids=(LIVE, DRAFT))),
    ("image.alt_missing", "sections.0.body", content('<p>A <img src="a.png"></p>')),
    ("image.alt_missing", "sections.0.body", content('<p>A <img src="a.png" alt=" "></p>')),
    ("reviewer.missing", "reviewer_ids", content(reviewer_ids=())),
    ("reviewer.is_author", "reviewer_ids.0", content(reviewer_ids=(AUTHOR,))),
    ("reviewer.without_credentials", "reviewer_ids.0", content(reviewer_ids=(NOVICE,))),
    ("review.overdue", "review_due", content(review_due=date(2026, 11, 24))),
    ("review.due_too_late", "review_due", content(review_due=date(2029, 11, 2))),
    (
        "first_published.in_future",
        "first_published_on",
        content(first_published_on=date(2026, 11, 26)),
    ),
    (
        "first_published.after_first_edition",
        "first_published_on",
        content(first_published_on=date(2026, 1, 16)),
    ),
    ("wording.absolute", "title", content(title="A cure for gout")),
    ("wording.absolute", "sections.0.body", content("<p>It works. Guaranteed!</p>")),
    ("wording.absolute", "sections.0.body", content("<p>It is 100% safe.</p>")),
    ("wording.absolute", "sections.0.body", content("<p>No drug helped, but this cures it.</p>")),
    ("wording.absolute", "sections.0.body", content("<p>It is not only a miracle.</p>")),
    ("wording.absolute", "sections.0.body", content("<p>There is no doubt that it cures.</p>")),
    ("readability.grade", "", content(HARD)),
    ("readability.long_sentence", "sections.0.body", content(LONG)),
]
# id, a content that is close to it
FINE = [
    ("text.missing", content(sections=())),
    ("text.missing", content(faqs=())),
    ("meta_description.length", content(meta_description="x" * 50)),
    ("meta_description.length", content(meta_description="x" * 160)),
    ("meta_title.length", content(meta_title="x" * 60)),
    ("section.level_skipped", content(sections=(section(), section(heading="A", **SUB)))),
    ("section.empty", content(sections=(section(""), section(heading="A", **SUB)))),
    ("section.empty", content('<p><img src="a.png" alt="A foot"></p>')),
    ("faq.question_mark", content(faqs=(faq("“What is gout?”"),))),
    ("faq.near_duplicate", content(faqs=(faq("What are the side effects of fibrates?"),))),
    ("faq.near_duplicate", content(faqs=(faq("How is gout treated?"),))),
    ("faq.near_duplicate", content(faqs=(faq("What is it?"),))),
    ("reference.old", content(references=(reference(year=2016), reference(year=None)))),
    ("reference.doi_malformed", content(references=(reference(doi="10.1002/(SICI)1<1::A>3.0;2"),))),
    ("reference.doi_malformed", content(references=(reference(doi=""),))),
    ("reference.pmid_malformed", content(references=(reference(pmid="7"), reference(pmid="")))),
    ("claim.unreferenced", content("<p>Studies suggest it helps [1].</p>")),
    ("claim.unreferenced", content("<p>Studies suggest it helps.<sup>1</sup></p>")),
    (
        "claim.unreferenced",
        content(f"<p>Studies show it.</p>{link('https://doi.org/10.1000/XYZ')}"),
    ),
    (
        "claim.unreferenced",
        content("<p>Studies show it.</p>" + link("https://pubmed.ncbi.nlm.nih.gov/12345678/")),
    ),
    (
        "claim.unreferenced",
        content(f"<p>Trials show it.</p>{link('http://www.example.org/trial/')}"),
    ),
    ("claim.unreferenced", content("<p>Trials show it (PMID: 12345678).</p>")),
    ("claim.unreferenced", content("<p>Rest helps. Ask about a study near you.</p>")),
    ("section.unreferenced", content(sections=(section("<p>a [1]</p>", health_aspect="Safety"),))),
    ("section.unreferenced", content(sections=(section(health_aspect="Symptoms"),))),
    ("link.text_missing", content('<p><a href="https://a.org"><img src="a" alt="A"></a></p>')),
    ("link.http", content(link("https://example.org/?from=http://example.com"))),
    ("link.dead", content(link(f"article:{LIVE}#dose") + link(f"article:{THIS}"))),
    ("link.dead", content(link("/articles/statins/") + link("/articles/gout") + link("/news/x/"))),
    ("link.anchor_unknown", content(link(f"article:{LIVE}#dose") + link(f"article:{DRAFT}#a"))),
    ("link.anchor_unknown", content(link(f"article:{THIS}#part-0"))),
    ("related.not_live", content(related_ids=(LIVE,))),
    ("image.alt_missing", content('<p>A <img src="a.png" alt="A foot"></p>')),
    ("review.overdue", content(review_due=date(2026, 11, 25))),
    ("review.due_too_late", content(reviewed_on=None, review_due=None)),
    ("first_published.in_future", content(first_published_on=date(2026, 11, 25))),
    ("first_published.after_first_edition", content(first_published_on=date(2026, 1, 15))),
    (
        "first_published.after_first_edition",
        content(id=UUID(int=9), first_published_on=date(2026, 11, 25)),
    ),
    ("first_published.after_first_edition", content(first_published_on=date(2026, 11, 26))),
    ("wording.absolute", content("<p>A secure and obscure procedure for cured meat.</p>")),
    ("wording.absolute", content("<p>There is no known cure. It cannot be cured.</p>")),
    ("wording.absolute", content("<p>It isn\u2019t guaranteed, and a cure was never found.</p>")),
    ("wording.absolute", content("<p>They look for ways to prevent and, one day, cure it.</p>")),
    ("wording.absolute", content(faqs=(faq("Is it 100% safe?"),))),
    ("readability.grade", content("<p>It is a short text.</p>")),
    ("readability.grade", content("<ul>" + "<li>Drink a cup of tea</li>" * 40 + "</ul>")),
    ("readability.long_sentence", content("<p>" + "word " * 34 + "word.</p>")),
    (
        "readability.long_sentence",
        content("<ul>" + "<li>five words in each item</li>" * 9 + "</ul>"),
    ),
]
# They depend on facts alone, and have tests of their own below.
BY_FACTS = {"sign_off.missing", "sign_off.outdated"}


@pytest.mark.parametrize(("check_id", "field", "broken"), REPORTED)
def test_a_check_reports_what_it_looks_for_at_its_field(check_id, field, broken):
    assert [finding.field for finding in found(check_id, broken, facts())] == [field]


@pytest.mark.parametrize(("check_id", "sound"), FINE)
def test_a_check_leaves_alone_what_only_looks_like_it(check_id, sound):
    assert found(check_id, sound, facts()) == []


def test_an_article_in_order_has_no_findings():
    assert run(content(), facts(), checks=registered()) == []


def test_every_check_is_in_the_table():
    assert {check.id for check in registered()} == {row[0] for row in REPORTED} | BY_FACTS


def test_only_what_can_never_be_right_is_an_error():
    errors = {check.id for check in registered() if check.severity is Severity.ERROR}

    assert errors == {
        *("section.empty", "faq.answer_empty", "link.text_missing"),
        *("reference.doi_malformed", "reference.pmid_malformed"),
        *("sign_off.missing", "sign_off.outdated", "first_published.in_future"),
    }


@pytest.mark.parametrize(
    ("approval", "required", "expected"),
    [
        (Approval.MISSING, True, [("sign_off.missing", "error")]),
        (Approval.OUTDATED, True, [("sign_off.outdated", "error")]),
        (Approval.STANDING, True, []),
        (Approval.MISSING, False, []),
        (Approval.OUTDATED, False, [("sign_off.outdated", "warning")]),
    ],
)
def test_a_sign_off_blocks_only_where_one_is_required(approval, required, expected):
    known = facts(approvals={THIS: approval}, sign_off_required=required)

    findings = run(content(), known, checks=registered())

    assert [(finding.id, finding.severity) for finding in findings] == expected


def test_the_topic_says_how_long_a_review_holds():
    article = content(topic_id=7, reviewed_on=date(2026, 8, 31), review_due=date(2027, 3, 1))

    findings = found("review.due_too_late", article, facts(review_intervals={7: 6}))

    assert [finding.hint for finding in findings] == ["Choose 28 February 2027 or an earlier day."]


def test_two_questions_of_one_article_are_no_near_duplicates_of_each_other():
    article = content(
        id=UUID(int=9), faqs=(faq("How is gout treated?"), faq("How do I treat gout?"))
    )

    findings = found("faq.near_duplicate", article, facts(questions=facts().questions))

    assert {finding.message for finding in findings} == {
        "“Gout” asks nearly the same: “How is gout treated?”."
    }
