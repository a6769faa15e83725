"""Endpoints side by side, each in order."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from articles.documents import outbox
from articles.documents.events import Told
from articles.models import (
    Change,
    ChangeKind,
    ChangeSubject,
    Delivery,
    DeliveryAttempt,
    WebhookEndpoint,
)
from articles.webhooks import endpoints
from articles.webhooks.sender import Sender, due_endpoints, next_delivery
from tests.factories import make_live_article, publish
from tests.management.test_worker import database_url

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def retitle(article, title):
    article.title = title
    article.save()
    publish(article)


@pytest.fixture
def sender():
    sender = Sender(threads=4)
    yield sender
    sender.stop()


def finish(sender, seconds=20):
    """Send until every delivery is finished."""
    deadline = time.monotonic() + seconds
    while Delivery.objects.filter(finished_at__isnull=True).exists():
        assert time.monotonic() < deadline, "it never came to it"
        Delivery.objects.filter(finished_at__isnull=True).update(due_at=timezone.now())
        sender.send_due()
        time.sleep(0.02)


def test_events_of_one_article_come_in_order_though_the_first_attempt_of_each_fails(
    make_endpoint, receiver, sender
):
    endpoint = make_endpoint("flaky")
    article = make_live_article(title="One")
    for title in ("Two", "Three"):
        retitle(article, title)
    finish(sender)
    editions = [entry["event"]["data"]["edition"] for entry in receiver.log(endpoint)]
    assert editions == [1, 1, 2, 2, 3, 3]


def test_another_articles_event_does_not_wait_for_one_that_fails(make_endpoint):
    endpoint = make_endpoint()
    stuck = make_live_article()
    retitle(stuck, "Two")
    other = make_live_article()
    Delivery.objects.filter(subject=f"article:{stuck.pk}", event__type="article.published").update(
        due_at=timezone.now() + timedelta(hours=1)
    )
    assert next_delivery(endpoint.pk, timezone.now()).subject == f"article:{other.pk}"


def test_a_slow_endpoint_holds_up_no_other(make_endpoint, receiver, sender):
    slow, quick = make_endpoint("slow"), make_endpoint()
    for _ in range(3):
        make_live_article()
    finish(sender)
    assert len(receiver.log(quick)) == 3
    assert max(entry["at"] for entry in receiver.log(quick)) < max(
        entry["at"] for entry in receiver.log(slow)
    )


def test_one_endpoint_is_sent_to_by_one_process_at_a_time(make_endpoint):
    endpoint = make_endpoint()
    make_live_article()
    now = timezone.now()
    assert list(due_endpoints(now)) == [endpoint]
    WebhookEndpoint.objects.update(leased_until=now + timedelta(seconds=10))
    assert not due_endpoints(now)
    assert list(due_endpoints(now + timedelta(seconds=11))) == [endpoint]


@pytest.mark.parametrize("state", [{"is_active": False}, {"quiet_until": "soon"}])
def test_who_is_off_or_left_alone_gets_nothing(make_endpoint, state):
    make_endpoint()
    make_live_article()
    soon = timezone.now() + timedelta(minutes=1)
    WebhookEndpoint.objects.update(**{k: soon if v == "soon" else v for k, v in state.items()})
    assert not due_endpoints(timezone.now())


def test_old_events_are_forgotten_with_their_log(make_endpoint):
    make_endpoint()
    make_live_article()
    assert not endpoints.forget_old(timezone.now())
    assert endpoints.forget_old(timezone.now() + endpoints.LOG_KEPT + timedelta(minutes=1))
    assert not Delivery.objects.exists()
    assert Change.objects.exists()


# --- The worker, in processes of its own ---


def announce_many(number):
    """Changes of as many articles, with their events."""
    at = timezone.now()
    changes = Change.objects.bulk_create(
        Change(
            at=at,
            kind=ChangeKind.PUBLISHED,
            subject=ChangeSubject.ARTICLE,
            subject_id=f"00000000-0000-0000-0000-{n:012}",
            slug=f"article-{n}",
            edition_number=1,
        )
        for n in range(number)
    )
    outbox.announce([(change, Told()) for change in changes])


def start_worker(*options):
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "WEBHOOKS_ALLOWED_HOSTS": "127.0.0.1",
    }
    command = [sys.executable, "manage.py", "worker", *options]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def test_the_worker_sends_what_is_due(make_endpoint, receiver):
    endpoint = make_endpoint()
    announce_many(3)
    assert start_worker("--once").wait(30) == 0
    assert len(receiver.log(endpoint)) == 3
    assert not Delivery.objects.filter(finished_at__isnull=True).exists()


@pytest.mark.slow
def test_a_worker_killed_amid_a_thousand_loses_none_and_repeats_at_most_the_one_in_flight(
    make_endpoint, receiver
):
    endpoint = make_endpoint()
    announce_many(1000)
    kills = 0
    for wanted in (150, 400, 700):
        worker = start_worker("--interval", "0.1")
        deadline = time.monotonic() + 120
        while DeliveryAttempt.objects.count() < wanted:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        kills += 1
    worker = start_worker("--interval", "0.1")
    deadline = time.monotonic() + 180
    while Delivery.objects.filter(finished_at__isnull=True).exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    ids = [entry["id"] for entry in receiver.log(endpoint)]
    assert len(set(ids)) == 1000
    assert len(ids) <= 1000 + kills
