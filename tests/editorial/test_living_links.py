"""What one article shows of another follows it: moves, new titles, withdrawals."""

import orjson
import pytest

from articles.editorial import publishing
from articles.models import Article, Change, Document, Redirect
from tests.factories import make_article, make_live_article, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def target():
    return make_live_article(slug="target", title="Target")


@pytest.fixture
def linking(target):
    body = f'<p><a href="article:{target.pk}#x">see</a></p>'
    return make_live_article(slug="linking", related=[target], sections=[("S", body)])


def shown(article):
    """The address of the link in an article, and the titles that it picks."""
    document = orjson.loads(Document.objects.get(pk=article.pk).full)
    html = document["sections"][0]["body"]["html"]
    return html, [pick["title"] for pick in document["related"]]


def test_a_move_takes_the_links_along(target, linking):
    Article.objects.filter(pk=target.pk).update(slug="moved")
    publish(target)
    assert shown(linking) == ('<p><a href="/articles/moved/#x">see</a></p>', ["Target"])


def test_a_new_title_shows_where_it_is_picked(target, linking):
    Article.objects.filter(pk=target.pk).update(title="Renamed")
    publish(target)
    assert shown(linking)[1] == ["Renamed"]


def test_a_withdrawal_leaves_the_words(target, linking):
    publishing.unpublish(target, by=None)
    assert shown(linking) == ("<p>see</p>", [])


def test_what_comes_back_is_linked_again(target, linking):
    publishing.unpublish(target, by=None)
    publish(target)
    assert shown(linking) == ('<p><a href="/articles/target/#x">see</a></p>', ["Target"])


def test_a_draft_that_is_picked_shows_once_it_is_live():
    draft = make_article(title="Later")
    linking = make_live_article(related=[draft], sections=[("S", "<p>x</p>")])
    assert shown(linking)[1] == []
    publish(draft)
    assert shown(linking)[1] == ["Later"]


def test_what_came_out_different_is_told_as_a_change(target, linking):
    Article.objects.filter(pk=target.pk).update(title="Renamed")
    publish(target)
    kinds = list(Change.objects.order_by("id").values_list("kind", "slug"))
    assert kinds[-2:] == [("updated", "target"), ("refreshed", "linking")]


def test_a_change_that_others_do_not_show_leaves_them_alone(target, linking):
    target.sections.update(heading="New heading")
    publish(target)
    assert Change.objects.latest("id").kind == "updated"


def test_a_withdrawal_of_what_is_not_live_is_refused():
    with pytest.raises(publishing.NotLive, match="not live"):
        publishing.unpublish(make_article(), by=None)


def test_a_withdrawal_is_told_at_every_address_the_article_had(target):
    Article.objects.filter(pk=target.pk).update(slug="moved")
    publish(target)
    other = make_live_article()
    publishing.unpublish(target, by=None, explanation=" Wrong. ", alternative=other)
    rows = Redirect.objects.order_by("slug").values_list("slug", "explanation", "alternative")
    assert list(rows) == [("moved", "Wrong.", other.pk), ("target", "Wrong.", other.pk)]


def test_published_again_nothing_is_left_of_the_withdrawal(target):
    Article.objects.filter(pk=target.pk).update(slug="moved")
    publish(target)
    publishing.unpublish(target, by=None, explanation="Wrong.")
    assert publish(target).number == 3
    assert list(Redirect.objects.values_list("slug", "explanation")) == [("target", "")]


def test_another_article_may_take_an_address_that_was_left(target):
    Article.objects.filter(pk=target.pk).update(slug="moved")
    publish(target)
    heir = make_live_article(slug="target")
    assert Document.objects.get(slug="target").pk == heir.pk
    assert not Redirect.objects.exists()


def test_a_withdrawal_tells_plain_words_and_never_leads_to_itself(target):
    publishing.unpublish(target, by=None, explanation="<b>Old</b>", alternative=target)
    row = Redirect.objects.get()
    assert (row.explanation, row.alternative) == ("Old", None)
