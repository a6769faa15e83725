"""Editions, and bringing one back into the working copy."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial import history, publishing, recompiling
from articles.models import Article, Document, Edition, SetAside
from tests.editorial.tables import crash_at_every_statement, document_rows, rows_of
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    publish,
)
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db


def edited(article: Article, **values: object) -> Article:
    Article.objects.filter(pk=article.pk).update(**values)
    article.refresh_from_db()
    return article


def first_edition(article: Article) -> Edition:
    return Edition.objects.get(article=article, number=1)


@pytest.fixture
def article() -> Article:
    """Live in its second edition, and edited since."""
    article = make_live_article(
        title="First", slug="a", sections=[("One", "<p>x</p>"), ("Two", "<p>y</p>")]
    )
    article.sections.filter(heading="One").delete()
    publish(edited(article, title="Second"), note="Shorter.", is_correction=True)
    return edited(article, title="Draft")


def test_editions_come_newest_first_and_say_which_is_live(article, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = list(history.editions_of(article.pk))
        told = [(row.number, row.is_live, row.note, row.published_by) for row in rows]
    assert told == [(2, True, "Shorter.", None), (1, False, "", None)]


def test_the_working_copy_says_what_the_edition_said(article):
    edition = first_edition(article)
    history.bring_back(edition, by=None)
    assert load(article).to_json() == edition.content


def test_what_readers_get_does_not_change(article):
    before = document_rows(), rows_of("Edition", "Change", "Redirect")
    history.bring_back(first_edition(article), by=None)
    assert (document_rows(), rows_of("Edition", "Change", "Redirect")) == before


def test_anchors_and_the_rows_that_have_them_stay(article):
    row = article.sections.get(heading="Two")
    edited(article, title="x")
    article.sections.filter(pk=row.pk).update(heading="Zwei")
    history.bring_back(first_edition(article), by=None)
    assert article.sections.get(anchor="two").pk == row.pk
    assert article.sections.get(pk=row.pk).heading == "Two"


def test_who_brought_it_back_is_who_edited_last(article):
    writer = make_member(WRITERS)
    history.bring_back(first_edition(article), by=writer)
    article.refresh_from_db()
    assert article.modified_by == writer


def test_the_address_stays_whoever_has_the_old_one_now(article):
    edited(article, slug="b")
    publish(article)
    make_live_article(slug="a")
    history.bring_back(first_edition(article), by=None)
    assert load(article).slug == "b"
    assert load(article).title == "First"


def test_it_works_for_a_withdrawn_article(article):
    publishing.unpublish(article, by=None)
    history.bring_back(first_edition(article), by=None)
    assert load(article).title == "First"
    assert not Document.objects.exists()


def test_a_deleted_article_is_not_made_again(article):
    edition = first_edition(article)
    publishing.unpublish(article, by=None)
    article.delete()
    with pytest.raises(history.ArticleDeleted):
        history.bring_back(edition, by=None)
    assert not Article.objects.exists()


def test_a_working_copy_that_changed_meanwhile_is_not_overwritten(article):
    seen = load(article).hash
    edited(article, title="Changed meanwhile")
    with pytest.raises(history.WorkingCopyChanged):
        history.bring_back(first_edition(article), by=None, expected_hash=seen)
    assert load(article).title == "Changed meanwhile"
    history.bring_back(first_edition(article), by=None, expected_hash=load(article).hash)


def test_what_is_there_already_is_not_brought_back(article):
    history.bring_back(first_edition(article), by=None)
    with pytest.raises(history.NothingToBringBack):
        history.bring_back(first_edition(article), by=None)


@pytest.fixture
def bereft() -> Article:
    """An article of whose first edition half was deleted since."""
    topic, kept = make_topic("Pain", slug="pain"), make_person("Kept", slug="kept")
    gone, notice = make_person("Gone", slug="gone"), make_notice(slug="advice")
    other, draft = make_live_article(slug="other"), make_article()
    article = make_live_article(
        topic=topic,
        authors=[gone, kept],
        reviewers=[gone],
        disclaimer=notice,
        related=[other, draft],
    )
    article.author_rows.filter(person=gone).delete()
    article.reviewer_rows.all().delete()
    article.related_rows.all().delete()
    publish(edited(article, topic=None, disclaimer=None))
    publishing.unpublish(other, by=None)
    other.delete()
    for row in (topic, gone, notice):
        recompiling.delete(row)
    return article


def test_what_was_deleted_since_is_named_and_nothing_is_dropped_silently(bereft):
    before = load(bereft)
    with pytest.raises(history.PartsMissing) as refused:
        history.bring_back(first_edition(bereft), by=None)
    assert refused.value.parts == (
        "the topic “pain”",
        "the person “gone”",
        "the notice “advice”",
        "the related article “other”",
    )
    assert load(bereft) == before


def test_it_comes_back_without_that_if_asked_to(bereft):
    old = Content.from_json(first_edition(bereft).content)
    history.bring_back(first_edition(bereft), by=None, leaving_out=True)
    now = load(bereft)
    assert (now.topic_id, now.disclaimer_id, now.reviewer_ids) == (None, None, ())
    assert now.author_ids == old.author_ids[1:]
    assert now.related_ids == old.related_ids[1:]


@pytest.mark.parametrize(
    ("role", "may"),
    [(WRITERS, True), (REVIEWERS, False), (PUBLISHERS, False), (ADMINISTRATORS, True)],
)
def test_who_may_edit_may_bring_back(article, role, may):
    member, before = make_member(role), load(article)
    if may:
        history.bring_back(first_edition(article), by=member)
        return
    with pytest.raises(PermissionDenied):
        history.bring_back(first_edition(article), by=member)
    assert load(article) == before


@pytest.mark.django_db(transaction=True)
def test_a_crash_leaves_the_working_copy_as_it_was(article):
    before = load(article)

    def unchanged() -> None:
        assert load(article) == before

    steps = crash_at_every_statement(
        lambda: history.bring_back(first_edition(article), by=None), unchanged
    )
    assert steps > 10
    assert load(article).title == "First"


def test_edits_that_were_never_published_are_set_aside_when_an_edition_comes_back() -> None:
    article = make_live_article(title="Published")
    edition = article.editions.get()
    Article.objects.filter(pk=article.pk).update(title="Draft")
    history.bring_back(edition, by=None)
    assert Content.from_json(SetAside.objects.get().content).title == "Draft"
    Article.objects.filter(pk=article.pk).update(title="Second")
    publish(article)
    history.bring_back(edition, by=None)
    assert SetAside.objects.count() == 1
