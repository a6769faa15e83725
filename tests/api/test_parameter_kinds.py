"""Each kind of parameter: what it takes, what it refuses, what it says of itself."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles.api.parameters import (
    BadValue,
    Boolean,
    Choice,
    Choices,
    Integer,
    Moment,
    Paths,
    Slugs,
    Words,
    nearest,
)
from articles.api.query import BadParameters, read

KINDS = {
    "integer": Integer(description="", minimum=1, maximum=100, default=20),
    "boolean": Boolean(description=""),
    "choice": Choice(description="", values=("one", "two")),
    "choices": Choices(description="", values=("one", "two")),
    "paths": Paths(description="", values=("a", "a.b", "a.b.c", "d")),
    "slugs": Slugs(description=""),
    "moment": Moment(description=""),
    "words": Words(description=""),
}


def outcome_of(query):
    """The values of a query, or what is wrong with it."""
    try:
        return read(query, KINDS).values, ()
    except BadParameters as bad:
        return {}, bad.faults


@given(st.dictionaries(st.sampled_from([*KINDS, "unknown"]), st.lists(st.text(), min_size=1)))
def test_whatever_is_asked_is_read_or_told_to_be_wrong(asked):
    query = QueryDict(mutable=True)
    for name, texts in asked.items():
        query.setlist(name, texts)
    values, faults = outcome_of(query)
    assert {fault.parameter for fault in faults} <= set(asked)
    assert all(fault.detail for fault in faults)
    assert faults or values.keys() == asked.keys()


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.text(alphabet="\0\ud800\udfff9-+.T:Z ,_a\u0661\uff11", min_size=1, max_size=40))
def test_odd_characters_are_read_or_told_to_be_wrong(kind, text):
    query = QueryDict(mutable=True)
    query[kind] = text
    values, faults = outcome_of(query)
    assert {*values, *(fault.parameter for fault in faults)} == {kind}


@given(st.integers())
def test_an_integer_is_taken_within_its_limits_only(number):
    if 1 <= number <= 100:
        assert KINDS["integer"].parse(str(number)) == number
    else:
        with pytest.raises(BadValue, match="1 to 100"):
            KINDS["integer"].parse(str(number))


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=st.just(UTC) | OFFSETS))
def test_every_date_time_of_the_calendar_is_read_as_the_moment_that_it_is(moment):
    found = KINDS["moment"].parse(moment.isoformat())
    assert found.tzinfo is UTC
    if 1 < moment.year < 9999:
        assert found == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T10:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("2026-01-31t10:00:00z", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("2026-01-31T10:00:00+02:00", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        # As a "+" arrives that wasn't escaped in the address.
        ("2026-01-31T10:00:00 02:00", datetime(2026, 1, 31, 8, tzinfo=UTC)),
        ("2026-01-31T10:00:00.123456789Z", datetime(2026, 1, 31, 10, 0, 0, 123456, tzinfo=UTC)),
    ],
)
def test_dates_and_date_times_are_iso_8601_and_utc_by_default(text, expected):
    assert KINDS["moment"].parse(text) == expected


@pytest.mark.parametrize("text", ["2026", "2026-W05-1", "20260131", "31.1.2026", "2026-13-01"])
def test_other_forms_of_dates_are_refused(text):
    with pytest.raises(BadValue, match="2026-01-31"):
        KINDS["moment"].parse(text)


def test_a_value_given_twice_in_a_list_counts_once():
    assert KINDS["choices"].parse("two,one,two") == ("two", "one")


@pytest.mark.parametrize("text", ["one,", ",one", "one,,two", ","])
def test_a_list_has_no_gaps(text):
    with pytest.raises(BadValue, match="comma"):
        KINDS["choices"].parse(text)


def faults_of(kind, text):
    with pytest.raises(BadValue) as caught:
        KINDS[kind].parse(text)
    return caught.value.faults


def test_each_wrong_item_of_a_list_is_told():
    assert [fault.did_you_mean for fault in faults_of("choices", "onne,two,tow")] == ["one", "two"]


def test_an_unknown_field_names_its_siblings():
    assert faults_of("paths", "a.x")[0].allowed == ("a.b",)
    assert faults_of("paths", "a.b.x")[0].allowed == ("a.b.c",)
    assert faults_of("paths", "x.b")[0].allowed == ("a", "d")


def test_a_field_without_fields_can_only_be_had_as_a_whole():
    (fault,) = faults_of("paths", "d.x")
    assert "as a whole" in fault.detail
    assert fault.allowed == ("d",)


def test_words_are_lower_case_and_come_once():
    assert KINDS["words"].parse(" Skin  PAIN skin ") == ("skin", "pain")


def test_the_nearest_is_found_whatever_the_case_or_not_at_all():
    assert nearest("selfcare", ["SelfCare", "Causes"]) == "SelfCare"
    assert nearest("xyzzy", ["SelfCare", "Causes"]) == ""


def test_a_choice_of_numbers_is_described_as_numbers():
    days = Choice(description="", values=("7", "30"), default="30")

    assert days.schema() == {"type": "integer", "enum": [7, 30], "default": 30}
    assert days.parse("7") == "7"


def test_a_choice_of_words_is_described_as_words():
    assert KINDS["choice"].schema() == {"type": "string", "enum": ["one", "two"]}
