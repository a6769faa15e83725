"""Addresses: a slug that was live leads to where its article is now."""

from datetime import timedelta

import orjson
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial import moving, scheduling
from articles.editorial.publishing import (
    CannotPublish,
    NothingToPublish,
    NotLive,
    publish,
    unpublish,
)
from articles.editorial.status import status_of
from articles.models import Article, Change, Document, Edition, Redirect
from tests.editorial.tables import crash_at_every_statement, rows_of
from tests.factories import make_article, make_live_article
from tests.roles import ADMINISTRATORS, PUBLISHERS, WRITERS, make_member

pytestmark = pytest.mark.django_db


def move(article, *slugs):
    for slug in slugs:
        Article.objects.filter(pk=article.pk).update(slug=slug)
        publish(article, by=None)


def redirects():
    return dict(Redirect.objects.values_list("slug", "article_id"))


def test_a_move_leaves_a_redirect_and_is_told_as_one():
    article = make_live_article(slug="old")
    move(article, "new")
    assert redirects() == {"old": article.pk}
    assert Change.objects.latest("id").kind == "moved"


def test_a_new_slug_that_is_not_published_yet_moves_nothing():
    article = make_live_article(slug="old")
    Article.objects.update(slug="new")
    assert Document.objects.get(pk=article.pk).slug == "old"
    assert redirects() == {}


def test_there_and_back_again_leaves_the_other_address_as_the_redirect():
    article = make_live_article(slug="a")
    move(article, "b", "a")
    assert redirects() == {"b": article.pk}
    assert Document.objects.get().slug == "a"


def test_every_address_of_a_chain_leads_to_the_article_itself():
    article = make_live_article(slug="a")
    move(article, "b", "c", "d")
    assert redirects() == dict.fromkeys("abc", article.pk)


def test_two_articles_can_swap_addresses_by_way_of_a_third():
    first, second = make_live_article(slug="a"), make_live_article(slug="b")
    move(first, "aside")
    move(second, "a")
    move(first, "b")
    assert dict(Document.objects.values_list("pk", "slug")) == {first.pk: "b", second.pk: "a"}
    assert redirects() == {"aside": first.pk}


def test_an_article_that_comes_back_under_a_new_address_is_found_at_the_old_one():
    article = make_live_article(slug="old")
    unpublish(article, by=None, explanation="Wrong.")
    move(article, "new")
    assert redirects() == {"old": article.pk}
    assert Redirect.objects.get().explanation == ""
    assert Change.objects.latest("id").kind == "published"


def test_another_withdrawal_says_anew_why():
    article = make_live_article(slug="a")
    move(article, "b")
    unpublish(article, by=None, explanation="First.", alternative=make_live_article())
    publish(article, by=None)
    unpublish(article, by=None, explanation="Second.")
    rows = Redirect.objects.order_by("slug").values_list("slug", "explanation", "alternative")
    assert list(rows) == [("a", "Second.", None), ("b", "Second.", None)]


def test_an_alternative_that_is_deleted_leaves_the_explanation():
    other, article = make_article(), make_live_article()
    unpublish(article, by=None, explanation="Wrong.", alternative=other)
    other.delete()
    assert Redirect.objects.values_list("explanation", "alternative").get() == ("Wrong.", None)


def test_a_deleted_article_leaves_its_editions_and_its_addresses():
    article = make_live_article(slug="gone")
    key = article.pk
    unpublish(article, by=None, explanation="Wrong.")
    article.delete()
    assert redirects() == {"gone": key}
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM articles_edition")
        assert cursor.fetchall() == [(1,)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_crash_at_any_statement_of_a_withdrawal_leaves_everything_as_it_was():
    article = make_live_article(slug="a")
    move(article, "b")
    make_live_article(related=[article])
    before = rows_of()

    def look():
        assert rows_of() == before

    statements = crash_at_every_statement(
        lambda: unpublish(article, by=None, explanation="Wrong."), look
    )
    assert statements > 15
    assert not Document.objects.filter(pk=article.pk).exists()


# --- Moving what is live, and nothing else of it ---


def test_moving_publishes_the_live_content_under_the_new_address():
    article = make_live_article(slug="old", title="Live")
    Article.objects.update(title="A draft of the next edition")
    edition = moving.move(article, slug="new", by=None, note="A clearer address.")
    assert (edition.number, edition.note) == (2, "A clearer address.")
    content = Content.from_json(edition.content)
    assert (content.slug, content.title) == ("new", "Live")
    document = Document.objects.get()
    assert (document.slug, document.title, document.edition) == ("new", "Live", edition)
    assert redirects() == {"old": article.pk}
    change = Change.objects.latest("id")
    assert (change.kind, change.slug, change.edition_number) == ("moved", "new", 2)


def test_the_draft_is_kept_and_has_the_new_address():
    article = make_live_article(slug="old")
    Article.objects.update(title="A draft")
    moving.move(article, slug="new", by=make_member(PUBLISHERS))
    article.refresh_from_db()
    assert (article.slug, article.title) == ("new", "A draft")
    assert status_of(article).differs


def test_without_a_draft_nothing_is_left_to_publish():
    article = make_live_article(slug="old")
    moving.move(article, slug="new", by=None)
    assert load(article).hash == Edition.objects.latest("number").content_hash
    with pytest.raises(NothingToPublish):
        publish(article, by=None)


def test_who_edited_the_draft_last_stays_as_it_was():
    article, writer = make_live_article(slug="old"), make_member(WRITERS)
    Article.objects.update(modified_by=writer)
    moving.move(article, slug="new", by=make_member(PUBLISHERS))
    assert Article.objects.get().modified_by == writer


def test_an_article_that_is_scheduled_is_not_moved():
    article, publisher = make_live_article(slug="old"), make_member(ADMINISTRATORS)
    Article.objects.update(title="Later")
    schedule = scheduling.schedule_publishing(
        article, by=publisher, due_at=timezone.now() + timedelta(days=1), exception_reason="x"
    )
    with pytest.raises(CannotPublish, match="is scheduled"):
        moving.move(article, slug="new", by=publisher)
    scheduling.cancel(schedule, by=publisher)
    assert moving.move(article, slug="new", by=publisher).number == 2


def test_the_sign_off_or_the_reason_moves_along():
    article = make_article(slug="old")
    publish(article, by=None, exception_reason="Urgent.")
    edition = moving.move(article, slug="new", by=make_member(PUBLISHERS))
    assert (edition.exception_reason, edition.sign_off) == ("Urgent.", None)


def test_links_to_it_lead_to_the_new_address():
    article = make_live_article(slug="old")
    linking = make_live_article(related=[article])
    moving.move(article, slug="new", by=None)
    stored = orjson.loads(Document.objects.get(pk=linking.pk).full)
    assert [pick["slug"] for pick in stored["related"]] == ["new"]
    assert Change.objects.latest("id").kind == "refreshed"


def test_moves_there_and_back_leave_no_loop():
    article = make_live_article(slug="a")
    for slug in ("b", "c", "a"):
        moving.move(article, slug=slug, by=None)
    assert redirects() == dict.fromkeys("bc", article.pk)
    assert Document.objects.get().slug == "a"


def test_an_address_that_another_article_left_is_taken_over():
    first, second = make_live_article(slug="a"), make_live_article(slug="b")
    moving.move(first, slug="c", by=None)
    moving.move(second, slug="a", by=None)
    assert redirects() == {"b": second.pk}


@pytest.mark.parametrize("slug", ["taken", "draft", "wörd", "two words", "", "x" * 201])
def test_an_address_that_can_not_be_had_is_refused(slug):
    article = make_live_article(slug="old")
    make_article(slug="draft")
    holder = make_live_article(slug="taken")
    Article.objects.filter(pk=holder.pk).update(slug="elsewhere")
    before = rows_of()
    with pytest.raises(CannotPublish):
        moving.move(article, slug=slug, by=None)
    assert rows_of() == before


def test_only_a_live_article_is_moved_and_only_to_another_address():
    with pytest.raises(NotLive):
        moving.move(make_article(), slug="new", by=None)
    with pytest.raises(NothingToPublish):
        moving.move(make_live_article(slug="here"), slug="here", by=None)


def test_who_may_not_move_changes_nothing():
    article = make_live_article(slug="old")
    with pytest.raises(PermissionDenied):
        moving.move(article, slug="new", by=make_member(WRITERS))
    assert Document.objects.get().slug == "old"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_crash_at_any_statement_of_a_move_leaves_everything_as_it_was():
    article = make_live_article(slug="a")
    make_live_article(related=[article])
    before = rows_of()

    def look():
        assert rows_of() == before

    statements = crash_at_every_statement(lambda: moving.move(article, slug="b", by=None), look)
    assert statements > 15
    assert Document.objects.get(pk=article.pk).slug == "b"
