"""Snippets mark every word that means what was asked, and look at each word once."""

import pytest

from articles.search import snippets
from articles.search.snippets import Snippets
from articles.search.words import stems_of


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("neuropathy", "Other neuropathies too."),
        ("die", "Of dying early."),
        ("meniere", "With Ménière's disease."),
        ("feet", "Burning (feet) at night."),
        ("gout", "A pre-gout state."),
        ("gout", "“GOUT” hurts."),
    ],
    ids=["plural", "dying", "accent", "brackets", "hyphen", "quotes"],
)
def test_a_word_is_marked_however_it_is_written(asked, text):
    assert Snippets(set(stems_of(asked))).of(text).count("<mark>") == 1


def test_words_that_begin_alike_are_not_marked():
    assert "<mark>" not in Snippets({"gout"}).of("A goal and a gourd.")


def test_nothing_is_marked_where_nothing_is_asked():
    assert Snippets(()).of("Gout <hurts>.") == "Gout &lt;hurts&gt;."


def test_a_word_is_stemmed_once_for_all_texts_of_an_answer(monkeypatch):
    stemmed = []
    monkeypatch.setattr(snippets, "stem", lambda word: stemmed.append(word) or word)
    answer = Snippets({"gout"})
    for _ in range(3):
        answer.of("Gout is not piles, and gout hurts.")
    assert sorted(stemmed) == ["gout", "gout"]  # “Gout” and “gout”
