"""Two editors on one article: the second to save is told, and chooses."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial.writing import write_content
from articles.models import Article, SetAside
from tests.factories import make_article, make_person
from tests.roles import ADMINISTRATORS, WRITERS, make_member

from .pages import ArticleForm, page, text_of, url_of


def browser_of(name: str, group: str = WRITERS) -> Client:
    client = Client()
    client.force_login(make_member(group, username=name))
    return client


@pytest.fixture
def ada(db: None) -> Client:
    return browser_of("ada")


@pytest.fixture
def grace(db: None) -> Client:
    return browser_of("grace")


def make_pain() -> Article:
    return make_article(
        title="Pain", summary="Old", sections=[("Causes", "<p>a</p>"), ("Care", "<p>b</p>")]
    )


def choose(client: Client, article: Article, answer: HttpResponse, choice: str, **decisions: str):
    """Press a button of the page that asks."""
    form = page(answer).find_class("conflict")[0]
    values = dict(form.form_values()) | {choice: "1"} | decisions
    return client.post(url_of(article, "resolve"), values, follow=True)


def test_the_second_to_save_is_told_who_saved_what_and_nothing_is_written(
    ada: Client, grace: Client
) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    ArticleForm(grace, article).send(title="Pain at night")
    stored = load(article)
    answer = mine.send(summary="New")
    text = text_of(answer)
    assert "Somebody saved “Pain at night” while you were writing" in text
    assert "grace" in text
    assert "Changed Title" in text
    assert "Title: changed" in text
    assert "Summary: changed" in text
    assert "you touched different parts, so both can be saved together" in text
    assert load(article) == stored


def test_both_are_saved_together_where_they_touched_different_parts(
    ada: Client, grace: Client
) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    theirs = ArticleForm(grace, article)
    theirs.add("sections", heading="When to see a doctor", body="<p>c</p>")
    theirs.send(sections__0__heading="What causes it")
    mine.add("faqs", question="Is it bad?", answer="<p>No.</p>")
    answer = mine.send(summary="New", sections__0__body="<p>mine</p>")
    saved = choose(ada, article, answer, "both")
    assert "was changed successfully" in text_of(saved)
    content = load(article)
    assert content.summary == "New"
    assert [(part.heading, part.body) for part in content.sections] == [
        ("What causes it", "<p>mine</p>"),
        ("Care", "<p>b</p>"),
        ("When to see a doctor", "<p>c</p>"),
    ]
    assert [part.question for part in content.faqs] == ["Is it bad?"]


def test_where_both_changed_one_field_the_second_decides(ada: Client, grace: Client) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    ArticleForm(grace, article).send(title="Hers", summary="Hers")
    answer = mine.send(title="Mine", summary="Mine")
    choose(ada, article, answer, "both", **{"decide-title": "theirs"})
    article.refresh_from_db()
    assert (article.title, article.summary) == ("Hers", "Mine")


def test_keeping_mine_sets_theirs_aside_and_it_can_be_brought_back(
    ada: Client, grace: Client
) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    ArticleForm(grace, article).send(title="Hers")
    hers = load(article)
    answer = choose(ada, article, mine.send(title="Mine"), "only-mine")
    assert "The text that yours replaces is set aside" in text_of(answer)
    assert load(article).title == "Mine"
    kept = SetAside.objects.get()
    assert kept.written_by.username == "grace"
    assert "Saved over what others had saved" in LogEntry.objects.latest("pk").change_message
    place = f"/admin/articles/setaside/{kept.pk}/change/"
    shown = grace.get(place)
    assert "Title" in text_of(shown)
    grace.post(place, {"seen": page(shown).xpath("//input[@name='seen']")[0].value})
    assert load(article) == hers
    assert SetAside.objects.count() == 2


def test_taking_theirs_sets_mine_aside(ada: Client, grace: Client) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    ArticleForm(grace, article).send(title="Hers")
    stored = load(article)
    answer = choose(ada, article, mine.send(title="Mine"), "theirs")
    assert "Your text is set aside" in text_of(answer)
    assert load(article) == stored
    assert Content.from_json(SetAside.objects.get().content).title == "Mine"


def test_a_third_save_while_choosing_is_told_as_well(ada: Client, grace: Client) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    ArticleForm(grace, article).send(title="Hers")
    answer = mine.send(summary="Mine")
    ArticleForm(grace, article).send(title="Hers again")
    again = choose(ada, article, answer, "only-mine")
    assert "The article was saved once more." in text_of(again)
    assert load(article).summary == "Old"
    choose(ada, article, again, "both")
    assert (load(article).title, load(article).summary) == ("Hers again", "Mine")


def test_rows_that_the_other_removed_and_reordered_do_not_lose_my_text(
    ada: Client, grace: Client
) -> None:
    person = make_person()
    article = make_article(sections=[("One", ""), ("Two", ""), ("Three", "")], authors=[person])
    mine = ArticleForm(ada, article)
    ArticleForm(grace, article).send(
        sections__0__DELETE="on", sections__1__position=9, author_rows__0__DELETE="on"
    )
    answer = mine.send(sections__0__body="<p>mine</p>")
    assert "Section “One”" in text_of(answer)
    choose(ada, article, answer, "both")
    content = load(article)
    assert [part.heading for part in content.sections] == ["One", "Three", "Two"]
    assert content.sections[0].body == "<p>mine</p>"
    assert content.author_ids == ()


def test_what_has_to_be_corrected_comes_first_and_no_text_is_lost(
    ada: Client, grace: Client
) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    ArticleForm(grace, article).send(sections__0__DELETE="on")
    mine.add("sections", heading="", body="<p>New words</p>")
    answer = mine.send(title="", summary="Mine")
    assert "Somebody saved this article while you were writing." in text_of(answer)
    form = page(answer).get_element_by_id("article_form")
    values = {
        name: value.removeprefix("\n")
        for name, value in form.form_values()
        if "__prefix__" not in name
    }
    assert values["summary"] == "Mine"
    assert values["sections-2-body"] == "<p>New words</p>"
    corrected = values | {"title": "Mine", "sections-2-heading": "New", "_continue": "1"}
    asked = ada.post(url_of(article), corrected)
    choose(ada, article, asked, "both")
    content = load(article)
    assert (content.title, content.summary) == ("Mine", "Mine")
    assert [part.heading for part in content.sections] == ["Care", "New"]


def test_the_same_form_sent_twice_is_saved_once(ada: Client) -> None:
    article = make_pain()
    form = ArticleForm(ada, article)
    form.add("sections", heading="New", body="")
    for _ in range(2):
        assert "was changed successfully" in text_of(form.send(title="Mine"))
    assert article.sections.count() == 3


def test_a_page_without_edits_is_no_conflict(grace: Client) -> None:
    article = make_pain()
    admin = browser_of("admin", ADMINISTRATORS)
    looking = ArticleForm(admin, article)
    ArticleForm(grace, article).send(title="Hers")
    answer = looking.send("_publish")
    assert "Publish “Hers”?" in text_of(answer)


def test_a_program_that_wrote_in_between_is_told_too(ada: Client) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    write_content(load(make_article(slug="other")), by=None)
    Article.objects.filter(pk=article.pk).update(title="Imported")
    answer = mine.send(title="Mine")
    assert "A program, such as an import" in text_of(answer)
    assert load(article).title == "Imported"


def test_a_form_that_does_not_say_what_it_was_made_from_overwrites_nothing(ada: Client) -> None:
    article = make_pain()
    answer = ArticleForm(ada, article).send(title="Mine", based_on="made up")
    assert "Save only mine" in text_of(answer)
    assert "Save both" not in text_of(answer)
    assert load(article).title == "Pain"


def test_the_text_of_an_article_that_was_deleted_meanwhile_can_be_saved(ada: Client) -> None:
    article = make_pain()
    key = article.pk
    mine = ArticleForm(ada, article)
    browser_of("admin", ADMINISTRATORS).post(url_of(article, "delete"), {"post": "yes"})
    answer = mine.send(title="Mine")
    assert "“Mine” was deleted while you were writing" in text_of(answer)
    assert "admin" in text_of(answer)
    choose(ada, article, answer, "only-mine")
    content = load(Article(pk=key))
    assert content.title == "Mine"
    assert [part.heading for part in content.sections] == ["Causes", "Care"]


def test_the_choice_of_who_may_not_edit_is_refused(ada: Client, grace: Client, client_with) -> None:
    article = make_pain()
    mine = ArticleForm(ada, article)
    ArticleForm(grace, article).send(title="Hers")
    values = dict(page(mine.send(title="Mine")).find_class("conflict")[0].form_values())
    reader = client_with("view_article")
    answer = reader.post(url_of(article, "resolve"), values | {"only-mine": "1"})
    assert answer.status_code == 403
    assert load(article).title == "Hers"


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_asked() -> None:
    article = make_pain()
    forms = [ArticleForm(browser_of(name), article) for name in ("ada", "grace")]
    ready = Barrier(2)
    answers: list[Any] = []

    def save(form: ArticleForm, title: str) -> None:
        ready.wait()
        answers.append(form.client.post(form.url, form.values | {"title": title}))
        connection.close()

    threads = [
        Thread(target=save, args=[form, title])
        for form, title in zip(forms, ("One", "Two"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    asked = next(answer for answer in answers if answer.status_code == 200)
    assert "while you were writing" in text_of(asked)
    assert LogEntry.objects.count() == 1
