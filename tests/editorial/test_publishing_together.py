"""Several articles go live in one transaction."""

import orjson
import pytest
from django.core.exceptions import PermissionDenied

from articles.documents.loading import load
from articles.documents.rebuilding import rebuild
from articles.editorial import publishing
from articles.editorial.publishing_together import (
    TogetherRefused,
    not_live_around,
    publish_together,
)
from articles.models import Article, Document, Edition, RelatedArticle, Section
from tests.factories import make_article, make_live_article, make_user, publish
from tests.roles import PUBLISHERS, make_member

pytestmark = pytest.mark.django_db


def make_pair(**values):
    """Two drafts that pick each other."""
    one = make_article(title="One", slug="one", **values)
    two = make_article(title="Two", slug="two", related=[one])
    RelatedArticle.objects.create(article=one, target=two, position=1)
    return one, two


def picks(article):
    return [
        pick["slug"] for pick in orjson.loads(Document.objects.get(pk=article.pk).full)["related"]
    ]


@pytest.mark.parametrize("step", [1, -1])
def test_links_between_them_resolve_in_any_order(step):
    one, two = make_pair()
    editions = publish_together([one, two][::step], by=None)
    assert set(editions) == {one.pk, two.pk}
    assert (picks(one), picks(two)) == (["two"], ["one"])
    assert rebuild(at=editions[one.pk].published_at).different == 0


def test_one_that_can_not_go_live_holds_all_back_and_is_named():
    one, two = make_pair()
    Article.objects.filter(pk=two.pk).update(title="<b></b>")
    with pytest.raises(TogetherRefused, match="The title shows nothing") as caught:
        publish_together([one, two], by=None)
    assert set(caught.value.problems) == {two.pk}
    assert not Edition.objects.exists()
    assert not Document.objects.exists()


def test_each_needs_a_sign_off_or_the_reason(settings):
    settings.REQUIRE_SIGN_OFF = True
    one, two = make_pair()
    with pytest.raises(TogetherRefused) as caught:
        publish_together([one, two], by=make_member(PUBLISHERS))
    assert set(caught.value.problems) == {one.pk, two.pk}
    editions = publish_together([one, two], by=None, exception_reason="A recall.")
    assert {edition.exception_reason for edition in editions.values()} == {"A recall."}


def test_only_what_was_seen_goes_live():
    one, two = make_pair()
    seen = {article.pk: load(article).hash for article in (one, two)}
    Section.objects.filter(article=two).update(body="<p>Other.</p>")
    with pytest.raises(TogetherRefused, match="“Two”: The article was edited"):
        publish_together([one, two], by=None, expected_hashes=seen)
    assert not Edition.objects.exists()


def test_the_note_is_that_of_the_article_at_hand():
    one, two = make_pair()
    editions = publish_together([one, two], by=None, note="Mended.", is_correction=True)
    told = {key: (row.note, row.is_correction) for key, row in editions.items()}
    assert told == {one.pk: ("Mended.", True), two.pk: ("", False)}


def test_one_takes_over_the_address_that_another_gives_up():
    holder = make_live_article(slug="wanted")
    Article.objects.filter(pk=holder.pk).update(slug="elsewhere")
    article = make_article(slug="wanted")
    publish_together([article, holder], by=None)
    slugs = dict(Document.objects.values_list("article_id", "slug"))
    assert slugs == {article.pk: "wanted", holder.pk: "elsewhere"}


def test_one_that_went_live_meanwhile_is_as_good():
    one, two = make_pair()
    publish(two)
    assert set(publish_together([one, two], by=None)) == {one.pk}
    with pytest.raises(TogetherRefused, match="Nothing has changed"):
        publish_together([one, two], by=None)


def test_who_may_not_publish_publishes_none():
    with pytest.raises(PermissionDenied):
        publish_together(make_pair(), by=make_user())
    assert not Edition.objects.exists()


def test_what_is_not_live_is_found_step_by_step():
    live = make_live_article()
    far = make_article(title="Far")
    near = make_article(title="Near", related=[far])
    article = make_article(
        related=[live, near], sections=[("See", f'<p><a href="article:{far.pk}">x</a></p>')]
    )
    RelatedArticle.objects.create(article=far, target=article, position=1)
    assert not_live_around(load(article)) == [far, near]
    publishing.unpublish(live, by=None)
    assert live in not_live_around(load(article))
    RelatedArticle.objects.filter(target=far).delete()
    Section.objects.filter(article=article).delete()
    assert far not in not_live_around(load(article))
