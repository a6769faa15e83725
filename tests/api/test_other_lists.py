"""sections/, faqs/, topics/ and people/."""

import pytest

from articles.editorial import publishing, recompiling
from tests.factories import make_article, make_live_article, make_person, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(get):
    def fetch(path, key, **parameters):
        response = get(path, **parameters)
        assert response.status_code == 200, response.content
        return [row[key] for row in response.json()["results"]]

    return fetch


@pytest.fixture
def content():
    make_article(sections=[("Draft", "<p>x</p>")], faqs=[("Draft?", "<p>x</p>")])
    make_live_article(
        slug="a",
        topic=make_topic("Pain", slug="pain"),
        sections=[
            {"heading": "Signs", "health_aspect": "Symptoms", "body": "<p>burning</p>"},
            {"heading": "Call", "kind": "emergency", "level": 2, "body": "<p>999</p>"},
        ],
        faqs=[("Does it burn?", "<p>At night.</p>"), ("Why?", "<p>x</p>")],
    )
    make_live_article(slug="b", sections=[("Other", "<p>x</p>")], faqs=[("How?", "<p>x</p>")])


def test_sections_are_those_of_live_articles_and_filter(content, listed):
    assert set(listed("sections/", "heading")) == {"Signs", "Call", "Other"}
    assert listed("sections/", "heading", health_aspect="Symptoms") == ["Signs"]
    assert listed("sections/", "heading", kind="emergency") == ["Call"]
    assert listed("sections/", "heading", article="a") == ["Signs", "Call"]
    assert listed("sections/", "heading", topic="pain") == ["Signs", "Call"]
    assert listed("sections/", "heading", search="BURNING") == ["Signs"]


def test_faqs_are_those_of_live_articles_and_filter(content, listed):
    assert set(listed("faqs/", "question")) == {"Does it burn?", "Why?", "How?"}
    assert listed("faqs/", "question", article="a") == ["Does it burn?", "Why?"]
    assert listed("faqs/", "question", topic="pain") == ["Does it burn?", "Why?"]
    assert listed("faqs/", "question", search="night") == ["Does it burn?"]


def test_a_passage_tells_its_article_and_its_exact_place(content, get):
    passage = get("faqs/", search="night").json()["results"][0]
    assert passage["article"]["url"] == "/api/v1/articles/a/"
    assert passage["web_url"] == "/articles/a/#does-it-burn"
    assert passage["answer"] == {"html": "<p>At night.</p>"}


def test_passages_come_in_the_formats_asked_for(content, get):
    row = get("sections/", article="a", body="text", fields="body,article.slug").json()["results"][
        0
    ]
    assert row == {"article": {"slug": "a"}, "body": {"text": "burning"}}


def test_topics_count_live_articles_only(get):
    topic = make_topic("Pain", slug="pain", description="Hurts.")
    make_article(topic=topic)
    make_live_article(topic=topic)
    publishing.unpublish(make_live_article(topic=topic), by=None)
    expected = {
        "slug": "pain",
        "name": "Pain",
        "description": "Hurts.",
        "url": "/api/v1/topics/pain/",
        "articles_count": 1,
    }
    assert get("topics/").json()["results"] == [expected]
    assert get("topics/pain/").json() == expected


def test_people_count_what_they_wrote_and_reviewed(get, listed):
    ann, bob = make_person("Ann", slug="ann"), make_person("Bob", slug="bob")
    make_person("Idle", slug="idle")
    for _ in range(2):
        make_live_article(authors=[ann, bob], reviewers=[bob])
    make_article(authors=[ann])
    rows = {row["slug"]: row for row in get("people/").json()["results"]}
    counts = {slug: (row["authored_count"], row["reviewed_count"]) for slug, row in rows.items()}
    assert counts == {"ann": (2, 0), "bob": (2, 2), "idle": (0, 0)}
    assert listed("people/", "slug", role="reviewer") == ["bob"]
    assert get("people/bob/").json()["authored_count"] == 2


def test_people_are_found_whatever_the_case_and_the_script(listed):
    make_person("Élodie Ångström", slug="e", organisation="St. Mary (North)")
    make_person("Bob", slug="b")
    assert listed("people/", "slug", search="élodie ÅNGSTRÖM") == ["e"]
    assert listed("people/", "slug", search="(north) st.") == ["e"]
    assert listed("people/", "slug", search="elodie.") == []


def test_a_saved_topic_takes_effect_at_once(get):
    topic = make_topic("Before", slug="t")
    make_live_article(slug="a", topic=topic)
    old = get("topics/")["ETag"]
    topic.name = "After"
    recompiling.save(topic)
    assert get("topics/").json()["results"][0]["name"] == "After"
    assert get("articles/a/").json()["topic"]["name"] == "After"
    assert get("topics/")["ETag"] != old


def test_unknown_topics_and_people_are_404(get):
    assert get("topics/none/").status_code == get("people/none/").status_code == 404


@pytest.mark.parametrize("rows", [2, 9])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        # The heartbeat, the rows; and the count, since there is a next page.
        ("sections/", 3),
        ("faqs/", 3),
        ("topics/", 3),
        ("people/", 3),
    ],
)
def test_queries_do_not_grow_with_the_rows(get, path, queries, rows, django_assert_num_queries):
    for _ in range(rows):
        person = make_person()
        make_live_article(topic=make_topic(), authors=[person], faqs=[("Why?", "<p>x</p>")])
    with django_assert_num_queries(queries):
        assert len(get(path, page_size=1).json()["results"]) == 1
