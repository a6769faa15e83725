"""Whatever editors do, in any order: what holds after each act."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import hypothesis
import orjson
import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from articles.documents.content import hash_of
from articles.documents.loading import load
from articles.documents.rebuilding import rebuild
from articles.editorial import bulk, due, history, publishing, recompiling, review, scheduling
from articles.editorial.moving import move
from articles.editorial.status import status_of
from articles.models import (
    Article,
    BulkAct,
    Change,
    Document,
    Redirect,
    Schedule,
    Topic,
)
from tests.editorial.tables import document_rows, rows_of
from tests.factories import make_article, make_person, make_topic
from tests.roles import ADMINISTRATORS, REVIEWERS, make_member

SLUGS = ["a", "b", "c", "d"]
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2030, 1, 1, tzinfo=UTC)
# What an act may answer, in words for editors.
REFUSALS = (publishing.PublishingError, review.ReviewError, history.HistoryError)


@dataclass(frozen=True)
class Desk:
    """Who works here, and on what."""

    editor: Any
    reviewer: Any
    articles: list[Article]


# --- The acts: on one article, with a word to tell them apart ---


def retitle(desk: Desk, article: Article, word: str) -> None:
    Article.objects.filter(pk=article.pk).update(title=f"Title {word}", modified_by=desk.editor)


def give_another_slug(desk: Desk, article: Article, word: str) -> None:
    if not Article.objects.filter(slug=word).exists():
        Article.objects.filter(pk=article.pk).update(slug=word, modified_by=desk.editor)


def move_at_once(desk: Desk, article: Article, word: str) -> None:
    move(article, slug=f"moved-{word}", by=desk.editor)


def sign_off(desk: Desk, article: Article, word: str) -> None:
    review.sign_off(article, by=desk.reviewer, expected_hash=load(article).hash)


def ask_for_changes(desk: Desk, article: Article, word: str) -> None:
    review.request_changes(article, by=desk.reviewer, comment=f"Not {word}.")


def publish(desk: Desk, article: Article, word: str) -> None:
    publishing.publish(article, by=desk.editor, note=word)


def publish_for_a_reason(desk: Desk, article: Article, word: str) -> None:
    publishing.publish(article, by=desk.editor, exception_reason=f"Urgent {word}.")


def publish_all(desk: Desk, article: Article, word: str) -> None:
    bulk.run(bulk.start(BulkAct.PUBLISH, desk.articles, by=desk.editor, options={"note": word}))


def withdraw(desk: Desk, article: Article, word: str) -> None:
    publishing.unpublish(article, by=desk.editor, explanation=word)


def schedule(desk: Desk, article: Article, word: str) -> None:
    scheduling.schedule_publishing(article, by=desk.editor, due_at=in_some_days(word))


def schedule_withdrawal(desk: Desk, article: Article, word: str) -> None:
    scheduling.schedule_unpublishing(article, by=desk.editor, due_at=in_some_days(word))


def cancel(desk: Desk, article: Article, word: str) -> None:
    for row in scheduling.pending(article.pk)[:1]:
        scheduling.cancel(row, by=desk.editor)


def bring_back(desk: Desk, article: Article, word: str) -> None:
    edition = article.editions.order_by("number")[SLUGS.index(word) :].first()
    if edition:
        history.bring_back(edition, by=desk.editor)


def rename_topic(desk: Desk, article: Article, word: str) -> None:
    topic = Topic.objects.get()
    topic.name = f"Topic {word}"
    recompiling.save(topic)


def do_what_is_due(desk: Desk, article: Article, word: str) -> None:
    due.do_due_acts()


def in_some_days(word: str) -> datetime:
    return timezone.now() + timedelta(days=SLUGS.index(word) + 1)


ACTS = [
    *(retitle, give_another_slug, move_at_once, sign_off, ask_for_changes),
    *(publish, publish_for_a_reason, publish_all, withdraw),
    *(schedule, schedule_withdrawal, cancel, do_what_is_due, bring_back, rename_topic),
]
Act = Callable[[Desk, Article, str], None]
histories = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.sampled_from(SLUGS)), max_size=20
)


def do(act: Act, desk: Desk, article: Article, word: str) -> None:
    """One act; what is refused changes nothing, which is one of the things to hold."""
    before = rows_of()
    try:
        act(desk, article, word)
    except REFUSALS:
        assert rows_of() == before


# --- What holds ---


def hold(articles: list[Article], *, signed: bool) -> None:
    live = {row.pk: row for row in Document.objects.select_related("edition")}
    for article in articles:
        hold_editions(article, signed=signed)
        hold_document(article, live)
    old = set(Redirect.objects.values_list("slug", flat=True))
    assert not old & {row.slug for row in live.values()}
    ever = set(Change.objects.filter(subject="article").values_list("slug", flat=True))
    assert ever == old | {row.slug for row in live.values()}
    hold_addresses(ever)


def hold_editions(article: Article, *, signed: bool) -> None:
    editions = list(article.editions.order_by("number"))
    assert [edition.number for edition in editions] == list(range(1, len(editions) + 1))
    assert all(edition.content_hash == hash_of(edition.content) for edition in editions)
    if signed:
        assert all(edition.sign_off or edition.exception_reason for edition in editions)


def hold_document(article: Article, live: dict[Any, Document]) -> None:
    status, last = status_of(article), article.editions.order_by("number").last()
    assert status.is_live == (article.pk in live)
    assert status.was_live == (last is not None)
    if document := live.get(article.pk):
        assert document.edition == last
        told = Change.objects.filter(subject_id=str(article.pk)).latest("id")
        assert told.at == document.changed_at
        assert orjson.loads(document.card)["topic"]["name"] == Topic.objects.get().name
        picked = orjson.loads(document.full)["related"]
        assert [pick["slug"] for pick in picked] == list(_live_picks(document, live))


def _live_picks(document: Document, live: dict[Any, Document]) -> Iterator[str]:
    for target in orjson.loads(document.edition.content)["related_ids"]:
        for row in live.values():
            if str(row.pk) == target:
                yield row.slug


def hold_addresses(slugs: set[str]) -> None:
    """Every address that was ever live answers, and readers are sent on at most once."""
    reader = Client()
    for slug in slugs:
        answer = reader.get(f"/api/v1/articles/{slug}/")
        # Asked afterwards: the first reader after its time does what is due.
        is_live = Document.objects.filter(slug=slug).exists()
        assert answer.status_code in ({200} if is_live else {308, 410})
        if answer.status_code == 308:
            assert reader.get(answer["Location"]).status_code == 200


# --- Any history ---


@contextmanager
def a_desk() -> Iterator[Desk]:
    """Three articles, of which the last picks the others; nothing stays in the database."""
    with transaction.atomic():
        topic, reviewer = make_topic(), make_member(REVIEWERS)
        make_person("Ada", credentials="MD", account=reviewer)
        values = {"topic": topic, "summary": "What it is."}
        first, second = make_article(**values), make_article(**values)
        third = make_article(related=[first, second], **values)
        yield Desk(make_member(ADMINISTRATORS), reviewer, [first, second, third])
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
@hypothesis.settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories, st.booleans())
def test_the_same_things_hold_after_any_history(settings, acts, signed):
    settings.REQUIRE_SIGN_OFF = signed
    with time_machine.travel(START, tick=False) as clock, a_desk() as desk:
        for act, which, word in acts:
            clock.shift(timedelta(hours=5))
            do(act, desk, desk.articles[which], word)
            hold(desk.articles, signed=signed)
        clock.shift(timedelta(days=9))
        due.do_due_acts()
        hold(desk.articles, signed=signed)
        assert not Schedule.objects.filter(finished_at=None).exists()
        before = document_rows()
        result = rebuild(at=LATER)
        assert (result.different, result.missing, result.removed) == (0, 0, 0)
        Document.objects.all().delete()
        rebuild(at=LATER)
        assert document_rows() == before
