"""The facts behind the checks, as the database has them."""

from datetime import UTC, datetime

import pytest
import time_machine

from articles.documents.content import Content
from articles.documents.loading import load, load_many
from articles.editorial import review
from articles.editorial.approval import standing_sign_off
from articles.editorial.checking import facts_for, findings_for, findings_for_many
from articles.editorial.checks import Approval
from articles.models import Article
from tests.factories import make_article, make_live_article, make_person, make_topic, publish
from tests.roles import REVIEWERS, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_sign_off_needed(settings):
    settings.REQUIRE_SIGN_OFF = False


def found(article, check_id):
    """The fields at which a check finds something in the working copy."""
    return [one.field for one in findings_for(load(article)) if one.id == check_id]


def link(article, anchor=""):
    return f'<p><a href="article:{article.pk}{anchor}">there</a></p>'


def test_a_link_is_dead_while_its_article_is_not_live():
    live, draft = make_live_article(), make_article()
    article = make_article(sections=[("A", link(live)), ("B", link(draft))], related=[draft, live])

    assert found(article, "link.dead") == ["sections.1.body"]
    assert found(article, "related.not_live") == ["related_ids.0"]


def test_an_article_that_goes_live_along_counts_as_live():
    draft = make_article()
    content = load(make_article(sections=[("A", link(draft, "#overview"))], related=[draft]))

    ids = {finding.id for finding in findings_for(content, going_live=[draft.pk])}

    assert ids.isdisjoint({"link.dead", "related.not_live", "link.anchor_unknown"})


def test_a_link_by_the_front_ends_address_is_looked_up_too(settings):
    settings.FRONTEND_ARTICLE_URL = "https://www.example.org/health/{slug}"
    make_live_article(slug="live")
    make_article(slug="draft")
    moved = make_live_article(slug="old")
    Article.objects.filter(pk=moved.pk).update(slug="new")
    publish(moved)
    sections = [
        (slug, f'<p><a href="https://www.example.org/health/{slug}#dose">a</a></p>')
        for slug in ("live", "draft", "old", "new", "unknown")
    ]

    article = make_article(sections=sections)

    assert found(article, "link.dead") == ["sections.1.body", "sections.4.body"]


def test_an_anchor_is_looked_up_in_what_is_live():
    live = make_live_article(sections=[("Dose", "<p>a</p>")], faqs=[("Why?", "<p>a</p>")])
    live.sections.update(anchor="renamed")
    bodies = [link(live, anchor) for anchor in ("#dose", "#why", "#renamed")]
    article = make_article(sections=[(f"Part {n}", body) for n, body in enumerate(bodies)])

    assert found(article, "link.anchor_unknown") == ["sections.2.body"]


def test_questions_of_drafts_and_of_what_is_live_count():
    make_article(faqs=[("How is gout treated?", "<p>a</p>")])
    live = make_live_article(faqs=[("How is migraine treated?", "<p>a</p>")])
    live.faqs.all().delete()
    questions = ["How do you treat gout", "How to treat migraine", "How is lupus treated?"]
    article = make_article(faqs=[(question, "<p>a</p>") for question in questions])

    assert found(article, "faq.near_duplicate") == ["faqs.0.question", "faqs.1.question"]


def test_the_interval_is_the_topics_or_that_of_the_settings(settings):
    settings.REVIEW_INTERVAL_MONTHS = 12
    yearly, longer = make_topic(), make_topic(review_interval_months=24)
    dates = {"reviewed_on": "2026-01-01", "review_due": "2028-01-01"}

    assert found(make_article(topic=yearly, **dates), "review.due_too_late") == ["review_due"]
    assert found(make_article(topic=longer, **dates), "review.due_too_late") == []


def test_a_day_elsewhere_is_compared_with_the_day_of_the_first_edition():
    article = make_article(first_published_on="2026-01-02")
    assert found(article, "first_published.after_first_edition") == []
    publish(article, at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert found(article, "first_published.after_first_edition") == ["first_published_on"]


@time_machine.travel("2027-03-02 12:00Z", tick=False)
def test_a_review_is_overdue_by_todays_date():
    article = make_article(reviewed_on="2026-01-01", review_due="2027-03-01")

    assert found(article, "review.overdue") == ["review_due"]


def test_thresholds_come_from_the_settings(settings):
    settings.REFERENCE_MAX_AGE_YEARS = 500
    article = make_article(references=[{"title": "Old", "year": 1700}])

    assert found(article, "reference.old") == []


def test_a_sign_off_stands_for_exactly_what_was_signed_off():
    doctor = make_member(REVIEWERS)
    make_person(account=doctor, credentials="MD")
    article = make_article()
    assert approval_of(article) is Approval.MISSING

    review.sign_off(article, by=doctor, expected_hash=load(article).hash)
    assert approval_of(article) is Approval.STANDING

    Article.objects.filter(pk=article.pk).update(summary="Something else.")
    assert approval_of(article) is Approval.OUTDATED
    Article.objects.filter(pk=article.pk).update(summary="")
    review.request_changes(article, by=doctor, comment="Not yet.")
    assert approval_of(article) is Approval.OUTDATED


def approval_of(article):
    content = load(article)
    approval = facts_for([content]).approval_of(content)
    # The same that publishing asks.
    assert (approval is Approval.STANDING) == (standing_sign_off(content) is not None)
    return approval


def test_content_that_was_never_saved_is_checked():
    content = Content(id=Article().pk, slug="", title="Half a character: \ud800")

    assert "summary.missing" in {finding.id for finding in findings_for(content)}


@pytest.mark.parametrize("size", [2, 6])
def test_any_number_of_articles_costs_the_same_queries(size, django_assert_num_queries):
    target = make_live_article()
    articles = [
        make_article(
            sections=[("A", link(target, "#overview"))],
            faqs=[("Why?", "<p>So.</p>")],
            reviewers=[make_person()],
            topic=make_topic(),
            related=[target],
        )
        for _ in range(size)
    ]
    contents = load_many(articles).values()
    # People, topics, anchors and articles that are linked to, questions of working copies and of
    # what is live, sign-offs.
    with django_assert_num_queries(7):
        assert len(findings_for_many(contents)) == size
