"""Invented articles are what publishing would have made of their contents."""

import pytest
from django.utils import timezone

from articles.documents.content import Content
from articles.documents.gathering import surroundings_of
from articles.documents.rebuilding import rebuild
from articles.models import Document, Edition, SearchEntry
from tests.factories import make_live_article, make_person, make_topic

from . import growing
from .invention import invent, name_of


@pytest.fixture
def seed():
    article = make_live_article(
        title="Gout",
        summary="What gout is.",
        topic=make_topic("Joints"),
        authors=[make_person("Ann")],
        sections=[{"heading": "Causes of gout", "body": "<p>Gout, <em>gouty</em>.</p>"}],
        faqs=[("Is gout painful?", "<p>Yes.</p>")],
        references=[{"title": "T", "doi": "10.1000/x"}],
    )
    return Content.from_json(Edition.objects.get(article=article).content)


@pytest.mark.django_db
def test_they_are_live_found_and_the_same_after_a_rebuild(client, seed):
    around = surroundings_of([seed])
    growing._keep([seed], around)
    growing._store(growing.make(range(1, 4)), around)
    done = rebuild(at=timezone.now())
    assert (done.same, done.different, done.missing) == (4, 0, 0)
    found = client.get(f"/api/v1/search/?q={name_of(2)}").json()["results"]
    assert [hit["article"]["title"] for hit in found] == [name_of(2)]
    assert SearchEntry.objects.filter(document__in=Document.objects.all()).count() == 12


@pytest.mark.django_db
def test_the_name_stands_wherever_the_subject_did(seed):
    content = invent(1, seed)
    name = name_of(1)
    assert content.title == name
    assert content.summary == f"What {name} is."
    assert content.sections[0].heading == f"Causes of {name}"
    assert content.sections[0].body == f"<p>{name}, <em>gouty</em>.</p>"
    assert content.faqs[0].question == f"Is {name} painful?"


@pytest.mark.django_db
def test_every_fourth_stays_on_its_subject(seed):
    content = invent(4, seed)
    assert content.title == f"Gout and {name_of(4)}"
    assert content.sections == seed.sections


def test_no_name_comes_twice():
    assert len({name_of(number) for number in range(20_000)}) == 20_000
