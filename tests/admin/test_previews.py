"""Previews from the page of an article: opening one, sharing and revoking links, the live pane."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.admin.previews import span_choices
from articles.editorial.previewing import open_preview, share, token_of
from articles.models import Article, Preview
from tests.factories import make_article, make_live_article
from tests.roles import REVIEWERS, WRITERS, make_member

from .pages import ArticleForm, page, text_of, url_of


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- Opening ---


def test_preview_opens_the_built_in_page_on_what_is_saved(client: Client) -> None:
    article = make_live_article(title="Before")
    ArticleForm(client, article).send(title="Just saved")
    answer = client.post(url_of(article, "preview"), follow=True)
    assert answer.redirect_chain[0][0].startswith("/preview/")
    assert "Just saved" in text_of(answer)


def test_preview_opens_the_teams_own_front_end(client: Client, settings) -> None:
    settings.PREVIEW_URL = "https://front.example/draft/{slug}?token={token}"
    article = make_article(slug="nerve-pain")
    answer = client.post(url_of(article, "preview"))
    start, token = answer["Location"].split("?token=")
    assert start == "https://front.example/draft/nerve-pain"
    assert open_preview(token).article == article


def test_opening_it_again_uses_the_same_link(client: Client, editor) -> None:
    article = make_article()
    first, second = (client.post(url_of(article, "preview"))["Location"] for _ in range(2))
    assert first == second
    assert Preview.objects.get().created_by == editor


def test_only_looking_at_its_address_makes_no_link(client: Client) -> None:
    article = make_article()
    assert client.get(url_of(article, "preview"))["Location"] == url_of(article)
    assert not Preview.objects.exists()


def test_a_reviewer_finds_the_buttons_for_what_is_saved_only(db) -> None:
    article = make_article()
    shown = text_of(browser_of(make_member(REVIEWERS)).get(url_of(article)))
    assert "Share a preview…" in shown
    assert "Live preview" not in shown


@pytest.mark.parametrize("name", ["preview", "previews", "live-preview"])
def test_who_may_only_look_gets_no_preview(client_with, name: str) -> None:
    article = make_article()
    client = client_with("view_article")
    assert client.post(url_of(article, name), {"share": "1", "label": "x"}).status_code == 403
    assert client.get(url_of(article, "previews")).status_code == 403
    assert not Preview.objects.exists()
    assert "Share a preview" not in text_of(client.get(url_of(article)))


# --- Sharing ---


def test_a_link_is_made_for_somebody_and_works_without_an_account(client: Client, editor) -> None:
    article = make_article(title="Nerve pain")
    data = {"share": "1", "label": "Dr Voss", "seconds": "3600"}
    answer = client.post(url_of(article, "previews"), data, follow=True)
    assert "The link for “Dr Voss” is ready." in text_of(answer)
    assert "Made by ada" in text_of(answer)
    address = page(answer).xpath("//input[@class='links__address']/@value")[0]
    assert address.startswith("http://testserver/preview/")
    assert "Nerve pain" in text_of(Client().get(address))
    preview = Preview.objects.get()
    assert (preview.label, preview.created_by) == ("Dr Voss", editor)
    assert preview.expires_at - preview.created_at == timedelta(hours=1)


def test_a_link_says_for_whom_it_is_and_lasts_no_longer_than_the_setting(client: Client) -> None:
    article = make_article()
    for data in ({"label": " ", "seconds": "3600"}, {"label": "Dr Voss", "seconds": "864000"}):
        answer = client.post(url_of(article, "previews"), {"share": "1", **data})
        assert page(answer).find_class("field--wrong")
    assert not Preview.objects.exists()


def test_a_revoked_link_opens_nothing(client: Client, editor) -> None:
    article = make_article()
    preview = share(article, by=editor, label="Dr Voss")
    address = f"/preview/{token_of(preview)}/"
    assert Client().get(address).status_code == 200
    answer = client.post(url_of(article, "previews"), {"revoke": str(preview.pk)}, follow=True)
    assert "The link is revoked" in text_of(answer)
    assert "Dr Voss" not in " ".join(page(answer).xpath("//ul[@class='links']//text()"))
    assert Client().get(address).status_code == 410


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_link_that_is_none_can_not_be_revoked(client: Client, key: str) -> None:
    answer = client.post(url_of(make_article(), "previews"), {"revoke": key}, follow=True)
    assert "There is no such link any more." in text_of(answer)


def test_a_link_is_revoked_from_its_own_article_only(client: Client, editor) -> None:
    preview = share(make_article(), by=editor, label="Dr Voss")
    client.post(url_of(make_article(), "previews"), {"revoke": str(preview.pk)})
    preview.refresh_from_db()
    assert preview.revoked_at is None


@pytest.mark.parametrize(
    ("longest", "names"),
    [
        (86_400, ["1 hour", "8 hours", "1 day"]),
        (600, ["10 minutes"]),
        (2 * 86_400, ["1 hour", "8 hours", "1 day", "2 days"]),
    ],
)
def test_spans_end_with_the_longest(longest: int, names: list[str]) -> None:
    assert [name for _, name in span_choices(longest)] == names


# --- The live pane ---


def live(client: Client, form: ArticleForm, **changes: str):
    address = form.url.replace("/change/", "/live-preview/").replace("/add/", "/add/live-preview/")
    renamed = {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(address, form.values | renamed)


def test_the_pane_shows_what_is_not_saved_and_saves_nothing(client: Client) -> None:
    article = make_article(title="Saved", sections=[("One", "<p>Old.</p>")])
    form = ArticleForm(client, article)
    form.add("faqs", question="New question?", answer="<p>New answer.</p>")
    with CaptureQueriesContext(connection) as queries:
        answer = live(client, form, title="Typed", sections__0__body="<p>New <b>words</b>.</p>")
    shown = text_of(answer)
    for words in ("Typed", "New words.", "New question?", "New answer."):
        assert words in shown
    reading = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT")
    assert all(each["sql"].startswith(reading) for each in queries)
    article.refresh_from_db()
    assert article.title == "Saved"


def test_the_pane_shows_an_article_that_was_never_saved(client: Client) -> None:
    form = ArticleForm(client)
    form.add("sections", heading="Overview", body="<p>Pain.</p>")
    shown = text_of(live(client, form, title="Nerve pain"))
    assert "Nerve pain" in shown
    assert "Overview" in shown
    assert not Article.objects.exists()


def test_the_pane_shows_a_half_written_page(client: Client) -> None:
    form = ArticleForm(client, make_article(sections=[("One", "<p>Words.</p>")]))
    shown = text_of(live(client, form, title="", slug="", sections__0__heading=""))
    assert "Untitled" in shown
    assert "Words." in shown


def test_no_markup_of_others_gets_into_the_pane(client: Client) -> None:
    form = ArticleForm(client, make_article(sections=[("One", "")]))
    evil = '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:x()">a</a>'
    answer = live(client, form, title=evil, summary=evil, sections__0__body=evil)
    for danger in (b"<script", b"onerror", b"javascript:", b"<img"):
        assert danger not in answer.content


def test_nothing_keeps_what_the_pane_shows(client: Client) -> None:
    answer = live(client, ArticleForm(client, make_article()))
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_the_pane_is_for_who_may_edit(db) -> None:
    article = make_article()
    writer, reviewer = (browser_of(make_member(group)) for group in (WRITERS, REVIEWERS))
    form = ArticleForm(writer, article)
    assert live(writer, form).status_code == 200
    assert live(reviewer, form).status_code == 403
    assert live(Client(), form).status_code == 302
    assert writer.get(url_of(article, "live-preview")).status_code == 405


def test_the_pane_of_a_deleted_article_shows_nothing(client: Client) -> None:
    article = make_article()
    form = ArticleForm(client, article)
    article.delete()
    assert live(client, form).status_code == 404
