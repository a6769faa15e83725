"""`fields=`, `omit=` and `body=` as what they are: cutting a JSON value by a tree of names."""

from hypothesis import given
from hypothesis import strategies as st

from articles.api.fields import BODY_FORMATS, HTML_ONLY, selection, selection_parameters
from articles.api.projection import only, project, without
from articles.api.shapes import Article

NAMES = st.sampled_from(["a", "b", "c", "d"])
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
TREES = st.recursive(
    st.none(), lambda inner: st.dictionaries(NAMES, inner, min_size=1), max_leaves=12
).filter(lambda tree: isinstance(tree, dict))


def paths_in(tree, prefix=""):
    for name, below in tree.items():
        yield prefix + name
        if below:
            yield from paths_in(below, f"{prefix}{name}.")


@st.composite
def values_of(draw, tree):
    """A value of the shape that a tree stands for: objects, lists of them, null."""
    if tree is None:
        return draw(LEAVES)
    one = st.fixed_dictionaries({name: values_of(below) for name, below in tree.items()})
    return draw(st.one_of(one, st.lists(one, max_size=2), st.none()))


@st.composite
def cases(draw):
    """A tree, a value of its shape, and some of its paths."""
    tree = draw(TREES)
    value = draw(st.fixed_dictionaries({name: values_of(tree[name]) for name in tree}))
    paths = draw(st.lists(st.sampled_from(list(paths_in(tree))), min_size=1))
    return tree, value, paths


@given(cases())
def test_the_whole_tree_leaves_the_value_as_it_is(case):
    tree, value, _ = case
    assert project(value, tree) == value


@given(cases())
def test_what_is_asked_for_is_kept_and_what_is_omitted_goes(case):
    tree, _, paths = case
    assert set(paths) <= set(paths_in(only(tree, paths)))
    assert not set(paths) & set(paths_in(without(tree, paths)))


@given(cases())
def test_cutting_twice_is_cutting_once(case):
    tree, value, paths = case
    for cut in (only(tree, paths), without(tree, paths)):
        once = project(value, cut)
        assert project(once, cut) == once


@given(cases())
def test_the_order_of_the_paths_does_not_matter(case):
    tree, value, paths = case
    backwards = paths[::-1]
    assert project(value, only(tree, paths)) == project(value, only(tree, backwards))
    assert project(value, without(tree, paths)) == project(value, without(tree, backwards))


@given(cases())
def test_cutting_leaves_the_value_and_the_tree_alone(case):
    tree, value, paths = case
    before = repr((value, tree))
    project(value, only(tree, paths))
    project(value, without(tree, paths))
    assert repr((value, tree)) == before


PATHS = selection_parameters(Article)["fields"].values


@given(
    st.none() | st.lists(st.sampled_from(PATHS), min_size=1).map(tuple),
    st.lists(st.sampled_from(PATHS)).map(tuple),
    st.sampled_from([HTML_ONLY, BODY_FORMATS, ("text",)]),
)
def test_any_fields_of_an_article_go_together(fields, omit, formats):
    tree = selection(Article, fields, omit, formats)
    named = set(paths_in(tree))
    assert not named & set(omit)
    if "sections.body" in named:
        assert set(tree["sections"]["body"]) == set(formats)
