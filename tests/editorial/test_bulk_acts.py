"""What a bulk job does to an article, act by act."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from articles.editorial import bulk
from articles.models import (
    Article,
    BulkAct,
    BulkItemState,
    BulkJob,
    Document,
    Edition,
    Redirect,
)
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
)
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_sign_off_needed(settings: Any) -> None:
    settings.REQUIRE_SIGN_OFF = False


def done(act: BulkAct, articles: list[Article], by: Any, **options: Any) -> BulkJob:
    job = bulk.start(act, articles, by=by, options=options)
    assert bulk.run(job)
    return job


def report(job: BulkJob) -> dict[str, tuple[str, str]]:
    return {item.title: (item.state, item.message) for item in job.items.all()}


def test_publishing_in_bulk_makes_each_article_live_with_the_note():
    articles, by = [make_article(title="One"), make_article(title="Two")], make_member(PUBLISHERS)

    job = done(BulkAct.PUBLISH, articles, by, note="New guideline.", is_correction=True)

    assert report(job) == {
        "One": ("done", "Edition 1 is live."),
        "Two": ("done", "Edition 1 is live."),
    }
    assert Document.objects.count() == 2
    for edition in Edition.objects.all():
        assert (edition.note, edition.is_correction) == ("New guideline.", True)
        assert edition.published_by == by


def test_an_article_with_nothing_to_publish_is_done():
    job = done(BulkAct.PUBLISH, [make_live_article(title="One")], make_member(PUBLISHERS))

    assert report(job) == {"One": ("done", "Nothing to publish.")}


def test_what_is_edited_after_the_start_is_not_published():
    article = make_article(title="One")
    job = bulk.start(BulkAct.PUBLISH, [article], by=make_member(PUBLISHERS))
    Article.objects.update(summary="Not seen.")

    bulk.run(job)

    state, message = report(job)["One"]
    assert state == "failed"
    assert "edited since" in message
    assert not Edition.objects.exists()


def test_a_missing_sign_off_fails_the_article_unless_an_administrator_gives_a_reason(settings):
    settings.REQUIRE_SIGN_OFF = True
    article = make_article(title="One")

    job = done(BulkAct.PUBLISH, [article], make_member(PUBLISHERS))
    assert report(job)["One"][0] == "failed"
    assert "signed off" in report(job)["One"][1]

    done(BulkAct.PUBLISH, [article], make_member(ADMINISTRATORS), exception_reason="Urgent.")
    assert Edition.objects.get().exception_reason == "Urgent."


def test_unpublishing_in_bulk_tells_readers_why():
    articles = [make_live_article(), make_live_article()]

    done(BulkAct.UNPUBLISH, articles, make_member(PUBLISHERS), explanation="Superseded.")

    assert not Document.objects.exists()
    assert set(Redirect.objects.values_list("explanation", flat=True)) == {"Superseded."}


def test_setting_the_topic_changes_working_copies_alone():
    topic, by = make_topic("Pain"), make_member(WRITERS)
    live, other = make_live_article(title="Live"), make_article(title="Other", topic=topic)
    before = other.modified_at

    job = done(BulkAct.SET_TOPIC, [live, other], by, topic=topic.pk)

    live.refresh_from_db()
    other.refresh_from_db()
    assert (live.topic, live.modified_by, live.document.topic) == (topic, by, None)
    assert (other.modified_at, other.modified_by) == (before, None)
    assert report(job) == {
        "Live": ("done", "The topic is Pain."),
        "Other": ("done", "The topic was Pain already."),
    }


def test_setting_the_reviewer_replaces_those_that_were_there():
    person, by = make_person("Ada"), make_member(WRITERS)
    article = make_article(title="One", reviewers=[make_person(), person])

    done(BulkAct.SET_REVIEWER, [article], by, reviewer=person.pk)

    article.refresh_from_db()
    assert list(article.reviewers.all()) == [person]
    assert article.modified_by == by


def test_a_topic_that_is_deleted_meanwhile_fails_the_articles():
    topic = make_topic()
    job = bulk.start(
        BulkAct.SET_TOPIC,
        [make_article(title="One")],
        by=make_member(WRITERS),
        options={"topic": topic.pk},
    )
    topic.delete()

    bulk.run(job)

    assert report(job) == {"One": ("failed", "The topic was deleted meanwhile.")}


def test_an_export_names_what_the_article_shows():
    person, friend = make_person("Ada", slug="ada"), make_article(title="Friend", slug="friend")
    article = make_article(
        topic=make_topic(slug="pain"),
        disclaimer=make_notice(slug="general"),
        authors=[person],
        reviewers=[person],
        related=[friend],
        faqs=[("Is it?", "<p>Yes.</p>")],
    )

    job = done(BulkAct.EXPORT, [article], make_member(REVIEWERS))

    exported = orjson.loads(job.items.get().result)
    assert (exported["id"], exported["topic"]) == (str(article.pk), "pain")
    assert exported["disclaimer"] == "general"
    assert exported["authors"] == exported["reviewers"] == [{"slug": "ada", "name": "Ada"}]
    assert exported["related"] == [{"slug": "friend", "title": "Friend"}]
    assert exported["sections"][0]["heading"] == "Overview"
    assert exported["faqs"][0]["answer"] == "<p>Yes.</p>"


def test_the_file_of_an_export_is_forgotten_after_thirty_days():
    by = make_member(WRITERS)
    old = bulk.start(BulkAct.EXPORT, [make_article()], by=by, at=NOON)
    bulk.run(old, clock=lambda: NOON)

    bulk.start(BulkAct.EXPORT, [], by=by, at=NOON + timedelta(days=30))
    assert old.items.get().result
    bulk.start(BulkAct.EXPORT, [], by=by, at=NOON + timedelta(days=31))
    assert old.items.get().result == ""
    assert old.items.get().state == BulkItemState.DONE
