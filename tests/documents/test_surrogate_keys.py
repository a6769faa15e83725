"""The names under which a CDN keeps answers."""

from hypothesis import given
from hypothesis import strategies as st

from articles.documents.surrogate_keys import fitted, keys_changed

KEYS = st.lists(
    st.builds(
        "{}-{}".format,
        st.sampled_from(["article", "topic", "person", "notice"]),
        st.integers(1, 10**6),
    ),
    max_size=60,
)


def test_a_short_set_stays_as_it_is_each_key_once():
    assert fitted(["article-1", "topic-2", "article-1"], 100) == ("article-1", "topic-2")


def test_the_largest_family_gives_way_to_its_coarser_key():
    keys = ["article-1", *(f"person-{number}" for number in range(100))]
    assert fitted(keys, 100) == ("article-1", "people")


def test_what_fits_in_no_way_is_known_by_the_key_of_everything():
    assert fitted(["article-1", "topic-1", "person-1", "notice-1"], 8) == ("galley",)


@given(keys=KEYS, limit=st.integers(6, 400))
def test_a_collapsed_set_is_still_dropped_by_each_change_of_what_it_named(keys, limit):
    kept = set(fitted(["galley", *keys], limit))
    assert len(" ".join(kept)) <= limit
    for key in keys:
        subject, _, number = key.partition("-")
        assert kept & {*keys_changed(subject, number), "galley"}
        assert kept == {"galley"} or kept & set(keys_changed(subject, number))
