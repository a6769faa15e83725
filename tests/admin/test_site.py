"""What holds for every screen of the admin."""

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from lxml import html

from articles.admin.navigation import SECTIONS
from articles.models import Article, BulkAct, MissedQuery
from tests.factories import make_article, make_user

from .pages import page, text_of, url_of

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_has_no_bulk_action_but_its_own(editor, model: type) -> None:
    request = RequestFactory().get("/")
    request.user = editor
    own = {Article: set(BulkAct.values), MissedQuery: {"dismiss"}}
    assert set(admin.site._registry[model].get_actions(request)) == own.get(model, set())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_and_form_opens(client: Client, model: type) -> None:
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    assert client.get(base).status_code == 200
    assert client.get(f"{base}?q=word").status_code == 200
    assert client.get(f"{base}add/").status_code in {200, 403}


def test_the_sidebar_leads_to_every_registered_model(client: Client) -> None:
    named = {name for _, entries in SECTIONS for _, name, _ in entries}
    assert named == {model._meta.label_lower for model in MODELS}


def test_the_sidebar_shows_only_what_one_may_see(client_with) -> None:
    tree = page(client_with("view_article").get("/admin/"))
    links = tree.xpath("//*[@id='nav-sidebar-apps']//a/@href")
    assert links == [
        "/admin/queue/",
        "/admin/articles/article/",
        "/admin/articles/missedquery/",
    ]


def test_a_visitor_is_asked_to_log_in(client: Client) -> None:
    answer = Client().get("/admin/articles/article/", follow=True)
    assert "Log in" in text_of(answer)


def test_an_account_that_published_is_kept(client: Client, editor) -> None:
    other = make_user()
    assert client.get(f"/admin/auth/user/{other.pk}/change/").status_code == 200
    assert client.get(f"/admin/auth/user/{other.pk}/password/").status_code == 200


def test_what_one_may_not_do_is_said_with_a_way_on(client_with) -> None:
    article = make_article()
    answer = client_with("view_article").get(url_of(article, "publish"))
    assert answer.status_code == 403
    tree = html.fromstring(answer.content.decode())
    assert "nothing was changed" in tree.text_content()
    assert tree.xpath("//main//a/@href") == ["/admin/"]


def test_a_page_that_outlived_its_session_says_what_to_do(editor) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    answer = client.post(url_of(make_article(), "publish"), {})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


def test_what_is_not_there_is_said_with_a_way_on_for_editors_alone(client: Client) -> None:
    for browser, ways in ((client, ["/admin/"]), (Client(), [])):
        answer = browser.get("/nothing/here/")
        assert answer.status_code == 404
        assert html.fromstring(answer.content.decode()).xpath("//main//a/@href") == ways
