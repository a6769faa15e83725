"""Webhook endpoints and their log in the admin."""

import re

import pytest

from articles.models import Delivery, WebhookEndpoint
from articles.webhooks.endpoints import new_secret
from tests.factories import make_live_article, make_topic
from tests.roles import ADMINISTRATORS, PUBLISHERS, make_member
from tests.webhooks.conftest import make_endpoint, receiver  # noqa: F401  (fixtures)

from .pages import text_of

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/webhookendpoint/"


@pytest.fixture
def administrator(client):
    user = make_member(ADMINISTRATORS)
    client.force_login(user)
    return user


@pytest.fixture
def endpoint(db):
    return WebhookEndpoint.objects.create(
        name="Next.js", url="https://www.example.org/hook", secret=new_secret()
    )


def url(endpoint, act="change"):
    return f"{LIST}{endpoint.pk}/{act}/"


def add(client, **values):
    fields = {"name": "Next.js", "url": "https://www.example.org/hook", "is_active": "on"}
    return client.post(f"{LIST}add/", fields | values, follow=True)


def test_a_new_endpoint_has_a_secret_that_is_shown_once(administrator, client):
    response = add(client)
    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.secret in text_of(response)
    assert endpoint.secret not in text_of(client.get(url(endpoint)))


def test_events_and_topics_are_chosen_and_kept(administrator, client):
    topic = make_topic(name="Pain")
    add(client, event_types=["article.published"], of_topics=[topic.pk])
    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.event_types == ["article.published"]
    assert list(endpoint.topics.all()) == [topic]
    fields = {"name": "N", "url": endpoint.url, "is_active": "on"}
    client.post(url(endpoint), fields)
    endpoint.refresh_from_db()
    assert (endpoint.event_types, list(endpoint.topics.all())) == ([], [])


@pytest.mark.parametrize("address", ["ftp://example.org/", "javascript:alert(1)", "example"])
def test_an_address_that_is_not_of_the_web_is_refused(administrator, client, address):
    add(client, url=address)
    assert not WebhookEndpoint.objects.exists()


def test_a_new_secret_is_shown_once_and_the_old_one_signs_for_a_while(
    administrator, client, endpoint
):
    before = endpoint.secret
    response = client.post(url(endpoint, "rotate"), follow=True)
    endpoint.refresh_from_db()
    assert endpoint.secret != before
    assert endpoint.previous_secret == before
    assert endpoint.secret in text_of(response)
    assert before not in text_of(response)


def test_a_paused_endpoint_says_why_and_is_resumed(administrator, client, endpoint):
    WebhookEndpoint.objects.update(paused_at="2026-05-01T10:00Z", paused_because="It answered 410.")
    assert "It answered 410." in text_of(client.get(url(endpoint)))
    assert "Webhooks paused 1" in re.sub(r"\s+", " ", text_of(client.get("/admin/")))
    client.post(url(endpoint, "resume"))
    endpoint.refresh_from_db()
    assert endpoint.paused_at is None


@pytest.mark.django_db(transaction=True)
def test_a_test_event_is_sent_at_once_and_its_answer_told(client, make_endpoint):  # noqa: F811
    client.force_login(make_member(ADMINISTRATORS))
    response = client.post(url(make_endpoint(), "test"), follow=True)
    assert "It answered 200 in" in text_of(response)
    response = client.post(url(make_endpoint("broken"), "test"), follow=True)
    assert "It answered 500" in text_of(response)


@pytest.mark.django_db(transaction=True)
def test_the_log_shows_request_answer_and_timing_and_sends_again(client, make_endpoint):  # noqa: F811
    client.force_login(make_member(ADMINISTRATORS))
    endpoint = make_endpoint("broken")
    client.post(url(endpoint, "test"))
    delivery = Delivery.objects.get()
    page = f"/admin/articles/delivery/{delivery.pk}/"
    told = text_of(client.get(f"{page}change/"))
    for part in ("500", "oh no", " ms", "webhook-signature: v1,", "webhook.test"):
        assert part in told
    client.post(f"{page}again/")
    delivery.refresh_from_db()
    assert delivery.finished_at is None


def test_the_lists_cost_the_same_queries_for_many_rows(
    administrator, client, endpoint, django_assert_max_num_queries
):
    for _ in range(5):
        make_live_article()
    for address in (LIST, "/admin/articles/delivery/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("act", ["test", "rotate", "resume"])
def test_others_can_do_none_of_it(client, endpoint, act):
    client.force_login(make_member(PUBLISHERS))
    assert client.get(LIST).status_code == 403
    assert client.post(url(endpoint, act)).status_code == 403
    before = endpoint.secret
    endpoint.refresh_from_db()
    assert endpoint.secret == before


@pytest.mark.parametrize("act", ["test", "rotate", "resume"])
def test_a_link_does_nothing(administrator, client, endpoint, act):
    assert client.get(url(endpoint, act)).status_code == 405
