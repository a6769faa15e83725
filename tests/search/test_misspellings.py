"""Words of health as people misspell them, and what they must find though something looks alike."""

import pytest

from articles.search.spelling import sound
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client):
    def find(q):
        found = client.get("/api/v1/search/", {"q": q}).json()
        return [row["article"]["title"] for row in found["results"]], found["did_you_mean"]

    return find


@pytest.mark.parametrize(
    ("typed", "meant", "alike"),
    [
        ("hemroids", "Hemorrhoids", "Heroin"),
        ("hemroids", "Haemorrhoids", "Heroin"),
        ("diarea", "Diarrhea", "Diabetes"),
        ("asma", "Asthma", "Asia"),
        ("numonia", "Pneumonia", "Nutrition"),
        ("soriasis", "Psoriasis", "Serious"),
        ("sirosis", "Cirrhosis", "Serious"),
        ("seliac", "Celiac", "Silica"),
        ("exzema", "Eczema", "Edema"),
        ("nefritis", "Nephritis", "Neuritis"),
        ("aneurism", "Aneurysm", "Anus"),
        ("meningitus", "Meningitis", "Meaning"),
        ("consipation", "Constipation", "Considered"),
        ("skizophrenia", "Schizophrenia", "Skin"),
        ("kidny", "Kidneys", "Kinds"),
        ("cholestoral", "Cholesterol", "Chest"),
        ("assma", "Asthma", "Assumes"),
        ("kindey", "Kidneys", "Kinds"),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(find, typed, meant, alike):
    for title in (meant, alike):
        make_live_article(title=title, sections=[])
    assert find(typed) == ([meant], meant.lower())


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("covid", "Ovide"),
        ("covid", "CVD"),
        ("stood", "STD"),
        ("zest", "Best"),
        ("vegan", "Began"),
        ("minus", "Means"),
        ("netflix", "Effects"),
        ("equivalent", "Equal"),
    ],
)
def test_a_word_that_nothing_is_written_about_is_no_misspelling_of_another(find, typed, alike):
    make_live_article(title=alike, sections=[])
    assert find(typed) == ([], None)


def test_of_two_that_are_as_near_the_one_that_more_is_written_of_is_meant(find):
    for number in range(8):
        make_live_article(title=f"Brain {number}", sections=[])
    make_live_article(title="Bran", sections=[])
    found, meant = find("braan")
    assert meant == "brain"
    assert len(found) == 8


def test_an_ending_that_nobody_wrote_is_no_misspelling(find):
    make_live_article(title="Tourette", sections=[])
    for number in range(3):
        make_live_article(title=f"Treating {number}", sections=[])
    assert find("tourettes") == (["Tourette"], None)


def test_a_word_that_is_written_apart_finds(find):
    for title in ("Gallstones", "Goals"):
        make_live_article(title=title, sections=[])
    assert find("gall stones") == (["Gallstones"], None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hemroids", "haemorrhoids"),
        ("flem", "phlegm"),
        ("numonia", "pneumonia"),
        ("zerostomia", "xerostomia"),
        ("siatica", "sciatica"),
        ("gonorea", "gonorrhoea"),
        ("skizofrenia", "schizophrenia"),
    ],
)
def test_words_that_sound_alike_are_known_by_it(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("heroin", "hemorrhoid"), ("asia", "asthma")])
def test_words_that_sound_different_are_told_apart(one, other):
    assert sound(one) != sound(other)
