"""The button Move: its page, and what it does."""

import pytest
from django.test import Client

from articles.models import Article, Document, Edition, Redirect
from tests.factories import make_article, make_live_article
from tests.roles import WRITERS, make_member

from .pages import page, text_of, url_of


def send(client: Client, article: Article, **changes: str):
    url = url_of(article, "move")
    form = page(client.get(url)).find_class("confirmation")[0]
    return client.post(url, dict(form.form_values()) | changes, follow=True)


def test_moving_leads_old_readers_to_the_new_address(client: Client) -> None:
    article = make_live_article(slug="old")
    Article.objects.update(title="A draft")
    said = text_of(client.get(url_of(article, "move")))
    assert "Its address is old now." in said
    assert "Your unpublished edits stay a draft" in said
    answer = send(client, article, slug="new", note="Clearer.")
    assert "is at “new” now" in text_of(answer)
    assert Document.objects.get().slug == "new"
    assert Document.objects.get().title != "A draft"
    assert Redirect.objects.get().slug == "old"
    assert Edition.objects.latest("number").note == "Clearer."


def test_an_address_that_is_taken_is_told_at_the_field(client: Client) -> None:
    article, _ = make_live_article(slug="old"), make_article(slug="taken", title="The other")
    assert "is the address of “The other”" in text_of(send(client, article, slug="taken"))
    assert "is at “old” already" in text_of(send(client, article, slug="old"))
    assert Document.objects.get().slug == "old"


def test_a_draft_is_not_moved(client: Client) -> None:
    article = make_article()
    assert "Move…" not in text_of(client.get(url_of(article)))
    answer = client.get(url_of(article, "move"), follow=True)
    assert "change its address on this page" in text_of(answer)


@pytest.mark.django_db
def test_without_the_permission_nothing_changes() -> None:
    article = make_live_article(slug="old")
    writer = Client()
    writer.force_login(make_member(WRITERS))
    assert writer.get(url_of(article, "move")).status_code == 403
    assert writer.post(url_of(article, "move"), {"slug": "new"}).status_code == 403
    assert Document.objects.get().slug == "old"
    assert "Move…" not in text_of(writer.get(url_of(article)))
