"""Scheduling an act, changing and cancelling it; what it says it is going to do."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles.documents.loading import load
from articles.editorial import review, scheduling
from articles.editorial.publishing import (
    CannotPublish,
    ContentChanged,
    NothingToPublish,
    NotLive,
    SignOffMissing,
    publish,
)
from articles.editorial.scheduling import CannotSchedule, outlook_of
from articles.models import Article, Document, Schedule
from tests.factories import make_article, make_live_article
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

from .desk import (
    MINUTE,
    NOON,
    NOW,
    ask_for_changes,
    edit,
    make_approved_article,
    schedule_publishing,
    schedule_unpublishing,
    sign_off,
)

pytestmark = pytest.mark.django_db


def outlook(schedule):
    return outlook_of(schedule, load(schedule.article))


# --- Publishing ---


def test_a_schedule_keeps_the_content_that_was_approved():
    article = make_approved_article()
    schedule = schedule_publishing(article, note="New.", is_correction=True)
    assert schedule.content == load(article).to_json()
    assert schedule.content_hash == load(article).hash
    assert (schedule.state, schedule.due_at, schedule.note) == ("pending", NOON, "New.")
    assert not Document.objects.exists()


def test_content_that_nobody_signed_off_is_not_scheduled():
    with pytest.raises(SignOffMissing):
        schedule_publishing(make_article())
    assert not Schedule.objects.exists()


def test_an_administrator_may_give_a_reason_instead():
    administrator = make_member(ADMINISTRATORS)
    schedule = schedule_publishing(make_article(), by=administrator, exception_reason="Urgent.")
    assert schedule.exception_reason == "Urgent."
    with pytest.raises(PermissionDenied):
        schedule_publishing(make_article(), exception_reason="Urgent.")


def test_without_the_requirement_anything_is_scheduled(settings):
    settings.REQUIRE_SIGN_OFF = False
    assert schedule_publishing(make_article()).exception_reason == ""


def test_only_what_the_editor_saw_is_scheduled():
    with pytest.raises(ContentChanged):
        schedule_publishing(make_approved_article(), expected_hash="something else")


def test_what_is_live_already_is_not_scheduled():
    article = make_approved_article()
    publish(article, by=None)
    with pytest.raises(NothingToPublish):
        schedule_publishing(article)


def test_the_address_of_another_live_article_is_refused_unless_that_is_scheduled_too(settings):
    settings.REQUIRE_SIGN_OFF = False
    holder = make_live_article(slug="taken")
    Article.objects.filter(pk=holder.pk).update(slug="elsewhere")
    article = make_article(slug="taken")
    with pytest.raises(CannotPublish):
        schedule_publishing(article)
    schedule_publishing(holder, due_at=NOON - MINUTE)
    assert schedule_publishing(article).due_at == NOON


@pytest.mark.parametrize("due_at", [NOW, NOW - MINUTE, NOW + timedelta(days=3000)])
def test_only_a_time_in_the_near_future_will_do(due_at):
    article = make_approved_article()
    with pytest.raises(CannotSchedule):
        schedule_publishing(article, due_at=due_at)
    schedule = schedule_publishing(article)
    with pytest.raises(CannotSchedule):
        scheduling.reschedule(schedule, by=make_member(PUBLISHERS), due_at=due_at, at=NOW)


def test_one_publication_and_one_withdrawal_may_wait_at_a_time():
    article = make_approved_article()
    schedule_publishing(article)
    schedule_unpublishing(article, due_at=NOON + MINUTE)
    for again in (schedule_publishing, schedule_unpublishing):
        with pytest.raises(CannotSchedule, match="is scheduled already"):
            again(article, due_at=NOON + 2 * MINUTE)


# --- Unpublishing ---


def test_a_withdrawal_keeps_what_readers_will_be_told():
    article, better = make_live_article(), make_live_article()
    schedule = schedule_unpublishing(article, explanation="Old <b>news</b>.", alternative=better)
    assert (schedule.explanation, schedule.alternative) == ("Old news.", better)


def test_only_what_is_live_by_then_can_be_withdrawn():
    article = make_approved_article()
    with pytest.raises(NotLive):
        schedule_unpublishing(article)
    schedule_publishing(article)
    with pytest.raises(NotLive):
        schedule_unpublishing(article, due_at=NOON - MINUTE)
    schedule = schedule_unpublishing(article, due_at=NOON + MINUTE)
    with pytest.raises(NotLive):
        scheduling.reschedule(schedule, by=schedule.scheduled_by, due_at=NOON - MINUTE, at=NOW)


# --- Changing and cancelling ---


def test_the_time_can_be_changed():
    schedule = schedule_publishing(make_approved_article())
    scheduling.reschedule(schedule, by=make_member(PUBLISHERS), due_at=NOON + MINUTE, at=NOW)
    assert Schedule.objects.get().due_at == NOON + MINUTE


def test_what_is_cancelled_can_be_scheduled_anew_but_not_changed():
    schedule = schedule_publishing(make_approved_article())
    scheduling.cancel(schedule, by=make_member(PUBLISHERS), at=NOW)
    assert Schedule.objects.get().state == "cancelled"
    with pytest.raises(CannotSchedule, match="not scheduled any more"):
        scheduling.cancel(schedule, by=make_member(PUBLISHERS), at=NOW)
    with pytest.raises(CannotSchedule, match="not scheduled any more"):
        scheduling.reschedule(schedule, by=make_member(PUBLISHERS), due_at=NOON, at=NOW)
    schedule_publishing(schedule.article)


@pytest.mark.parametrize("role", [WRITERS, REVIEWERS])
def test_who_may_not_schedule_changes_nothing(role):
    article = make_approved_article()
    schedule = schedule_publishing(make_approved_article())
    other = schedule.article
    member = make_member(role)
    acts = [
        lambda: schedule_publishing(article, by=member),
        lambda: schedule_unpublishing(other, by=member, due_at=NOON + MINUTE),
        lambda: scheduling.reschedule(schedule, by=member, due_at=NOON + MINUTE, at=NOW),
        lambda: scheduling.cancel(schedule, by=member, at=NOW),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    kept = Schedule.objects.get()
    assert (kept.due_at, kept.state) == (NOON, "pending")


# --- What it is going to do ---


def test_what_was_not_edited_since_goes_live():
    schedule = schedule_publishing(make_approved_article(title="Approved"))
    assert outlook(schedule).content.title == "Approved"
    assert (outlook(schedule).changed, outlook(schedule).says) == (False, "")


def test_edited_since_what_was_approved_goes_live_and_the_edits_stay_a_draft():
    schedule = schedule_publishing(make_approved_article(title="Approved"))
    edit(schedule.article, "Newer")
    assert outlook(schedule).content.title == "Approved"
    assert outlook(schedule).keeps_draft
    assert "what was approved goes live" in outlook(schedule).says


def test_edited_and_signed_off_again_the_newer_content_goes_live():
    schedule = schedule_publishing(make_approved_article())
    edit(schedule.article, "Newer")
    sign_off(schedule.article)
    assert outlook(schedule).content.title == "Newer"
    assert "signed off again" in outlook(schedule).says


def test_without_the_requirement_what_is_saved_by_then_goes_live(settings):
    settings.REQUIRE_SIGN_OFF = False
    schedule = schedule_publishing(make_article())
    edit(schedule.article, "Newer")
    assert outlook(schedule).content.title == "Newer"
    assert "what is saved by then" in outlook(schedule).says


def test_an_approval_that_was_taken_back_stops_it():
    schedule = schedule_publishing(make_approved_article())
    ask_for_changes(schedule.article)
    assert outlook(schedule).content is None
    assert "was taken back" in outlook(schedule).says
    edit(schedule.article, "Mended")
    assert outlook(schedule).content is None
    sign_off(schedule.article)
    assert outlook(schedule).content.title == "Mended"


def test_an_exception_needs_no_approval():
    administrator = make_member(ADMINISTRATORS)
    article = make_article(title="Urgent")
    schedule = schedule_publishing(article, by=administrator, exception_reason="Urgent.")
    review.request_changes(article, by=make_member(REVIEWERS), comment="No.")
    edit(article, "Newer")
    assert outlook(schedule).content.title == "Urgent"


def test_what_was_published_since_is_not_set_back():
    schedule = schedule_publishing(make_approved_article(title="Approved"))
    edit(schedule.article, "Published since")
    publish(schedule.article, by=None)
    edit(schedule.article, "A draft again")
    assert outlook(schedule).content is None
    assert "Edition 1 was published after" in outlook(schedule).says
