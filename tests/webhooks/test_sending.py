"""Attempts against a real receiver, which verifies signatures and misbehaves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from articles.models import Delivery, DeliveryState, WebhookEndpoint
from articles.webhooks import sending
from articles.webhooks.endpoints import resume, rotate_secret, send_again, send_test
from articles.webhooks.sender import next_delivery
from tests.factories import make_live_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deliver(make_endpoint):
    """Publish an article and attempt its delivery once to an endpoint of this manner."""

    def send(manner="fine", **values):
        make_endpoint(manner, **values)
        make_live_article()
        delivery = Delivery.objects.select_related("endpoint", "event").get()
        made = sending.attempt(delivery)
        return delivery, made

    return send


def test_the_receiver_can_verify_what_it_gets(deliver, receiver):
    delivery, made = deliver()
    (entry,) = receiver.log(delivery.endpoint)
    assert entry["is_valid"]
    assert entry["id"] == str(delivery.event_id)
    assert entry["type"] == "article.published"
    assert (made.status, made.answer) == (200, "thanks")
    assert delivery.state == DeliveryState.DELIVERED


def test_while_the_secret_changes_over_the_old_one_verifies_too(make_endpoint, receiver):
    endpoint = make_endpoint()
    secret = rotate_secret(endpoint)
    assert secret == endpoint.secret
    send_test(endpoint)  # The receiver knows the old secret.
    receiver.knows(endpoint)
    send_test(endpoint)
    assert [entry["is_valid"] for entry in receiver.log(endpoint)] == [True, True]


def test_after_the_overlap_it_does_not(make_endpoint, receiver):
    endpoint = make_endpoint()
    rotate_secret(endpoint, now=timezone.now() - timedelta(hours=25))
    send_test(endpoint)
    assert [entry["is_valid"] for entry in receiver.log(endpoint)] == [False]


@pytest.mark.parametrize("manner", ["broken", "hanging_up", "redirecting", "busy"])
def test_what_is_no_success_is_tried_again_later(deliver, receiver, manner):
    delivery, made = deliver(manner)
    assert not sending.succeeded(made)
    assert delivery.state == DeliveryState.WAITING
    assert delivery.due_at > made.at
    # Once: a redirect to 127.0.0.1 was not followed.
    assert len(receiver.log(delivery.endpoint)) == 1


def test_a_long_answer_is_cut_and_counts_by_its_status(deliver):
    delivery, made = deliver("verbose")
    assert delivery.state == DeliveryState.DELIVERED
    assert len(made.answer) == sending.ANSWER_KEPT


@pytest.mark.parametrize("manner", ["slow", "dripping"])
def test_the_time_is_up_however_the_answer_comes(deliver, monkeypatch, manner):
    monkeypatch.setattr(sending, "TIMEOUT", 0.3)
    delivery, made = deliver(manner)
    assert "within 0.3 s" in made.error
    assert made.milliseconds < 2_000
    assert delivery.state == DeliveryState.WAITING


def test_who_answers_410_is_paused_and_its_owner_told_once(deliver, mailoutbox):
    delivery, _ = deliver("gone", owner=make_user(email="nell@example.org"))
    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.paused_at
    assert "410" in endpoint.paused_because
    assert next_delivery(endpoint.pk, timezone.now() + timedelta(days=1)) is None
    sending.attempt(delivery)
    assert [letter.to for letter in mail.outbox] == [["nell@example.org"]]


def test_after_resuming_what_waited_is_sent(deliver):
    deliver("gone")
    endpoint = WebhookEndpoint.objects.get()
    assert resume(endpoint) == 1
    assert next_delivery(endpoint.pk, timezone.now()) is not None


def test_what_fails_for_too_long_is_given_up_and_the_endpoint_paused(deliver, settings, mailoutbox):
    settings.WEBHOOKS_GIVE_UP_AFTER = 0
    delivery, _ = deliver("broken", owner=make_user(email="nell@example.org"))
    assert delivery.state == DeliveryState.FAILED
    assert WebhookEndpoint.objects.get().paused_at
    assert len(mailoutbox) == 1


def test_one_event_that_fails_for_ever_does_not_pause_an_endpoint_that_takes_others(
    deliver, settings
):
    settings.WEBHOOKS_GIVE_UP_AFTER = 3600
    delivery, _ = deliver("broken")
    long_ago = timezone.now() - timedelta(hours=2)
    Delivery.objects.update(first_attempt_at=long_ago)
    WebhookEndpoint.objects.update(failing_since=timezone.now() - timedelta(minutes=1))
    delivery.refresh_from_db()
    sending.attempt(delivery)
    assert delivery.state == DeliveryState.FAILED
    assert WebhookEndpoint.objects.get().paused_at is None


def test_what_cant_be_reached_is_left_alone_for_a_while(make_endpoint):
    endpoint = make_endpoint(url="http://127.0.0.1:9/")
    make_live_article()
    made = sending.attempt(Delivery.objects.get())
    assert "connection failed" in made.error
    endpoint.refresh_from_db()
    assert endpoint.quiet_until > timezone.now()


def test_a_pause_that_is_asked_for_is_granted(deliver):
    deliver("busy")
    rest = WebhookEndpoint.objects.get().quiet_until - timezone.now()
    assert timedelta(seconds=100) < rest <= timedelta(seconds=120)


def test_an_inner_address_is_never_posted_to(deliver, receiver, settings):
    settings.WEBHOOKS_ALLOWED_HOSTS = []
    make_live_article()
    endpoint = WebhookEndpoint.objects.create(
        name="Inner", url=f"{receiver.root}/fine/inner", secret="whsec_MfKQ9r8GKYqrTwjU"
    )
    made = send_test(endpoint)
    assert "not a public address" in made.error
    assert receiver.log(endpoint) == []


def test_nothing_is_sent_inside_a_transaction(make_endpoint):
    make_endpoint()
    make_live_article()
    with transaction.atomic(), pytest.raises(sending.InTransactionError):
        sending.attempt(Delivery.objects.get())


def test_a_test_event_says_nothing_of_the_endpoints_health(make_endpoint):
    endpoint = make_endpoint("broken")
    made = send_test(endpoint)
    assert made.status == 500
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_what_was_delivered_can_be_sent_again_under_the_same_id(deliver, receiver):
    delivery, _ = deliver()
    send_again(delivery)
    again = next_delivery(delivery.endpoint_id, timezone.now())
    sending.attempt(again)
    first, second = receiver.log(delivery.endpoint)
    assert first["id"] == second["id"]
    assert delivery.attempts.count() == 2
