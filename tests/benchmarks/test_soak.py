"""The soak test's own judgement: what it takes for stale, missed or grown."""

import pytest

from .soak_memory import Thirds
from .soak_publications import Publication, Publications, Seen, marks_in
from .soak_readers import Follower, Told


@pytest.fixture
def publications():
    """Edition 2 of article 1 was there at 10, edition 3 at 20, edition 2 of article 4 at 30."""
    found = Publications()
    found.add(Publication(4, 2, 103, began=29, at=30))
    found.add(Publication(1, 2, 101, began=9, at=10))
    found.add(Publication(1, 3, 102, began=19, at=20))
    return found


def seen(started, editions=None, **values):
    return Seen(started, started + 1, "/a/", editions or {}, **values)


def test_marks_tell_the_oldest_edition_of_each_article():
    text = "soak01 edition 4: Gout, soak01 edition 3: Gout, soak12 edition 10: Flu"
    assert marks_in(text) == {1: 3, 12: 10}


@pytest.mark.parametrize(
    ("started", "edition", "is_stale"),
    [(5, 1, False), (11, 1, True), (11, 2, False), (21, 2, True), (15, 3, False)],
)
def test_an_edition_is_stale_once_a_newer_one_was_there_before_the_request(
    publications, started, edition, is_stale
):
    found = publications.faults(seen(started, {1: edition}))
    assert bool(found) is is_stale
    assert all(fault.startswith("Stale: /a/ showed edition") for fault in found)


def test_what_has_to_show_and_does_not_is_missing(publications):
    assert publications.faults(seen(15, {1: 3}, must=frozenset({1}))) == []
    assert publications.faults(seen(15, must=frozenset({1}))) == [
        "Missing: /a/ did not show soak01."
    ]


def test_the_newest_has_to_show_in_what_is_ordered_by_time(publications):
    assert publications.faults(seen(25, {1: 3}, newest=True)) == []
    assert publications.faults(seen(31, {1: 3}, newest=True)) == [
        "Missing: /a/ did not show soak04."
    ]


def test_a_reader_of_changes_has_to_know_what_was_published_before(publications):
    assert publications.faults(seen(31, told=103)) == []
    [fault] = publications.faults(seen(31, told=102))
    assert fault.startswith("Stale: /a/ knew of change 102")


def test_a_tag_has_one_body_unless_something_was_published_meanwhile(publications):
    assert publications.faults(seen(12, tag="t", digest=b"1")) == []
    assert publications.faults(seen(19.5, tag="t", digest=b"2")) == []
    assert publications.faults(seen(25, tag="t", digest=b"2")) == [
        "Two bodies have the same ETag: t"
    ]


@pytest.mark.parametrize(
    ("told", "has_missed"),
    [
        ([(7, "a", 0)], False),
        ([(9, "a", 0)], False),  # the newest of an article stands for all
        ([(8, "b", 0), (9, "a", 0)], False),
        ([(8, "b", 0), (9, "a", 1)], True),  # passed over, and told only later
        ([(9, "b", 0)], True),
        ([], True),
    ],
    ids=["told", "newer told", "newer in the round", "next round", "another", "nothing"],
)
def test_a_change_is_missed_unless_it_or_a_newer_one_is_told_in_its_round(told, has_missed):
    follower = Follower.__new__(Follower)
    follower.told = [Told(*each) for each in told]
    assert follower.has_missed(7, "a") is has_missed


@pytest.mark.parametrize(
    ("third", "is_flat"), [(280, True), (288, True), (289, False), (100, True)]
)
def test_memory_is_flat_within_three_per_cent(third, is_flat):
    assert Thirds(first=200, second=280, third=third).is_flat is is_flat
