"""The buttons Publish and Unpublish: what their pages say, and what they do."""

import pytest
from django.test import Client

from articles.editorial import publishing
from articles.models import Article, Change, Document, Edition, Redirect
from tests.factories import make_article, make_live_article, publish

from .pages import ArticleForm, page, text_of, url_of


def send(client: Client, article: Article, name: str, **changes: str):
    """Open the page, tick that its warnings were read, and press its button."""
    url = url_of(article, name)
    form = page(client.get(url)).find_class("confirmation")[0]
    values = dict(form.form_values()) | {"read_warnings": "on"}
    return client.post(url, values | changes, follow=True)


# --- The status line ---


def test_the_page_of_an_article_says_where_it_stands(client: Client) -> None:
    article = make_article(slug="nerve-pain")
    assert "Never published: nobody but editors can see it." in text_of(client.get(url_of(article)))
    publish(article)
    live = client.get(url_of(article))
    assert "Readers get exactly what is saved here." in text_of(live)
    assert page(live).xpath("//a[@href='/api/v1/articles/nerve-pain/']")
    Article.objects.filter(pk=article.pk).update(title="New")
    assert "not what readers get yet" in text_of(client.get(url_of(article)))
    publishing.unpublish(article, by=None)
    assert "are told that it is gone" in text_of(client.get(url_of(article)))


# --- Publishing ---


def test_saving_and_publishing_leads_to_a_page_that_asks_first(client: Client) -> None:
    article = make_article(title="Before")
    answer = ArticleForm(client, article).send("_publish", title="After")
    assert answer.redirect_chain == [(url_of(article, "publish"), 302)]
    assert "Publish “After”?" in text_of(answer)
    assert not Document.objects.exists()


def test_a_new_article_can_go_straight_to_publishing(client: Client) -> None:
    answer = ArticleForm(client).send("_publish", title="New", slug="new")
    assert answer.redirect_chain == [(url_of(Article.objects.get(), "publish"), 302)]


def test_publishing_makes_the_article_live(client: Client, editor) -> None:
    article = make_article(title="Nerve pain", slug="nerve-pain")
    answer = send(client, article, "publish", note="First version.")
    assert "Edition 1 of “Nerve pain” is live." in text_of(answer)
    edition = Document.objects.get().edition
    assert (edition.note, edition.published_by) == ("First version.", editor)


def test_the_page_says_what_changes_for_readers(client: Client) -> None:
    article = make_live_article(slug="old", sections=[("One", ""), ("Two", "")])
    article.sections.filter(heading="Two").update(body="<p>New.</p>")
    Article.objects.filter(pk=article.pk).update(slug="new", summary="Short.")
    said = text_of(client.get(url_of(article, "publish")))
    assert "Edition 2 replaces edition 1" in said
    assert "the old address old leads readers and search engines to new" in said
    assert "Section “Two”: changed" in said
    assert "Summary: added" in said
    assert "Section “One”" not in said


def test_the_page_says_what_readers_will_not_see(client: Client) -> None:
    draft, live = make_article(title="A draft"), make_live_article(title="A live one")
    article = make_article(related=[draft, live])
    labels = page(client.get(url_of(article, "publish"))).find_class("together__title")
    assert [label.text_content() for label in labels] == ["A draft"]


def test_the_page_warns_of_an_address_that_another_article_had(client: Client) -> None:
    moved = make_live_article(title="The moved one", slug="wanted")
    Article.objects.filter(pk=moved.pk).update(slug="elsewhere")
    publish(moved)
    article = make_article(slug="wanted")
    assert "used to lead to “The moved one”" in text_of(client.get(url_of(article, "publish")))


def test_only_the_content_that_was_shown_is_published(client: Client) -> None:
    article = make_article(title="Shown")
    url = url_of(article, "publish")
    form = page(client.get(url)).find_class("confirmation")[0]
    Article.objects.filter(pk=article.pk).update(title="Changed meanwhile")
    answer = client.post(url, dict(form.form_values()), follow=True)
    assert "The article was edited since you looked at it." in text_of(answer)
    assert "Publish “Changed meanwhile”?" in text_of(answer)
    assert not Edition.objects.exists()


def test_publishing_without_a_change_says_so(client: Client) -> None:
    article = make_live_article()
    answer = client.get(url_of(article, "publish"), follow=True)
    assert "Nothing has changed since the edition that is live." in text_of(answer)
    assert Edition.objects.count() == 1


def test_a_refusal_is_told_in_its_own_words(client: Client) -> None:
    other = make_live_article(slug="taken", title="The holder")
    Article.objects.filter(pk=other.pk).update(slug="free")
    answer = send(client, make_article(slug="taken"), "publish")
    assert "is still that of the live article “The holder”" in text_of(answer)
    assert Edition.objects.count() == 1


# --- Unpublishing ---


def test_unpublishing_tells_readers_why_and_where_to_go(client: Client) -> None:
    article, better = make_live_article(slug="old"), make_live_article()
    answer = send(
        client, article, "unpublish", explanation="Superseded.", alternative=str(better.pk)
    )
    assert "is not live any more" in text_of(answer)
    assert not Document.objects.filter(pk=article.pk).exists()
    redirect = Redirect.objects.get(slug="old")
    assert (redirect.explanation, redirect.alternative) == ("Superseded.", better)


def test_the_page_says_which_addresses_and_links_stop_working(client: Client) -> None:
    article = make_live_article(slug="first")
    Article.objects.filter(pk=article.pk).update(slug="second")
    publish(article)
    make_live_article(title="The linking one", related=[article])
    said = text_of(client.get(url_of(article, "unpublish")))
    assert "/articles/second/" in said
    assert "its older addresses: first" in said
    assert "The linking one" in said


def test_the_alternative_has_to_be_another_live_article(client: Client) -> None:
    article = make_live_article()
    for wrong in (make_article(), article):
        answer = send(client, article, "unpublish", alternative=str(wrong.pk))
        assert "Choose another article that is live." in text_of(answer)
    assert Document.objects.filter(pk=article.pk).exists()


def test_what_is_not_live_can_not_be_unpublished(client: Client) -> None:
    article = make_article(title="A draft")
    answer = client.get(url_of(article, "unpublish"), follow=True)
    assert "“A draft” is not live." in text_of(answer)


# --- Who may, and how ---


@pytest.mark.parametrize("name", ["publish", "unpublish"])
def test_without_the_permission_nothing_changes(client_with, name: str) -> None:
    article = make_live_article()
    Article.objects.filter(pk=article.pk).update(title="Changed")
    changes = Change.objects.count()
    client = client_with("view_article", "change_article", "add_article", "delete_article")
    assert client.get(url_of(article, name)).status_code == 403
    posted = client.post(url_of(article, name), {"note": "", "expected_hash": "x"})
    assert posted.status_code == 403
    assert Change.objects.count() == changes
    assert Document.objects.get().title != "Changed"


def test_without_the_permission_save_and_publish_only_saves(client_with) -> None:
    client = client_with("view_article", "change_article")
    article = make_article()
    assert "ublish" not in text_of(client.get(url_of(article))).partition("Status")[2]
    answer = ArticleForm(client, article).send("_publish", title="Saved")
    assert all("publish" not in url for url, _ in answer.redirect_chain)
    assert Article.objects.get().title == "Saved"
    assert not Edition.objects.exists()


def test_who_may_publish_but_not_edit_gets_the_button(client_with) -> None:
    client = client_with("view_article", "publish_article")
    article = make_article()
    link = f"//a[@href='{url_of(article, 'publish')}']"
    assert page(client.get(url_of(article))).xpath(link)
    send(client, article, "publish")
    assert Document.objects.exists()


@pytest.mark.parametrize("name", ["publish", "unpublish"])
def test_looking_at_the_page_does_nothing(client: Client, name: str) -> None:
    article = make_live_article()
    Article.objects.filter(pk=article.pk).update(title="Changed")
    client.get(url_of(article, name))
    assert Edition.objects.count() == 1
    assert Document.objects.exists()


@pytest.mark.parametrize("name", ["publish", "unpublish"])
def test_a_forged_request_is_refused(editor, name: str) -> None:
    article = make_live_article()
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(url_of(article, name), {}).status_code == 403
    assert Document.objects.exists()


@pytest.mark.parametrize("name", ["publish", "unpublish"])
@pytest.mark.parametrize("key", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_article_that_does_not_exist_leads_back_with_a_message(
    client: Client, name: str, key: str
) -> None:
    answer = client.get(f"/admin/articles/article/{key}/{name}/", follow=True)
    assert "exist. Perhaps it was deleted?" in text_of(answer)
