"""What the server does so that a writer's text isn't lost: sessions, and text that is restored."""

from django.test import Client

from articles.models import Article
from tests.factories import make_article

from .pages import ArticleForm, page, text_of, url_of

SESSION = "/admin/articles/article/session/"


def test_the_page_can_ask_who_is_logged_in(client: Client, editor) -> None:
    state = client.get(SESSION)
    assert state["Cache-Control"] == "no-store"
    assert state.json()["user"] == str(editor.pk)
    assert state.json()["token"]
    client.logout()
    assert client.get(SESSION).json() == {"user": None, "name": "", "token": ""}


def test_a_save_without_a_session_leads_to_the_login_and_changes_nothing(client: Client) -> None:
    article = make_article(title="Old")
    form = ArticleForm(client, article)
    client.logout()
    answer = form.send(title="New")
    assert "Log in" in text_of(answer)
    assert Article.objects.get().title == "Old"


def test_text_that_was_kept_is_shown_again_and_not_saved(client: Client) -> None:
    article = make_article(title="Old", sections=[("One", "")])
    form = ArticleForm(client, article)
    form.add("sections", heading="Two", body="<p>Kept.</p>")
    answer = client.post(form.url, form.values | {"title": "New", "_restore": "page"})
    assert "Your text is back. It is not saved yet." in text_of(answer)
    shown = dict(page(answer).get_element_by_id("article_form").form_values())
    assert shown["title"] == "New"
    assert shown["sections-1-body"].strip() == "<p>Kept.</p>"
    assert Article.objects.get().title == "Old"
    assert article.sections.count() == 1


def test_text_of_a_new_article_is_shown_again_and_not_saved(client: Client) -> None:
    form = ArticleForm(client)
    values = {"title": "New", "slug": "new", "_restore": "page"}
    answer = client.post(form.url, form.values | values)
    assert "Your text is back. It is not saved yet." in text_of(answer)
    assert not Article.objects.exists()


def test_the_next_page_knows_what_was_saved(client: Client) -> None:
    article = make_article()
    form = ArticleForm(client, article)
    form.send("_save", title="New")
    kept = page(client.get(url_of(article))).xpath("//*[@data-kept-text]")[0]
    assert form.values["page_id"] in kept.get("data-saved")
    assert kept.get("data-page") != form.values["page_id"]
