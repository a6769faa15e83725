"""What is stored of an entry is read for a question without reading all of it."""

import orjson
import pytest

from articles.search.entries import Text, entry_of, reader_of
from articles.search.question import Concept
from articles.search.scoring import Scoring

ENTRY = entry_of(
    Text(
        "section",
        ("Ménière's disease", "Morbus Ménière 2"),
        ("What helps with β-blockers?",),
        "Vertigo, vertigo and more vertigo. A “quoted” word, and \\ one more.",
        "Treatments",
    )
)


@pytest.mark.parametrize(
    "terms",
    [
        ["vertigo"],
        ["menier", "β", "2"],
        ["vertig", "vertigo", "quot"],
        ["#Treatments", "absent"],
        list(orjson.loads(ENTRY.impacts))[:-2],
    ],
    ids=["one", "other letters", "one within another", "an aspect", "all"],
)
def test_what_is_read_for_some_terms_is_what_is_stored(terms):
    stored = orjson.loads(ENTRY.impacts)
    found, names, questions = reader_of(terms)(ENTRY.impacts)
    assert {term: float(value) for term, value in found} == {
        key: value for key, value in stored.items() if key in terms
    }
    assert (orjson.loads(names), orjson.loads(questions)) == (stored["$"], stored["?"])


def test_an_entry_without_any_word_of_the_question_has_no_score():
    assert Scoring([Concept({"gout": 1.0}, 3.0, 5)], {"Treatments"}).of(ENTRY.impacts) == 0


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ((["vertigo", "quot"], ()), (["vertigo", "gout"], ())),
        ((["vertigo"], {"Treatments"}), (["vertigo"], {"Causes"})),
        ((["menier", "diseas"], ()), (["menier", "gout"], ())),
    ],
    ids=["more of the words", "the aspect", "the whole name"],
)
def test_an_entry_that_has_more_of_the_question_scores_more(more, less):
    def score(words, aspects):
        concepts = [Concept({word: 1.0}, 3.0, 5) for word in words]
        return Scoring(concepts, aspects).of(ENTRY.impacts)

    assert score(*more) > score(*less) > 0
