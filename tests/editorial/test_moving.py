"""Addresses: a slug that was live leads to where its article is now."""

import pytest
from django.db import connection

from articles.editorial.publishing import publish, unpublish
from articles.models import Article, Change, Document, Redirect
from tests.editorial.tables import crash_at_every_statement, rows_of
from tests.factories import make_article, make_live_article

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
