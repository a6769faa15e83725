"""The content of a posted form is what saving it would make of the working copy."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.documents.content import Content
from articles.documents.loading import load
from articles.models import Article, Section
from tests.factories import make_article, make_notice, make_person, make_topic, make_user

from .pages import ArticleForm


def post(form: ArticleForm, user: Any, **changes: Any) -> Any:
    renamed = {name.replace("__", "-"): value for name, value in changes.items()}
    request = RequestFactory().post(form.url, form.values | renamed)
    request.user = user
    return request


def posted(form: ArticleForm, article: Article, user: Any, **changes: Any) -> Content:
    request = post(form, user, **changes)
    with CaptureQueriesContext(connection) as queries:
        content = admin.site.get_model_admin(Article).posted_content(request, article)
    # Django checks constraints within savepoints.
    reading = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT")
    assert [each["sql"] for each in queries if not each["sql"].startswith(reading)] == []
    return content


def rich_article() -> Article:
    return make_article(
        sections=[("One", "<p>First.</p>"), ("Two", "<p>Second.</p>"), ("Three", "")],
        faqs=[("Why?", "<p>So.</p>"), ("How?", "<p>Thus.</p>")],
        references=[{"title": "A", "year": 2020}, {"title": "B"}],
        authors=[make_person(), make_person()],
        reviewers=[make_person()],
        related=[make_article(), make_article()],
        also_called=["this", "that"],
        topic=make_topic(),
        disclaimer=make_notice(),
    )


def assert_same_as_saved(form: ArticleForm, article: Article, user: Any, **changes: Any) -> None:
    content = posted(form, article, user, **changes)
    answer = form.send(**changes)
    assert answer.redirect_chain, "The form was refused."
    assert content == load(article)


def test_a_form_sent_as_it_is_changes_nothing(client: Client, editor) -> None:
    article = rich_article()
    before = load(article)
    assert posted(ArticleForm(client, article), article, editor) == before


CHANGES: dict[str, dict[str, Any]] = {
    "own fields": {
        "title": "  New title ",
        "slug": "new-slug",
        "summary": "Line one\r\nline two",
        "also_called": " other \r\n\r\nnames\r\nother",
        "featured": "on",
        "topic": "",
        "meta_description": "About it",
        "canonical_url": "example.org/a",
        "reviewed_on": "01/02/2026",
        "review_due": "01/02/2028",
        "first_published_on": "03/05/2019",
        "disclosure": "None.",
    },
    "rich text": {
        "sections__0__body": '<p onclick="x()">Text<script>alert(1)</script></p><h1>Loud</h1>',
        "faqs__0__answer": '<p><a href="article:target#here">Link</a></p>',
        "sections__1__body": '<p><a href="article:nobody">Link</a></p>',
    },
    "order": {"sections__0__position": 3, "sections__2__position": 1, "references__0__position": 9},
    "equal positions": {"sections__0__position": 2, "sections__1__position": 2},
    "no position": {"sections__0__position": ""},
    "a far position": {"sections__0__position": 99_999_999},
    "removed rows": {
        "sections__0__DELETE": "on",
        "faqs__1__DELETE": "on",
        "author_rows__0__DELETE": "on",
        "related_rows__1__DELETE": "on",
    },
    "anchors": {"sections__0__anchor": "", "sections__1__anchor": "one", "faqs__0__anchor": "two"},
    "a reworded heading": {"sections__0__heading": "Reworded"},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_the_content_is_what_saving_stores(client: Client, editor, changes) -> None:
    make_article(slug="target")
    article = rich_article()
    assert_same_as_saved(ArticleForm(client, article), article, editor, **changes)


def test_added_rows_count_and_empty_ones_do_not(client: Client, editor) -> None:
    article = rich_article()
    form = ArticleForm(client, article)
    form.add("sections", heading="One", body="<p>Added.</p>", position=2)
    form.add("sections", heading="", body="")
    form.add("sections", heading="Gone", body="", DELETE="on")
    form.add("faqs", question="One", answer="", position="")
    form.add("references", title="C", doi="10.1000/x")
    form.add("author_rows", person="")
    form.add("reviewer_rows", person=make_person().pk, position=0)
    form.add("related_rows", target=make_article().pk)
    assert_same_as_saved(form, article, editor)


def test_a_row_that_is_not_touched_stays_as_it_is_stored(client: Client, editor) -> None:
    article = make_article(sections=[("One", "<p>a</p>")], references=[{"title": " Spaced "}])
    Section.objects.update(heading="One ", body="<p>a  b</p>")
    assert_same_as_saved(ArticleForm(client, article), article, editor, title="Other")


def test_rows_that_somebody_else_added_or_removed_meanwhile(client: Client, editor) -> None:
    article = make_article(sections=[("One", ""), ("Two", "")])
    form = ArticleForm(client, article)
    Section.objects.create(article=article, heading="Theirs", anchor="theirs", position=2)
    content = posted(form, article, editor, sections__1__position=3)
    assert [part.heading for part in content.sections] == ["One", "Theirs", "Two"]
    form = ArticleForm(client, article)
    Section.objects.filter(heading="Theirs").delete()
    headings = [part.heading for part in posted(form, article, editor).sections]
    assert headings == ["One", "Two", "Theirs"]


def test_a_new_article_has_the_id_that_it_is_given(client: Client, editor) -> None:
    form = ArticleForm(client)
    form.add("sections", heading="Overview", body="<p>Pain.</p>")
    new = Article(pk=uuid4())
    content = posted(form, new, editor, title="Nerve pain", slug="nerve-pain")
    assert content.id == new.pk
    assert content.sections[0].anchor == "overview"
    form.send(title="Nerve pain", slug="nerve-pain")
    stored = Article.objects.get(slug="nerve-pain")
    assert Content.from_json(content.to_json().replace(str(new.pk), str(stored.pk))) == load(stored)


def test_what_can_not_be_saved_is_taken_as_typed_where_it_is_text(client: Client, editor) -> None:
    article = make_article(slug="mine", sections=[("One", "<p>a</p>")], references=[{"title": "A"}])
    make_article(slug="taken")
    form = ArticleForm(client, article)
    form.add("sections", heading="", body="<p>No heading yet.</p>")
    content = posted(
        form,
        article,
        editor,
        title="",
        slug="taken",
        summary="nul\0l",
        meta_title="x" * 121,
        reviewed_on="yesterday",
        topic="999999",
        sections__0__level="7",
        references__0__url="javascript:alert(1)",
        references__0__year="abc",
    )
    assert (content.title, content.slug, content.summary) == ("", "taken", "null")
    assert content.meta_title == "x" * 121
    assert (content.reviewed_on, content.topic_id) == (None, None)
    assert content.sections[0].level == 1
    assert content.sections[1].body == "<p>No heading yet.</p>"
    assert content.sections[1].anchor == "section"
    assert content.references[0].year is None
    assert content.to_json()


@pytest.mark.parametrize("slug", ["", "a b", "<script>", "../x"])
def test_a_slug_that_could_be_none_leaves_the_stored_one(client: Client, editor, slug: str) -> None:
    article = make_article(slug="mine")
    assert posted(ArticleForm(client, article), article, editor, slug=slug).slug == "mine"


def test_nobody_is_named_twice_and_an_article_not_related_to_itself(client, editor) -> None:
    ada = make_person()
    article = make_article(authors=[ada])
    form = ArticleForm(client, article)
    form.add("author_rows", person=ada.pk)
    form.add("related_rows", target=article.pk)
    content = posted(form, article, editor)
    assert (content.author_ids, content.related_ids) == ((ada.pk,), ())


def test_the_instance_of_the_caller_stays_as_it_is(client: Client, editor) -> None:
    article = make_article(title="Before")
    posted(ArticleForm(client, article), article, editor, title="After")
    assert article.title == "Before"


def test_who_may_not_save_the_form_gets_nothing_of_it(client: Client) -> None:
    article = make_article()
    with pytest.raises(PermissionDenied):
        posted(ArticleForm(client, article), article, make_user())


words = st.text(st.sampled_from("ab <>&é\u00a0\n"), max_size=8)
bodies = st.lists(words.map(lambda text: f"<p>{text}</p>"), max_size=2).map("".join)
headings = st.sampled_from(["Alpha", " Beta ", "Alpha?", "ß", "…"])
row = st.fixed_dictionaries(
    {"heading": headings, "body": bodies, "position": st.integers(0, 4)},
    optional={"anchor": st.sampled_from(["", "alpha", "beta"]), "DELETE": st.just("on")},
)


@pytest.mark.slow
@given(old=st.lists(headings, max_size=3), changed=st.lists(row, max_size=3), new=st.lists(row))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_sections_that_can_be_saved_are_what_saving_stores(
    client: Client, editor, old, changed, new
) -> None:
    article = make_article(sections=[(heading, "<p>Old.</p>") for heading in old])
    form = ArticleForm(client, article)
    changes = {
        f"sections-{number}-{name}": value
        for number, values in enumerate(changed[: len(old)])
        for name, value in values.items()
    }
    for values in new[:3]:
        form.add("sections", **values)
    content = posted(form, article, editor, **changes)
    if form.send(**changes).redirect_chain:
        assert content == load(article)
    else:
        assert content.to_json()
