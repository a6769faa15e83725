"""Writes that the constraints of the desk's tables refuse (see test_constraints)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from articles.models import (
    BulkItem,
    BulkJob,
    Edition,
    Preview,
    ReviewEntry,
    Schedule,
    SetAside,
    SignOff,
    Topic,
)
from tests.factories import make_article, make_user

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Write = Callable[[Any], Any]


def sign_off(**values: Any) -> Any:
    defaults = {
        "article_id": uuid4(),
        "content": "{}",
        "content_hash": "x",
        "signed_at": NOW,
        "signed_by": make_user(),
        "name": "Ida Voss",
    }
    return SignOff.objects.create(**defaults | values)


def entry(**values: Any) -> Write:
    def write(_: Any) -> Any:
        defaults = {"article_id": uuid4(), "act": "requested", "content_hash": "x", "at": NOW}
        return ReviewEntry.objects.create(**defaults | {"by": make_user()} | values)

    return write


def schedule(**values: Any) -> Write:
    def write(article: Any) -> Any:
        defaults = {
            "article": article,
            "act": "unpublish",
            "due_at": NOW,
            "scheduled_at": NOW,
            "scheduled_by": make_user(),
        }
        return Schedule.objects.create(**defaults | values)

    return write


def set_aside(**values: Any) -> Write:
    def write(article: Any) -> Any:
        defaults = {"article": article, "content": "{}", "content_hash": "x", "at": NOW}
        return SetAside.objects.create(**defaults | {"why": "dropped"} | values)

    return write


def twice(write: Write) -> Write:
    return lambda article: (write(article), write(article))


def preview(article: Any) -> Any:
    return Preview.objects.create(
        article=article, created_by=make_user(), created_at=NOW, expires_at=NOW
    )


def bulk_job(**values: Any) -> Any:
    defaults = {"act": "export", "created_by": make_user(), "created_at": NOW}
    return BulkJob.objects.create(**defaults | values)


def bulk_item(**values: Any) -> Any:
    defaults = {"job": bulk_job(), "article_id": uuid4(), "title": "T"}
    return BulkItem.objects.create(**defaults | values)


def repeated_item(_: Any) -> None:
    item = bulk_item()
    bulk_item(job=item.job, article_id=item.article_id)


def edition_with_both(_: Any) -> Any:
    article = make_article()
    return Edition.objects.create(
        article=article,
        number=1,
        content="{}",
        content_hash="x",
        published_at=NOW,
        sign_off=sign_off(article_id=article.pk),
        exception_reason="Urgent.",
    )


CASES: dict[str, Write] = {
    "topic_review_interval_is_plausible": lambda _: Topic.objects.create(
        slug="a", name="A", review_interval_months=0
    ),
    "edition_is_signed_off_or_an_exception": edition_with_both,
    "sign_off_has_a_hash": lambda _: sign_off(content_hash=""),
    "sign_off_has_a_name": lambda _: sign_off(name=""),
    "review_entry_act_is_known": entry(act="praised"),
    "review_entry_signs_off_with_a_sign_off": entry(act="signed_off"),
    "review_entry_only_a_request_is_addressed": lambda article: entry(
        act="commented", comment="x", reviewer=article.reviewers.get()
    )(article),
    "review_entry_says_something": entry(act="changes_requested"),
    "schedule_once_per_act": twice(schedule()),
    "schedule_act_is_known": schedule(act="move"),
    "schedule_state_is_known": schedule(state="lost", finished_at=NOW),
    "schedule_is_finished_at_a_time": schedule(state="done"),
    "schedule_failed_for_a_reason": schedule(state="failed", finished_at=NOW),
    "schedule_publishes_a_content": schedule(act="publish"),
    "preview_expires_after_creation": preview,
    "set_aside_has_a_hash": set_aside(content_hash=""),
    "set_aside_for_a_known_reason": set_aside(why="lost"),
    "bulk_job_act_is_known": lambda _: bulk_job(act="delete"),
    "bulk_item_once_per_job": repeated_item,
    "bulk_item_state_is_known": lambda _: bulk_item(state="lost"),
}
