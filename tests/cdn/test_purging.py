"""Each change is told to each cache: exactly what it altered, twice, and none is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.cdn import purging
from articles.cdn.purging import LEASE, SETTLE, as_many_as_fit, purge_due
from articles.editorial.publishing import unpublish
from articles.editorial.recompiling import save
from articles.models import PurgeCursor
from tests.factories import make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db


def purge_all_due():
    while purge_due():
        pass


def purge_later(pause):
    """Purge what is due after a while."""
    with time_machine.travel(timezone.now() + pause, tick=False):
        purge_all_due()


@pytest.fixture
def article(receiver):
    """A live article that the cache was told of."""
    article = make_live_article(topic=make_topic(slug="t"))
    purge_all_due()
    purge_later(SETTLE)
    receiver.requests.clear()
    return article


def edit(article, title):
    article.title = title
    article.save()
    publish(article)


def test_nothing_is_sent_where_nothing_happened(article, receiver):
    assert not purge_due()
    assert receiver.requests == []


def test_saving_a_draft_purges_nothing(article, receiver):
    article.title = "Draft"
    article.save()
    purge_all_due()
    assert receiver.requests == []


def test_a_publish_purges_the_article_and_what_is_made_of_all(article, receiver):
    edit(article, "New")
    purge_all_due()
    assert receiver.keys == [{f"article-{article.pk}", "articles"}]


def test_so_does_a_withdrawal(article, receiver):
    unpublish(article, by=None)
    purge_all_due()
    assert receiver.keys == [{f"article-{article.pk}", "articles"}]


def test_a_topic_that_is_saved_goes_with_the_articles_that_show_it(article, receiver):
    topic = article.topic
    topic.name = "Another name"
    save(topic)
    purge_all_due()
    assert receiver.keys == [{f"topic-{topic.pk}", "topics", f"article-{article.pk}", "articles"}]


def test_what_was_being_fetched_at_the_publish_is_purged_again_seconds_later(article, receiver):
    edit(article, "New")
    purge_all_due()
    purge_later(SETTLE)
    assert receiver.keys == [{f"article-{article.pk}", "articles"}] * 2
    purge_later(2 * SETTLE)
    assert len(receiver.keys) == 2


def test_that_is_later_where_processes_may_answer_from_what_they_knew(article, receiver, settings):
    settings.GENERATION_MAX_AGE_MS = 10_000
    edit(article, "New")
    purge_all_due()
    purge_later(SETTLE + timedelta(seconds=9))
    assert len(receiver.keys) == 1
    purge_later(SETTLE + timedelta(seconds=11))
    assert len(receiver.keys) == 2


def test_a_publish_between_the_two_purges_gets_two_of_its_own(article, receiver):
    edit(article, "New")
    purge_all_due()
    other = make_live_article()
    purge_all_due()
    purge_later(SETTLE)
    purge_later(2 * SETTLE)
    assert [f"article-{other.pk}" in keys for keys in receiver.keys] == [False, True, False, True]


def test_a_cache_that_is_new_drops_everything(receiver):
    make_live_article()
    purge_all_due()
    assert receiver.keys == [{"galley"}]


def test_a_failure_is_tried_again_until_it_succeeds(article, receiver, caplog):
    receiver.answers = [(500, b"no"), (500, b"no")]
    edit(article, "New")
    purge_all_due()
    assert "failed, next try in 1 s: it answered 500: no" in caplog.text
    purge_later(timedelta(seconds=1))
    purge_later(timedelta(seconds=2))  # too early: the pause has doubled
    assert len(receiver.requests) == 2
    purge_later(timedelta(seconds=3))
    assert receiver.keys == [{f"article-{article.pk}", "articles"}] * 3
    assert PurgeCursor.objects.get().failures == 0


@pytest.mark.parametrize(
    ("name", "body"),
    [("fastly", b"{}"), ("cloudflare", b'{"success": true}')],
    ids=["fastly", "cloudflare"],
)
def test_a_cache_that_says_when_to_come_again_is_left_alone_until_then(
    article, receiver, settings, name, body
):
    settings.CDN_PURGER, settings.CDN_PURGE_TOKEN = name, "t"
    receiver.answers = [(429, b"no", ("Retry-After", "90")), (200, body)]
    edit(article, "New")
    purge_all_due()
    purge_later(timedelta(seconds=80))
    assert len(receiver.requests) == 1
    purge_later(timedelta(seconds=95))
    assert len(receiver.requests) == 2
    assert PurgeCursor.objects.get().failures == 0


def test_a_cache_that_asks_for_no_pause_gets_a_short_one(article, receiver):
    receiver.answers = [(503, b"no", ("Retry-After", "0"))]
    edit(article, "New")
    purge_all_due()
    assert len(receiver.requests) == 1
    purge_later(timedelta(seconds=2))
    assert len(receiver.requests) == 2


def test_what_is_published_while_a_cache_is_away_waits_for_it(article, receiver):
    receiver.answers = [(503, b"")]
    edit(article, "New")
    purge_all_due()
    other = make_live_article()
    purge_later(timedelta(seconds=1))
    assert receiver.keys[-1] == {f"article-{article.pk}", f"article-{other.pk}", "articles"}


def test_a_cache_that_is_away_holds_up_no_other(receiver, other_receiver):
    make_live_article()
    receiver.stop()
    purge_all_due()
    assert other_receiver.keys == [{"galley"}]


def test_what_another_worker_has_taken_up_is_left_to_it_until_its_lease_ends(article, receiver):
    edit(article, "New")
    PurgeCursor.objects.update(leased_until=timezone.now() + LEASE)
    assert not purge_due()
    with time_machine.travel(timezone.now() + LEASE, tick=False):
        assert purge_due()
    assert len(receiver.requests) == 1


def test_more_keys_than_a_request_takes_go_in_several(article, receiver, monkeypatch):
    monkeypatch.setattr("articles.cdn.purgers.Varnish.batch", 3)
    articles = [make_live_article() for _ in range(4)]
    purge_all_due()
    assert [len(keys) for keys in receiver.keys] == [3, 3]
    assert set().union(*receiver.keys) == {"articles", *(f"article-{a.pk}" for a in articles)}


def test_too_many_changes_drop_everything(article, receiver, monkeypatch):
    monkeypatch.setattr(purging, "MOST_CHANGES", 1)
    make_live_article()
    make_live_article()
    purge_all_due()
    assert receiver.keys == [{"galley"}]


def test_a_change_with_more_keys_than_a_request_takes_still_goes():
    changes = [(1, "topic", "1"), (2, "topic", "2")]
    assert as_many_as_fit(changes, 1, until=2) == (1, ("topic-1", "topics"))


def test_without_a_cdn_nothing_happens(settings):
    settings.CDN_PURGER = ""
    make_live_article()
    assert not purge_due()
    assert not PurgeCursor.objects.exists()


@pytest.mark.parametrize("act", ["publish", "purge"])
def test_the_number_of_queries_is_small(article, receiver, act, django_assert_max_num_queries):
    if act == "publish":
        edit(article, "New")
    with django_assert_max_num_queries(2 if act == "purge" else 9):
        purge_due()
