"""a-z/ and navigation/."""

import pytest
from django.core.exceptions import ValidationError

from articles.editorial import publishing, recompiling
from articles.models import Topic
from tests.factories import make_article, make_live_article, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(get):
    def fetch(**parameters):
        response = get("a-z/", **parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return fetch


def named(answer):
    return [row["name"] for row in answer["results"]]


def test_titles_and_other_names_lead_to_their_article(index):
    make_live_article(slug="np", title="Nerve pain", also_called=["Neuropathy", "nerve PAIN"])
    answer = index()
    assert [(row["name"], row["kind"]) for row in answer["results"]] == [
        ("Nerve pain", "title"),
        ("Neuropathy", "also_called"),
    ]
    assert answer["results"][1]["article"]["url"] == "/api/v1/articles/np/"
    assert answer["letters"] == [{"letter": "N", "count": 2}]


def test_accents_are_left_out_and_what_is_no_letter_stands_under_a_sign(index):
    for title in ("Élan", "“Ear”", "5-HTP", "β-blockers", "Østrogen", "éa"):
        make_live_article(title=title)
    assert named(index(letter="E")) == ["éa", "“Ear”", "Élan"]
    assert named(index(letter="e")) == named(index(letter="E"))
    assert set(named(index(letter="#"))) == {"5-HTP", "β-blockers"}
    assert [each["letter"] for each in index(letter="E")["letters"]] == ["E", "O", "#"]


def test_only_live_articles_of_the_topic_stand_in_it(index):
    make_article(title="Draft")
    publishing.unpublish(make_live_article(title="Gone"), by=None)
    make_live_article(title="Other")
    make_live_article(title="Mine", topic=make_topic(slug="t"))
    assert named(index()) == ["Mine", "Other"]
    assert named(index(topic="t")) == ["Mine"]
    assert index(topic="t")["letters"] == [{"letter": "M", "count": 1}]


def test_a_letter_that_is_none_is_refused(faults):
    assert "Z" in faults("a-z/", letter="AB")["letter"]["allowed"]


def test_names_that_differ_past_what_is_kept_do_no_harm(index):
    long = "x" * 250
    make_live_article(title="A", also_called=[f"{long}{end}" for end in ("a", "b")])
    assert len(named(index())) == 2


@pytest.mark.parametrize("rows", [2, 7])
def test_queries_do_not_grow_with_the_rows(get, rows, django_assert_num_queries):
    for _ in range(rows):
        make_live_article(also_called=["Other"])
    with django_assert_num_queries(5):  # The heartbeat, names, articles, the count, the letters.
        get("a-z/", page_size=1)
    with django_assert_num_queries(3):  # The heartbeat, topics, counts.
        get("navigation/")


# --- Topics under topics ---


@pytest.fixture
def tree():
    body = make_topic("Body", slug="body")
    pain = make_topic("Pain", slug="pain", parent=body)
    return body, pain, make_topic("Nerves", slug="nerves", parent=pain)


def test_the_navigation_counts_live_articles_own_and_with_those_below(get, tree):
    for topic in tree:
        make_live_article(topic=topic)
    make_article(topic=tree[2])
    (body,) = get("navigation/").json()["topics"]
    assert (body["articles_count"], body["total_articles_count"]) == (1, 3)
    (pain,) = body["topics"]
    assert (pain["name"], pain["total_articles_count"]) == ("Pain", 2)
    assert pain["topics"][0]["web_url"] == "/topics/nerves/"


def test_a_topic_takes_in_those_under_it(titles, tree, get):
    make_live_article(title="N", topic=tree[2], faqs=[("Why?", "<p>x</p>")])
    assert titles(topic="body") == titles(topic="nerves,body") == ["N"]
    assert get("faqs/", topic="body").json()["count"] == 1
    make_live_article(title="B", topic=tree[0])
    assert titles(topic="nerves") == ["N"]


def test_breadcrumbs_go_from_home_over_the_topics_to_the_article(get, tree, settings):
    settings.FRONTEND_TOPIC_URL = "https://example.org/t/{slug}"
    settings.FRONTEND_ARTICLE_URL = "https://example.org/a/{slug}"
    make_live_article(slug="a", title="A", topic=tree[2])
    crumbs = get("articles/a/").json()["breadcrumbs"]
    assert [crumb["position"] for crumb in crumbs] == [1, 2, 3, 4, 5]
    assert [crumb["name"] for crumb in crumbs] == ["Home", "Body", "Pain", "Nerves", "A"]
    assert crumbs[0]["web_url"] == "https://example.org/"
    assert crumbs[2]["web_url"] == "https://example.org/t/pain"
    assert crumbs[4]["web_url"] == "https://example.org/a/a"


def test_renaming_a_wider_topic_changes_the_breadcrumbs_at_once(get, tree):
    make_live_article(slug="a", topic=tree[2])
    tree[0].name = "Whole body"
    recompiling.save(tree[0])
    assert get("articles/a/").json()["breadcrumbs"][1]["name"] == "Whole body"


def test_topics_in_a_circle_are_refused(tree):
    body, _, nerves = tree
    body.parent = nerves
    with pytest.raises(ValidationError, match="circle"):
        recompiling.save(body)
    assert Topic.objects.get(slug="body").parent is None


def test_a_circle_that_got_in_past_all_checks_ends_all_the_same(get, tree):
    make_live_article(slug="a", title="A", topic=tree[2])
    Topic.objects.filter(slug="body").update(parent=tree[2])
    assert get("articles/", topic="pain").json()["count"] == 1
    assert get("navigation/").status_code == 200
