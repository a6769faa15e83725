"""Editions, sign-offs, changes and redirects can be looked at and not touched."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from articles.models import Article, Change, Edition, Redirect, ReviewEntry, SignOff
from tests.desk import sign_off
from tests.factories import make_live_article, make_user, publish

from .pages import text_of


@pytest.fixture
def moved_article(db: None) -> Article:
    """A live article with two editions, of which the second moved it."""
    article = make_live_article(title="Nerve pain", slug="old")
    Article.objects.filter(pk=article.pk).update(slug="new")
    sign_off(article, make_user(is_superuser=True))
    publish(article, note="Moved.")
    return article


@pytest.mark.usefixtures("moved_article")
def test_the_lists_tell_what_happened(client: Client) -> None:
    editions = text_of(client.get("/admin/articles/edition/"))
    assert "Nerve pain" in editions
    assert "Moved." in editions
    assert "308 to new" in text_of(client.get("/admin/articles/redirect/"))
    changes = text_of(client.get("/admin/articles/change/"))
    assert "Published" in changes
    assert "Moved" in changes


@pytest.mark.usefixtures("moved_article")
@pytest.mark.parametrize("model", [Edition, Change, Redirect, SignOff, ReviewEntry])
def test_history_can_not_be_added_changed_or_deleted(client: Client, model: type) -> None:
    row = model._default_manager.first()
    base = f"/admin/articles/{model._meta.model_name}/"
    before = list(model._default_manager.values())
    assert client.get(f"{base}{row.pk}/change/").status_code == 200
    for place in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/"):
        assert client.post(base + place, {"post": "yes"}).status_code == 403
    assert list(model._default_manager.values()) == before


def test_the_history_of_a_deleted_article_stays_listed(
    client: Client, moved_article: Article
) -> None:
    Edition.objects.filter(article=moved_article)
    client.post(f"/admin/articles/article/{moved_article.pk}/unpublish/", {})
    Article.objects.get(pk=moved_article.pk).delete()
    assert "Nerve pain (deleted)" in text_of(client.get("/admin/articles/edition/"))
    assert f"{moved_article.pk} (deleted)" in text_of(client.get("/admin/articles/redirect/"))


@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize("model", ["edition", "change", "redirect", "signoff", "reviewentry"])
def test_the_lists_cost_the_same_queries_for_any_number_of_rows(
    client: Client, model: str, size: int, django_assert_num_queries
) -> None:
    for number in range(size):
        article = make_live_article(slug=f"old-{number}")
        Article.objects.filter(pk=article.pk).update(slug=f"new-{number}")
        sign_off(article, make_user(is_superuser=True))
        publish(article)
    # Session and user; the queue's badge; a count; the rows.
    with django_assert_num_queries(6):
        client.get(f"/admin/articles/{model}/")


def test_times_are_written_as_everywhere_on_the_desk(client: Client) -> None:
    with time_machine.travel(datetime(2026, 5, 1, 15, 7, tzinfo=UTC)):
        article = make_live_article()
        edition = Edition.objects.get(article=article)
        assert "1 May 2026, 15:07" in text_of(client.get("/admin/articles/edition/"))
        shown = text_of(client.get(f"/admin/articles/edition/{edition.pk}/change/"))
        assert "1 May 2026, 15:07" in shown
