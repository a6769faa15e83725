"""Anchors: unique, made once, and found quickly where thousands of headings are the same."""

import pytest

from articles.documents.anchors import MAX_LENGTH, anchor_for, filled_anchors


class Watched(set):
    """A set that counts how often it is looked into."""

    looks = 0

    def __contains__(self, item):
        self.looks += 1
        return super().__contains__(item)


@pytest.mark.parametrize("taken", range(1, 20))
def test_the_first_free_number_is_taken(taken):
    names = ["h"] + [f"h-{number}" for number in range(2, taken + 1)]
    assert anchor_for("H", taken=set(names)) == f"h-{taken + 1}"


def test_of_many_headings_that_are_the_same_few_are_looked_at():
    taken = Watched(["h"] + [f"h-{number}" for number in range(2, 10_000)])
    assert anchor_for("H", taken=taken) == "h-10000"
    assert taken.looks < 50


def test_an_anchor_that_a_later_question_keeps_is_not_given_to_a_section():
    sections, faqs = filled_anchors([("", "Causes"), ("", "Causes")], [("causes", "Causes")])
    assert (sections, faqs) == (["causes-2", "causes-3"], ["causes"])


def test_a_long_heading_leaves_room_for_its_number():
    anchor = anchor_for("h" * 300, taken={"h" * 92})
    assert anchor == "h" * 92 + "-2"
    assert len(anchor) <= MAX_LENGTH
