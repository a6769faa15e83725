"""What the checks find, on the page of an article."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.test import Client

from articles.models import Article
from tests.factories import make_article, make_person
from tests.roles import REVIEWERS, make_member

from .pages import ArticleForm, page, text_of, url_of


def found_of(response: HttpResponse) -> set[tuple[str, str]]:
    """Where on the page what stands."""
    marks = page(response).get_element_by_id("checks-marks").text
    return {(mark["target"], mark["message"]) for mark in json.loads(marks)}


def check(form: ArticleForm, article: Article | None = None, **changes: Any) -> Any:
    """The answer to the form as it is typed, before it is saved."""
    form.values |= {name.replace("__", "-"): value for name, value in changes.items()}
    url = url_of(article, "checks") if article else "/admin/articles/article/add/checks/"
    return form.client.post(url, form.values)


def marks(response: Any) -> set[tuple[str, str]]:
    assert response.status_code == 200, response.status_code
    return {(mark["target"], mark["message"]) for mark in response.json()["marks"]}


def test_the_page_says_beside_each_field_what_to_look_at(client: Client) -> None:
    article = make_article(faqs=[("Why", "<p>So.</p>")], reviewers=[make_person("Ann")])

    found = found_of(client.get(url_of(article)))

    assert {
        ("id_summary", "There is no summary."),
        ("id_faqs-0-question", "The question has no question mark."),
        ("id_reviewer_rows-0-person", "Ann has no credentials."),
        ("references-heading", "There is no reference."),
        ("id_disclaimer", "There is no disclaimer."),
    } <= found


def test_every_place_that_is_named_is_on_the_page(client: Client) -> None:
    article = make_article(
        faqs=[("Why", "")], references=[{"title": "A", "doi": "x", "pmid": "y", "year": 1999}]
    )

    response = client.get(url_of(article))

    ids = page(response).xpath("//@id")
    assert [target for target, _ in found_of(response) if target not in ids] == []


def test_the_top_of_the_page_counts_by_severity(client: Client, settings) -> None:
    settings.CHECKS_SILENCED = ["reviewer.missing", "disclaimer.missing", "reference.missing"]
    article = make_article(sections=[("Empty", "")], summary="Short.")

    shown = page(client.get(url_of(article)))

    assert shown.xpath("//@data-checks-counts") == ["1 error, 1 warning"]


def test_what_is_typed_is_checked_before_it_is_saved(client: Client) -> None:
    article = make_article()

    answer = check(ArticleForm(client, article), article, meta_title="x" * 61)

    assert ("id_meta_title", "The meta title has 61 characters.") in marks(answer)
    article.refresh_from_db()
    assert article.meta_title == ""


def test_findings_follow_their_row_when_rows_are_moved(client: Client) -> None:
    article = make_article(faqs=[("Why", "<p>So.</p>"), ("How?", "<p>So.</p>")])
    moved = {"faqs__0__position": 2, "faqs__1__position": 1}

    answer = check(ArticleForm(client, article), article, **moved)

    assert ("id_faqs-0-question", "The question has no question mark.") in marks(answer)


def test_a_row_that_will_be_removed_is_not_checked(client: Client) -> None:
    article = make_article(faqs=[("Why", ""), ("How", "<p>So.</p>")])

    answer = check(ArticleForm(client, article), article, faqs__0__DELETE="on")

    targets = {target for target, _ in marks(answer) if target.startswith("id_faqs")}
    assert targets == {"id_faqs-1-question"}


def test_a_pick_that_is_not_made_yet_shifts_no_finding(client: Client) -> None:
    article = make_article()
    form = ArticleForm(client, article)
    form.add("reviewer_rows", person="")
    form.add("reviewer_rows", person=make_person("Ann").pk)

    assert ("id_reviewer_rows-1-person", "Ann has no credentials.") in marks(check(form, article))


def test_an_article_that_is_being_added_is_checked_too(client: Client) -> None:
    form = ArticleForm(client)

    answer = check(form, title="New", slug="new")

    assert ("id_summary", "There is no summary.") in marks(answer)
    assert Article.objects.count() == 0


def test_markup_in_what_is_typed_is_told_as_text(client: Client) -> None:
    article = make_article()
    form = ArticleForm(client, article)
    form.add("references", title="A", doi="<img src=x onerror=alert(1)>")

    answer = check(form, article)

    assert "<img" not in answer.json()["box"]


def test_only_who_may_edit_an_article_can_have_its_form_checked(
    client: Client, client_with: Callable[..., Client]
) -> None:
    article = make_article()
    form = ArticleForm(client, article)
    form.client = client_with("view_article")

    assert check(form, article).status_code == 403
    assert check(form).status_code == 403


def test_who_may_only_look_sees_the_findings(db: None) -> None:
    reader = Client()
    reader.force_login(make_member(REVIEWERS))

    assert "There is no summary." in text_of(reader.get(url_of(make_article())))


def test_nothing_is_checked_by_a_get_or_for_an_article_that_is_gone(client: Client) -> None:
    article = make_article()
    form = ArticleForm(client, article)
    url = url_of(article, "checks")
    assert client.get(url).status_code == 405
    article.delete()
    assert client.post(url, form.values).status_code == 404
