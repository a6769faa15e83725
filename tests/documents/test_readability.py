"""The two formulas, against examples worked out by hand."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.documents.readability import (
    Band,
    Readability,
    count,
    count_syllables,
    measure,
    reading_grade,
    sentences_of,
    words_of,
)
from articles.documents.richtext import plain_text, sanitise, to_blocks

# 6 words, 10 syllables (the doc-tor gave the pa-tient med-i-cine), one of 3 or more.
SENTENCE = "The doctor gave the patient medicine."


def sentences(html: str) -> list[str]:
    return sentences_of(to_blocks(sanitise(html)))


def test_both_formulas_agree_with_a_calculation_by_hand():
    result = measure([SENTENCE] * 20)
    # 0.39 x 120/20 + 11.8 x 200/120 - 15.59; 1.0430 x sqrt(20 x 30/20) + 3.1291
    assert result == Readability(words=120, sentences=20, syllables=200, polysyllables=20)
    assert result.flesch_kincaid == pytest.approx(6.4167, abs=0.0001)
    assert result.smog == pytest.approx(8.8418, abs=0.0001)


def test_the_reading_grade_is_flesch_kincaid_to_one_decimal():
    assert reading_grade(count([SENTENCE] * 20)) == 6.4


def test_fewer_than_100_words_have_no_grade():
    assert reading_grade(count([SENTENCE] * 16)) is None  # 96 words
    assert reading_grade(count([SENTENCE] * 17)) is not None  # 102
    assert reading_grade(count([])) is None


def test_a_text_easier_than_any_grade_is_grade_0():
    assert reading_grade(count(["The cat sat on the mat."] * 20)) == 0.0


@pytest.mark.parametrize(
    ("syllables", "band"),
    # 10 words a sentence: 0.39 x 10 + 11.8 x syllables/100 - 15.59
    [
        (150, Band.EASY),  # 6.01, shown as 6.0
        (151, Band.PLAIN),  # 6.1
        (175, Band.PLAIN),  # 9.0
        (176, Band.DEMANDING),  # 9.1
        (202, Band.ACADEMIC),  # 12.1
    ],
)
def test_a_grade_is_shown_as_a_band(syllables, band):
    result = Readability(words=100, sentences=10, syllables=syllables, polysyllables=0)
    assert result.band is band


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("medicine", 3),
        ("Headache", 2),
        ("don't", 1),
        ("don\u2019t", 1),
        ("0.5", 1),
        # Not in the dictionary: by groups of vowels, without a silent e.
        ("amitriptyline", 5),
        ("oesophagus", 4),
        ("ketamine", 3),
        ("xyzzyplugh", 3),
        ("nth", 1),
    ],
)
def test_syllables(word, syllables):
    assert count_syllables(word) == syllables


def test_numbers_and_the_parts_of_a_hyphenated_word_are_words():
    assert words_of("It isn't a well-known 0.5 mg dose.") == [
        *("It", "isn't", "a", "well", "known", "0.5", "mg", "dose")
    ]


def test_list_items_are_sentences_with_or_without_a_full_stop():
    assert sentences("<p>Try this:</p><ul><li>rest</li><li>Water. Or tea</li></ul>") == [
        *("Try this:", "rest", "Water.", "Or tea")
    ]


def test_nested_lists_bold_terms_quotes_and_broken_lines_are_read_too():
    html = (
        "<ul><li>One<ul><li>Two</li></ul></li></ul>"
        "<ul><li><strong>Sleep:</strong> Go early.</li></ul>"
        "<blockquote><p>Quoted.</p></blockquote><p>Line<br>by line</p>"
    )
    assert sentences(html) == ["One", "Two", "Sleep: Go early.", "Quoted.", "Line", "by line"]


def test_abbreviations_and_decimals_do_not_end_a_sentence():
    html = "<p>Take 0.5 mg, e.g. at night. Dr. Okonjo agrees. It is safe.</p>"
    assert sentences(html) == [
        *("Take 0.5 mg, e.g. at night.", "Dr. Okonjo agrees.", "It is safe.")
    ]


def test_tables_and_code_are_not_sentences():
    html = "<table><tbody><tr><td>Dose</td><td>5 mg</td></tr></tbody></table><pre>a. b. c.</pre>"
    assert sentences(html) == []


def test_it_needs_no_network(monkeypatch):
    def refuse(*args):
        raise AssertionError("A connection was tried.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert measure([SENTENCE] * 20)


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000", "\u202f"])
def test_any_kind_of_space_may_stand_before_a_full_stop(space):
    found = sentences_of([{"type": "paragraph", "text": f"Take vitamin A{space}. Rest."}])
    assert " ".join(found) == "Take vitamin A . Rest."


@given(st.text())
def test_no_text_is_too_strange_to_measure(text):
    found = sentences_of([{"type": "paragraph", "text": plain_text(text)}])
    assert measure([*found, *[SENTENCE] * 17]) is not None
