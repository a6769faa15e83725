"""The other wordings of an FAQ's question count as the question does."""

import pytest

from articles.editorial import publishing
from articles.models import FAQ
from tests.factories import make_live_article, make_topic, publish

pytestmark = pytest.mark.django_db
WORDINGS = "Will the attacks return?\nIs there a relapse after treatment?"


@pytest.fixture
def gout():
    return make_live_article(
        title="Gout",
        slug="gout",
        topic=make_topic("Joints", slug="joints"),
        sections=[("Overview", "<p>Crystals in a joint.</p>")],
        faqs=[
            {"question": "Does it come back?", "answer": "<p>Often.</p>", "also_asked": WORDINGS},
            {"question": "Is it inherited?", "answer": "<p>Partly.</p>"},
        ],
    )


@pytest.fixture
def questions(client):
    """What `faqs/?search=` lists."""

    def fetch(text, **parameters):
        answer = client.get("/api/v1/faqs/", {"search": text, **parameters})
        return [row["question"] for row in answer.json()["results"]]

    return fetch


@pytest.mark.parametrize(
    "text",
    ["will the attacks return", "relapse", "relapse treatment", "attaks", "come back"],
)
@pytest.mark.usefixtures("gout")
def test_each_wording_finds_the_question_in_search_and_in_the_list(client, questions, text):
    (row,) = client.get("/api/v1/search/", {"q": text}).json()["results"]
    (passage, *_) = row["passages"]
    assert (passage["kind"], passage["heading"]) == ("faq", "Does it come back?")
    assert passage["web_url"].endswith("#does-it-come-back")
    assert questions(text)[0] == "Does it come back?"
    assert questions(text, topic="joints", article="gout")[0] == "Does it come back?"


def test_a_wording_weighs_more_than_a_text(questions):
    body = "<p>A relapse, and then another relapse: a relapse is what many fear.</p>"
    make_live_article(faqs=[("What do many fear?", body)])
    make_live_article(
        faqs=[{"question": "Is it over?", "answer": "<p>No.</p>", "also_asked": "Can I relapse?"}]
    )
    assert questions("relapse") == ["Is it over?", "What do many fear?"]


def test_a_wording_weighs_as_much_as_the_question(client):
    texts = ("Can I relapse now?", "Is it all over?")
    for slug, (question, other) in {"a": texts, "b": texts[::-1]}.items():
        faq = {"question": question, "answer": "<p>No.</p>", "also_asked": other}
        make_live_article(slug=slug, title="Same", sections=[], faqs=[faq])
    rows = client.get("/api/v1/search/?q=relapse").json()["results"]
    assert {row["article"]["slug"] for row in rows} == {"a", "b"}
    assert rows[0]["score"] == rows[1]["score"]


@pytest.mark.parametrize("typed", ["rela", "is there a rel", "attacks ret"])
@pytest.mark.usefixtures("gout")
def test_wordings_are_suggested(client, typed):
    found = client.get("/api/v1/suggest/", {"q": typed}).json()["suggestions"]
    assert [each["kind"] for each in found] == ["question"]
    assert found[0]["text"] in WORDINGS


def test_a_wording_counts_from_its_publication_to_the_next(client, questions, gout):
    faq = FAQ.objects.get(article=gout, question="Does it come back?")
    faq.also_asked = "Can it recur?"
    faq.save()
    assert questions("relapse") == ["Does it come back?"]
    assert questions("recur") == []
    publish(gout)
    assert questions("relapse") == []
    assert questions("recur") == ["Does it come back?"]
    assert client.get("/api/v1/suggest/?q=relapse").json()["suggestions"] == []
    publishing.unpublish(gout, by=None)
    assert questions("recur") == []


@pytest.mark.usefixtures("gout")
def test_front_ends_get_the_wordings(client):
    (first, second) = client.get("/api/v1/articles/gout/").json()["faqs"]
    assert first["also_asked"] == WORDINGS.splitlines()
    assert second["also_asked"] == []
    listed = client.get("/api/v1/faqs/?fields=also_asked").json()["results"]
    assert listed == [{"also_asked": WORDINGS.splitlines()}, {"also_asked": []}]
