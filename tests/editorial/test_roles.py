"""Who may do what: every act of the desk, by every role. What is refused changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.documents.loading import load
from articles.editorial import (
    assigning,
    bulk,
    history,
    moving,
    previewing,
    publishing,
    review,
    scheduling,
    setting_aside,
)
from articles.editorial.publishing_together import publish_together
from articles.models import Article, BulkAct, Schedule, SetAsideBecause
from tests.editorial.tables import rows_of
from tests.factories import make_article, make_live_article, make_person, make_topic
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db

COMMAND_LINE = "the command line"
ROLES = {
    "a writer": WRITERS,
    "a reviewer": REVIEWERS,
    "a publisher": PUBLISHERS,
    "an administrator": ADMINISTRATORS,
    "staff in no group": "",
}
WRITER, REVIEWER, PUBLISHER, ADMINISTRATOR, _ = ROLES


@dataclass
class Desk:
    """What the acts are done to."""

    draft: Article
    signed: Article
    live: Article
    schedule: Schedule
    topic: Any = field(default_factory=make_topic)
    person: Any = field(default_factory=make_person)


@pytest.fixture
def desk(settings) -> Desk:
    settings.REQUIRE_SIGN_OFF = True
    signed, reviewer = make_article(slug="signed"), make_member(REVIEWERS)
    live = make_live_article(slug="live")
    Article.objects.filter(pk=live.pk).update(title="Edited since")
    review.sign_off(signed, by=reviewer, expected_hash=load(signed).hash)
    schedule = scheduling.schedule_unpublishing(
        make_live_article(), by=make_member(ADMINISTRATORS), due_at=tomorrow()
    )
    return Desk(draft=make_article(slug="draft"), signed=signed, live=live, schedule=schedule)


def tomorrow():
    return timezone.now() + timedelta(days=1)


Act = Callable[[Desk, Any], object]

# What is done, by whom it may be done, and how. Administrators may do everything.
ACTS: dict[str, tuple[set[str], Act]] = {
    "ask for a review": ({WRITER}, lambda d, by: review.request_review(d.draft, by=by)),
    "sign off": (
        {REVIEWER},
        lambda d, by: review.sign_off(d.draft, by=by, expected_hash=load(d.draft).hash),
    ),
    "ask for changes": (
        {REVIEWER, PUBLISHER},
        lambda d, by: review.request_changes(d.signed, by=by, comment="No."),
    ),
    "comment": (
        {WRITER, REVIEWER, PUBLISHER},
        lambda d, by: review.add_comment(d.draft, by=by, comment="Hm."),
    ),
    "publish": ({PUBLISHER}, lambda d, by: publishing.publish(d.signed, by=by)),
    "publish together": ({PUBLISHER}, lambda d, by: publish_together([d.signed], by=by)),
    "publish without a sign-off": (
        set(),
        lambda d, by: publishing.publish(d.draft, by=by, exception_reason="Urgent."),
    ),
    "unpublish": ({PUBLISHER}, lambda d, by: publishing.unpublish(d.live, by=by)),
    "move": ({PUBLISHER}, lambda d, by: moving.move(d.live, slug="elsewhere", by=by)),
    "schedule a publication": (
        {PUBLISHER},
        lambda d, by: scheduling.schedule_publishing(d.signed, by=by, due_at=tomorrow()),
    ),
    "schedule a withdrawal": (
        {PUBLISHER},
        lambda d, by: scheduling.schedule_unpublishing(d.live, by=by, due_at=tomorrow()),
    ),
    "reschedule": (
        {PUBLISHER},
        lambda d, by: scheduling.reschedule(
            d.schedule, by=by, due_at=tomorrow() + timedelta(days=1)
        ),
    ),
    "cancel a schedule": ({PUBLISHER}, lambda d, by: scheduling.cancel(d.schedule, by=by)),
    "bring an edition back": (
        {WRITER},
        lambda d, by: history.bring_back(d.live.editions.get(), by=by),
    ),
    "set the topic": ({WRITER}, lambda d, by: assigning.set_topic(d.draft, d.topic, by=by)),
    "set the reviewer": ({WRITER}, lambda d, by: assigning.set_reviewer(d.draft, d.person, by=by)),
    "set a text aside": (
        {WRITER},
        lambda d, by: setting_aside.set_aside(
            load(d.draft), why=SetAsideBecause.DROPPED, written_by_id=None, by=by
        ),
    ),
    "share a preview": (
        {WRITER, REVIEWER, PUBLISHER},
        lambda d, by: previewing.share(d.draft, by=by),
    ),
    "publish in bulk": (
        {PUBLISHER},
        lambda d, by: bulk.start(BulkAct.PUBLISH, [d.signed], by=by),
    ),
    "publish in bulk without sign-offs": (
        set(),
        lambda d, by: bulk.start(
            BulkAct.PUBLISH, [d.draft], by=by, options={"exception_reason": "Urgent."}
        ),
    ),
    "unpublish in bulk": (
        {PUBLISHER},
        lambda d, by: bulk.start(BulkAct.UNPUBLISH, [d.live], by=by),
    ),
    "set the topic in bulk": (
        {WRITER},
        lambda d, by: bulk.start(
            BulkAct.SET_TOPIC, [d.draft], by=by, options={"topic": d.topic.pk}
        ),
    ),
    "set the reviewer in bulk": (
        {WRITER},
        lambda d, by: bulk.start(
            BulkAct.SET_REVIEWER, [d.draft], by=by, options={"reviewer": d.person.pk}
        ),
    ),
    "export": (
        {WRITER, REVIEWER, PUBLISHER},
        lambda d, by: bulk.start(BulkAct.EXPORT, [d.draft], by=by),
    ),
}
# What can be done with nobody's name on it.
ON_THE_COMMAND_LINE = {
    "publish",
    "publish together",
    "publish without a sign-off",
    "unpublish",
    "move",
    "bring an edition back",
    "set the topic",
    "set the reviewer",
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_each_role_may_do_its_own_and_no_more(desk: Desk, act: str, role: str) -> None:
    allowed, do = ACTS[act]
    user = make_member(ROLES[role])
    before = rows_of()
    if role in allowed | {ADMINISTRATOR}:
        do(desk, user)
        assert rows_of() != before
    else:
        with pytest.raises(PermissionDenied):
            do(desk, user)
        assert rows_of() == before


@pytest.mark.parametrize("act", sorted(ON_THE_COMMAND_LINE))
def test_the_command_line_may_do_everything_that_needs_no_name(desk: Desk, act: str) -> None:
    before = rows_of()
    ACTS[act][1](desk, None)
    assert rows_of() != before
