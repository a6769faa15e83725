"""articles/{slug}/related/: picks first, then by content, each with a reason."""

import pytest

from articles.editorial import publishing
from tests.factories import make_article, make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db
CREAM = (("Capsaicin cream", "<p>Capsaicin from chillies numbs the nerve.</p>"),)
SLEEP = (("Insomnia", "<p>Melatonin and insomnia.</p>"),)


@pytest.fixture
def related(get):
    def fetch(slug, **parameters):
        response = get(f"articles/{slug}/related/", **parameters)
        assert response.status_code == 200, response.content
        return {card["slug"]: card["reason"] for card in response.json()["results"]}

    return fetch


def test_picks_come_first_in_their_order_and_then_what_is_alike(related):
    picks = [make_live_article(slug=slug, sections=SLEEP) for slug in ("z", "a")]
    make_live_article(slug="alike", title="Capsaicin", sections=CREAM)
    make_live_article(slug="subject", title="Capsaicin cream", sections=CREAM, related=picks)
    found = related("subject")
    assert list(found) == ["z", "a", "alike"]
    assert [reason["kind"] for reason in found.values()] == ["picked", "picked", "words"]
    assert "capsaicin" in found["alike"]["words"]
    assert "capsaicin" in found["alike"]["text"]


def test_it_is_never_itself_and_never_unpublished(related):
    draft = make_article(slug="draft", title="Capsaicin", sections=CREAM)
    gone = make_live_article(slug="gone", title="Capsaicin", sections=CREAM)
    make_live_article(slug="a", title="Capsaicin", sections=CREAM, related=[draft, gone])
    assert list(related("a")) == ["gone"]
    publishing.unpublish(gone, by=None)
    assert related("a") == {}


def test_a_shared_topic_alone_is_a_reason(related):
    topic = make_topic("Pain", slug="pain")
    make_live_article(slug="a", title="Aspirin", topic=topic, sections=CREAM)
    make_live_article(slug="b", title="Yoga", topic=topic, sections=SLEEP)
    reason = related("a")["b"]
    assert reason["kind"] == "topic"
    assert reason["text"] == "Both are in Pain."
    assert reason["topic"]["slug"] == "pain"


def test_a_rare_word_says_more_than_a_common_one(related):
    for number in range(5):
        make_live_article(slug=f"nerve-{number}", title="Nerve", sections=())
    make_live_article(slug="rare", title="Capsaicin", sections=())
    make_live_article(slug="a", title="Capsaicin nerve", sections=())
    assert next(iter(related("a"))) == "rare"


def test_health_aspects_in_common_are_told(related):
    section = {"heading": "Capsaicin", "body": "<p>x</p>", "health_aspect": "SideEffects"}
    for slug in ("a", "b"):
        make_live_article(slug=slug, title="Capsaicin", sections=[section])
    assert related("a")["b"]["health_aspects"] == ["SideEffects"]


def test_limit_is_kept_and_checked(get, related, faults):
    for slug in "abc":
        make_live_article(slug=slug, title="Capsaicin", sections=CREAM)
    assert len(related("a", limit=1)) == 1
    assert "24" in faults("articles/a/related/", limit="25")["limit"]["detail"]
    assert "limit" in faults("articles/a/related/", page="2")["page"]["allowed"]


def test_old_withdrawn_and_unknown_slugs_answer_as_the_article_does(get):
    article, gone = make_live_article(slug="old"), make_live_article(slug="gone")
    article.slug = "new"
    article.save()
    publish(article)
    publishing.unpublish(gone, by=None)
    moved = get("articles/old/related/", limit=2)
    assert (moved.status_code, moved["Location"]) == (308, "/api/v1/articles/new/related/?limit=2")
    assert get("articles/gone/related/").status_code == 410
    assert get("articles/none/related/").status_code == 404


def test_the_tag_changes_when_another_article_is_published(get):
    make_live_article(slug="a", title="Capsaicin")
    tag = get("articles/a/related/")["ETag"]
    assert get("articles/a/related/", headers={"If-None-Match": tag}).status_code == 304
    make_live_article(title="Capsaicin")
    assert get("articles/a/related/", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("rows", [2, 9])
def test_queries_do_not_grow_with_the_rows(get, rows, django_assert_num_queries):
    topic = make_topic()
    for number in range(rows):
        make_live_article(slug=f"a-{number}", topic=topic, sections=CREAM)
    with django_assert_num_queries(5):  # The heartbeat, the article, its words, theirs, the cards.
        get("articles/a-0/related/")
