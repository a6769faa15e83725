"""Snippets mark every word that means what was asked, and look at each word once."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search import snippets
from articles.search.snippets import Snippets
from articles.search.words import stem, stems_of, words_of


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("neuropathy", "Other neuropathies too."),
        ("die", "Of dying early."),
        ("sensible", "Its sensibility."),
        ("meniere", "With Ménière's disease."),
        ("feet", "Burning (feet) at night."),
        ("gout", "A pre-gout state."),
        ("gout", "“GOUT” hurts."),
    ],
    ids=["plural", "dying", "ending", "accent", "brackets", "hyphen", "quotes"],
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


def plainly(stems, text):
    """A snippet as it is described, each word of the text looked at by itself."""
    pieces = text[: snippets.MOST_WORDS * 12].split()[: snippets.MOST_WORDS]
    meant = [next((s for s in map(stem, words_of(p)) if s in stems), "") for p in pieces]
    best, start = 0, 0
    for place in (place for place, hit in enumerate(meant) if hit):
        different = {*meant[place : place + snippets.LENGTH - 4]} - {""}
        if len(different) > best:
            best, start = len(different), max(0, place - 4)
    end = start + snippets.LENGTH
    told = " ".join(
        f"<mark>{escape(piece)}</mark>" if hit else escape(piece)
        for piece, hit in zip(pieces[start:end], meant[start:end], strict=True)
    )
    return f"{'… ' if start else ''}{told}{' …' if end < len(pieces) else ''}"


# "\u212a" is the sign of Kelvin, which folds to a k.
ROOTS = [
    *("gout", "die", "sky", "relat", "nerv", "happ", "bed", "ag", "sensibil", "idl", "Ménière"),
    *("\u212aelvin", "ﬁbr", "2", "é", "y", "a"),
]
ENDINGS = [
    *("", "s", "ies", "ied", "ed", "ing", "ational", "ization", "fulness", "bility", "ly", "e"),
    *("ical", "'s"),
]
STEMS = sorted({each for root in ROOTS for end in ENDINGS for each in stems_of(root + end)})
written = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "(", "“", "pre-", "_", "\u0130"]),
    st.sampled_from(ROOTS).flatmap(lambda each: st.sampled_from([each, each.upper()])),
    st.sampled_from(ENDINGS),
    st.sampled_from(["", ")", ",", "&", "<b>", "/gout"]),
)
pieces = st.one_of(written, written, st.just("and"), st.text(max_size=4))
spaces = st.sampled_from([" ", "\n\n", "\u00a0", "\x1f "])


@settings(max_examples=50, deadline=None)
@given(
    st.sets(st.sampled_from(STEMS), max_size=12),
    st.lists(st.tuples(pieces, spaces), max_size=60),
)
def test_a_snippet_is_what_looking_at_each_word_gives(stems, parts):
    text = "".join(piece + space for piece, space in parts)
    assert Snippets(stems).of(text) == plainly(stems, text)


def test_of_a_long_text_the_part_with_the_most_of_the_question_is_shown():
    text = f"{'Gout. ' * 50}{'Filler ' * 50}Gout in a toe, treated. {'Filler ' * 50}"
    assert "<mark>Gout</mark> in a <mark>toe,</mark> <mark>treated.</mark>" in Snippets(
        {"gout", "toe", "treat"}
    ).of(text)
