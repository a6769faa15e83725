"""A deleted article becomes a draft again, from one of its editions."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from articles.documents.loading import load
from articles.editorial import history, moving, publishing, recompiling
from articles.editorial.drafting_again import AddressRefused, NotDeleted, draft_again
from articles.models import Article, Edition
from tests.editorial.tables import crash_at_every_statement, document_rows, rows_of
from tests.factories import make_article, make_live_article, make_person, publish
from tests.roles import ADMINISTRATORS, PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db


def deleted(**values: Any) -> Edition:
    """The first of the two editions of an article that was withdrawn and deleted."""
    article = make_live_article(title="First", slug="pain", **values)
    Article.objects.filter(pk=article.pk).update(title="Second")
    article.author_rows.all().delete()
    publish(article)
    publishing.unpublish(article, by=None, explanation="Out of date.")
    edition = Edition.objects.get(article=article, number=1)
    article.delete()
    return edition


def answer(slug: str) -> Any:
    return Client().get(f"/api/v1/articles/{slug}/")


def test_the_draft_says_what_the_edition_says():
    edition = deleted(sections=[("One", "<p>x</p>")], faqs=[("Why?", "<p>y</p>")])
    writer = make_member(WRITERS)
    article = draft_again(edition, slug="pain", by=writer)
    assert load(article).to_json() == edition.content
    assert article.modified_by == writer


def test_readers_see_no_change():
    edition = deleted()
    before = document_rows(), rows_of("Edition", "Change", "Redirect")
    draft_again(edition, slug="pain", by=None)
    assert (document_rows(), rows_of("Edition", "Change", "Redirect")) == before
    assert answer("pain").status_code == 410


@pytest.mark.parametrize("slug", ["pain", "aches"])
def test_published_again_it_goes_on_where_it_was(slug):
    article = draft_again(deleted(), slug=slug, by=None)
    edition = publish(article)
    assert edition.number == 3
    live = answer(slug)
    assert live.status_code == 200
    assert live.json()["id"] == str(edition.article_id)
    if slug != "pain":
        assert answer("pain").status_code == 308
        assert answer("pain")["Location"].endswith("/articles/aches/")


def test_the_address_of_another_draft_is_refused():
    edition = deleted()
    make_article(title="Newer", slug="pain")
    with pytest.raises(AddressRefused, match="is the address of “Newer”"):
        draft_again(edition, slug="pain", by=None)
    assert not Article.objects.filter(pk=edition.article_id).exists()


def test_the_address_at_which_another_article_is_live_is_refused():
    edition = deleted()
    other = make_live_article(title="Newer", slug="pain")
    Article.objects.filter(pk=other.pk).update(slug="elsewhere")
    with pytest.raises(AddressRefused, match="is the address of “Newer”"):
        draft_again(edition, slug="pain", by=None)


def test_the_address_that_another_article_left_behind_is_refused():
    edition = deleted()
    other = make_live_article(title="Newer", slug="pain")
    moving.move(other, slug="elsewhere", by=None)
    with pytest.raises(AddressRefused, match="leads readers to “Newer”"):
        draft_again(edition, slug="pain", by=None)
    draft_again(edition, slug="pain-2", by=None)
    assert answer("pain")["Location"].endswith("/articles/elsewhere/")


@pytest.mark.parametrize("slug", ["", "no address", "x" * 201], ids=["none", "words", "long"])
def test_what_is_no_address_is_refused(slug):
    with pytest.raises(AddressRefused, match="can't be an address"):
        draft_again(deleted(), slug=slug, by=None)
    assert not Article.objects.exists()


def test_what_was_deleted_since_is_left_out_if_asked_to():
    gone, kept = make_person("Gone", slug="gone"), make_person("Kept")
    edition = deleted(authors=[gone, kept])
    recompiling.delete(gone)
    with pytest.raises(history.PartsMissing, match="the person “gone”"):
        draft_again(edition, slug="pain", by=None)
    assert not Article.objects.exists()
    article = draft_again(edition, slug="pain", by=None, leaving_out=True)
    assert load(article).author_ids == (kept.pk,)


def test_an_article_that_is_there_is_not_made_again():
    edition = deleted()
    draft_again(edition, slug="pain", by=None)
    Article.objects.update(title="Written since")
    with pytest.raises(NotDeleted):
        draft_again(edition, slug="other", by=None)
    assert Article.objects.get().title == "Written since"


def test_of_two_at_the_same_moment_one_is_told(monkeypatch):
    edition = deleted()
    monkeypatch.setattr("articles.editorial.drafting_again.refuse_unless_free", lambda *_: None)
    make_article(slug="pain")
    with pytest.raises(NotDeleted, match="at the same moment"):
        draft_again(edition, slug="pain", by=None)


@pytest.mark.parametrize(
    ("role", "may"),
    [(WRITERS, True), (REVIEWERS, False), (PUBLISHERS, False), (ADMINISTRATORS, True)],
)
def test_who_may_edit_may_make_the_draft(role, may):
    edition, member = deleted(), make_member(role)
    if may:
        draft_again(edition, slug="pain", by=member)
    else:
        with pytest.raises(PermissionDenied):
            draft_again(edition, slug="pain", by=member)
    assert Article.objects.exists() == may


@pytest.mark.django_db(transaction=True)
def test_a_crash_leaves_no_half_of_a_draft():
    edition = deleted(faqs=[("Why?", "<p>y</p>")], authors=[make_person()])

    def nothing() -> None:
        assert not Article.objects.exists()

    steps = crash_at_every_statement(lambda: draft_again(edition, slug="pain", by=None), nothing)
    assert steps > 5
    assert load(Article.objects.get()).to_json() == edition.content
