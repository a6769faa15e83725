"""What follows from saving a working copy."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.documents.loading import load, load_many
from articles.editorial import recompiling, working_copy
from articles.editorial.status import status_of, statuses
from articles.editorial.writing import write_content
from articles.models import Article, Change, Document, Section
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


# --- settle ---


def test_parts_are_numbered_in_their_order():
    article = make_article(sections=())
    for position, heading in ((7, "Last"), (3, "First"), (3, "Second")):
        Section.objects.create(article=article, heading=heading, position=position)
    working_copy.settle(article, by=None)
    rows = article.sections.values_list("heading", "position")
    assert list(rows) == [("First", 1), ("Second", 2), ("Last", 3)]


def test_missing_anchors_are_made_and_others_stay():
    article = make_article(sections=[("Same", ""), ("Same", "")], faqs=[("Same", "<p>x</p>")])
    Section.objects.filter(anchor="same").update(heading="Reworded")
    working_copy.settle(article, by=None)
    anchors = [*article.sections.values_list("anchor", flat=True), article.faqs.get().anchor]
    assert anchors == ["same", "same-2", "same-3"]


def test_it_records_who_saved():
    article, user = make_article(), make_user()
    working_copy.settle(article, by=user)
    article.refresh_from_db()
    assert article.modified_by == user


def test_saving_without_an_edit_leaves_who_edited_last():
    user, other = make_user(), make_user()
    article = make_article()
    working_copy.settle(article, by=user)
    edited_at = Article.objects.get(pk=article.pk).modified_at
    working_copy.settle(article, by=other, before=load(article).hash)
    article.refresh_from_db()
    assert (article.modified_by, article.modified_at) == (user, edited_at)
    working_copy.settle(article, by=other, before="something else")
    article.refresh_from_db()
    assert article.modified_by == other
    assert article.modified_at > edited_at


# --- resolve_links ---


def test_links_by_slug_are_stored_by_id():
    target = make_article(slug="target")
    text = working_copy.resolve_links('<p><a href="article:target#x">a</a></p>')
    assert text == f'<p><a href="article:{target.pk}#x">a</a></p>'
    assert working_copy.resolve_links(text) == text


def test_a_link_by_an_unknown_slug_stays_as_it_is():
    text = '<p><a href="article:nothing">a</a></p>'
    assert working_copy.resolve_links(text) == text


# --- status ---


def test_the_status_tells_draft_live_changed_and_withdrawn():
    article = make_article()
    assert status_of(article).label == "Draft"
    publish(article)
    assert status_of(article).label == "Live"
    Section.objects.filter(article=article).update(heading="Else")
    assert status_of(article).label == "Live, with unpublished changes"
    assert status_of(article).edition_number == 1


@pytest.mark.parametrize("count", [2, 12])
def test_the_status_of_many_takes_as_many_queries_as_of_few(count, django_assert_num_queries):
    articles = [make_live_article() for _ in range(count)] + [make_article()]
    # Six kinds of parts, the articles, the documents, the editions of those that aren't live.
    with django_assert_num_queries(9):
        assert len(statuses(articles)) == count + 1


# --- load and write ---


def test_an_article_that_was_deleted_can_not_be_loaded():
    article = make_article()
    Article.objects.all().delete()
    with pytest.raises(Article.DoesNotExist):
        load(article)
    assert load_many([article]) == {}


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
anchors = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True, max_size=4)


@st.composite
def contents(draw):
    sections = [
        SectionContent(
            anchor, draw(words) or "H", draw(st.sampled_from([1, 2])), "plain", "", draw(words)
        )
        for anchor in draw(anchors)
    ]
    faqs = [FAQContent(f"q-{anchor}", draw(words) or "Q", draw(words)) for anchor in draw(anchors)]
    references = [
        ReferenceContent(draw(words) or "T", draw(words), 2020, "", "", "", "")
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Content(
        id=uuid4(),
        slug="written",
        title=draw(words) or "T",
        also_called=tuple(draw(st.lists(words, max_size=2))),
        sections=tuple(sections),
        faqs=tuple(faqs),
        references=tuple(references),
        reviewed_on=date(2026, 1, 1),
        first_published_on=draw(st.none() | st.dates()),
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=contents(), second=contents())
def test_what_is_written_is_what_is_loaded(first, second):
    second = replace(second, id=first.id)
    for content in (first, second):
        article = write_content(content, by=None)
        assert load(article) == content
    Article.objects.all().delete()


def test_sections_keep_their_rows_where_the_anchor_stays():
    article = make_article(sections=[("One", "<p>x</p>"), ("Two", "<p>y</p>")])
    keys = dict(article.sections.values_list("anchor", "pk"))
    content = load(article)
    write_content(replace(content, sections=content.sections[::-1]), by=None)
    assert dict(article.sections.values_list("anchor", "pk")) == keys
    assert [row.heading for row in article.sections.all()] == ["Two", "One"]


# --- recompiling ---


def test_saved_reference_data_shows_at_once_in_every_document():
    topic, person, notice = make_topic(), make_person("Ann"), make_notice(name="Note")
    article = make_live_article(topic=topic, reviewers=[person], disclaimer=notice)
    topic.name, person.name, notice.name = "New topic", "New person", "New notice"
    for row in (topic, person, notice):
        recompiling.save(row)
    document = Document.objects.get(pk=article.pk)
    for name in ("New topic", "New person", "New notice"):
        assert name in document.full
    assert "New topic" in article.document.passages.first().full


def test_saving_what_no_document_shows_is_one_change():
    recompiling.save(make_topic())
    assert list(Change.objects.values_list("kind", "subject")) == [("saved", "topic")]


def test_saving_a_new_topic_needs_no_second_step():
    topic = make_topic()
    topic.pk = None
    topic.slug, topic.name, topic._state.adding = "fresh", "Fresh", True
    recompiling.save(topic)
    assert Change.objects.get().slug == "fresh"


def test_deleting_is_told_as_a_change():
    recompiling.delete(make_person(slug="ann"))
    assert list(Change.objects.values_list("kind", "subject", "slug")) == [
        ("deleted", "person", "ann")
    ]


@pytest.mark.parametrize(
    ("stored", "names"),
    [
        ("no list", ()),
        ({"no": "list"}, ()),
        (7, ()),
        ([1, None, ["x"], "word"], ("word",)),
    ],
)
def test_other_names_that_no_form_wrote_are_read_as_far_as_they_are_texts(stored, names):
    article = make_article(also_called=stored)
    assert load(article).also_called == names
    assert status_of(article).label == "Draft"


def test_other_names_are_read_without_what_can_not_be_stored():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL refuses these at once")
    article = make_article(also_called=["half \ud83d a pair", "a\x00b"])
    assert load(article).also_called == ("half  a pair", "ab")
    assert status_of(article).label == "Draft"
