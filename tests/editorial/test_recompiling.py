"""Saving a topic, person or notice: one transaction that carries it into what readers get."""

import orjson
import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from articles.editorial import recompiling
from articles.models import Change, Document, Topic
from tests.editorial.tables import crash_at_every_statement, rows_of
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_crash_at_any_statement_of_a_save_leaves_everything_as_it_was():
    topic = make_topic("Before")
    make_live_article(topic=topic)
    topic.name = "After"
    before = rows_of()

    def look():
        assert rows_of() == before

    assert crash_at_every_statement(lambda: recompiling.save(topic), look) > 10
    assert '"name":"After"' in Document.objects.get().card


@pytest.mark.django_db(transaction=True)
def test_a_crash_at_any_statement_of_a_deletion_leaves_everything_as_it_was():
    key = make_topic().pk
    before = rows_of()

    def look():
        assert rows_of() == before

    crash_at_every_statement(lambda: recompiling.delete(Topic.objects.get(pk=key)), look)
    assert Change.objects.get().kind == "deleted"


@pytest.mark.parametrize("by_whom", ["topic", "person", "notice"])
def test_what_a_live_document_shows_can_not_be_deleted(by_whom):
    topic, person, notice = make_topic(), make_person(), make_notice()
    make_live_article(topic=topic, authors=[person], disclaimer=notice)
    before = rows_of()

    with pytest.raises(ProtectedError):
        recompiling.delete({"topic": topic, "person": person, "notice": notice}[by_whom])

    assert rows_of() == before


def test_a_notice_that_links_to_a_draft_shows_the_link_once_it_is_live():
    draft = make_article(slug="later")
    notice = make_notice(body="<p>See this</p>")
    article = make_live_article(disclaimer=notice)
    notice.body = f'<p>See <a href="article:{draft.pk}">this</a></p>'
    recompiling.save(notice)

    publish(draft)

    shown = orjson.loads(Document.objects.get(pk=article.pk).full)["disclaimer"]["body"]["html"]
    assert shown == '<p>See <a href="/articles/later/">this</a></p>'


def test_a_save_that_readers_do_not_see_refreshes_no_document():
    draft, notice = make_article(), make_notice(body="<p>See this</p>")
    make_live_article(disclaimer=notice)
    notice.body = f'<p>See <a href="article:{draft.pk}">this</a></p>'

    recompiling.save(notice)

    assert Change.objects.latest("id").kind == "saved"


@pytest.mark.parametrize("count", [2, 12])
def test_a_save_takes_as_many_reads_for_many_documents_as_for_few(
    count, django_assert_max_num_queries
):
    topic = make_topic()
    for _ in range(count):
        make_live_article(topic=topic)
    topic.description = "Not in documents."

    # One of them asks who wants to hear of it; on PostgreSQL one takes the change lock.
    with django_assert_max_num_queries(17):
        recompiling.save(topic)


def test_a_topic_is_saved_after_one_look_at_all_topics():
    wide, topic = make_topic(), make_topic()
    topic.parent = wide
    with CaptureQueriesContext(connection) as queries:
        recompiling.save(topic)
    assert sum('FROM "articles_topic"' in query["sql"] for query in queries) == 1
    assert Topic.objects.get(pk=topic.pk).parent == wide


def test_the_documents_of_the_topics_below_follow_one_that_is_put_elsewhere():
    wide, middle = make_topic("Wide"), make_topic("Middle")
    make_live_article(topic=make_topic("Narrow", parent=middle))
    middle.parent = wide
    recompiling.save(middle)
    crumbs = orjson.loads(Document.objects.get().full)["breadcrumbs"]
    assert [crumb["name"] for crumb in crumbs][1:4] == ["Wide", "Middle", "Narrow"]
