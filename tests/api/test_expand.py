"""articles/{slug}/?expand=: what stands around the article, in the same answer."""

import pytest
from django.utils import timezone

from articles.api.expansions import EXPANSIONS
from articles.delivery.days import today
from articles.editorial import publishing
from articles.models import ViewCount
from tests.factories import make_live_article, make_person, make_topic

pytestmark = pytest.mark.django_db
ALL = ",".join(EXPANSIONS)


@pytest.fixture
def content():
    ann, pain = make_person(slug="ann"), make_topic(slug="pain")
    make_live_article(slug="a", authors=[ann], topic=pain)
    make_live_article(slug="same-topic", topic=pain)
    same_author = make_live_article(slug="same-author", authors=[ann])
    ViewCount.objects.add({(same_author.pk, today().day): 2}, at=timezone.now())


@pytest.mark.usefixtures("content")
def test_each_stands_under_its_name(get):
    expanded = get("articles/a/", expand=ALL).json()["expanded"]
    assert list(expanded) == list(EXPANSIONS)
    assert [card["slug"] for card in expanded["topic_articles"]] == ["same-topic"]
    assert [card["slug"] for card in expanded["author_articles"]] == ["same-author"]
    assert [(card["slug"], card["views"]) for card in expanded["popular"]] == [("same-author", 2)]
    assert {card["slug"] for card in expanded["related"]} == {"same-topic", "same-author"}
    assert expanded["breadcrumbs"] == get("articles/a/").json()["breadcrumbs"]


@pytest.mark.usefixtures("content")
def test_the_rest_is_the_article_as_ever(get):
    answer = get("articles/a/", expand="related").json()
    del answer["expanded"]
    assert answer == get("articles/a/").json()
    assert get("articles/a/", expand="popular", fields="slug").json().keys() == {"slug", "expanded"}


def test_what_cannot_be_expanded_is_refused(faults):
    fault = faults("articles/a/", expand="relatd")["expand"]
    assert fault["allowed"] == list(EXPANSIONS)
    assert fault["did_you_mean"] == "related"
    assert "expand" in faults("articles/", expand="related")


@pytest.mark.usefixtures("content")
def test_the_tag_covers_what_is_expanded(get):
    tags = {expand: get("articles/a/", expand=expand)["ETag"] for expand in EXPANSIONS}
    assert len({*tags.values(), get("articles/a/")["ETag"]}) == len(EXPANSIONS) + 1
    make_live_article()
    for expand, tag in tags.items():
        assert get("articles/a/", expand=expand)["ETag"] != tag


@pytest.mark.usefixtures("content")
def test_views_change_the_tag_of_what_shows_them_alone(get):
    def tags():
        return [get("articles/a/", expand=name)["ETag"] for name in ("popular", "related")]

    before = tags()
    ViewCount.objects.add({(_any_id(), today().day): 1}, at=timezone.now())
    after = tags()
    assert after[0] != before[0]
    assert after[1] == before[1]


def _any_id():
    return ViewCount.objects.first().article_id


def test_a_withdrawn_article_is_expanded_to_nothing(get):
    publishing.unpublish(make_live_article(slug="a"), by=None)
    assert get("articles/a/", expand=ALL).status_code == 410


@pytest.mark.parametrize("rows", [2, 6])
def test_queries_do_not_grow_with_the_rows(get, rows, django_assert_num_queries):
    ann, pain = make_person(), make_topic()
    for number in range(rows):
        make_live_article(slug=f"a-{number}", authors=[ann], topic=pain)
    # The heartbeat and the revision; the article, twice; related 3; 2 lists; popular 1 (none);
    # JSON-LD.
    with django_assert_num_queries(11):
        get("articles/a-0/", expand=ALL)
