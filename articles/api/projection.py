"""`fields=`, `omit=` and `body=`: which part of a JSON value is asked for. Pure.

A tree stands for a shape: the names in an object, each with the tree below it, or None for what
is taken as a whole. Lists are looked through: a tree describes each of their items.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Tree = Mapping[str, "Tree | None"]


def only(tree: Tree, paths: Iterable[str]) -> Tree:
    """What `paths` name of `tree`; a path that names an object takes all of it.

    >>> only({"a": {"b": None, "c": None}, "d": None}, ["a.b"])
    {'a': {'b': None}}
    """
    kept: dict[str, Tree | None] = {}
    # Short ones first, so that "a" takes precedence over "a.b".
    for path in sorted(paths, key=len):
        _keep(kept, tree, path)
    return kept


def _keep(kept: dict[str, Any], tree: Tree, path: str) -> None:
    name, _, rest = path.partition(".")
    inside = tree[name]
    if not (rest and inside):
        kept[name] = inside
    elif kept.get(name) is not inside:
        _keep(kept.setdefault(name, {}), inside, rest)


def without(tree: Tree, paths: Iterable[str]) -> Tree:
    """`tree` without what `paths` name.

    >>> without({"a": {"b": None, "c": None}, "d": None}, ["a.b", "d"])
    {'a': {'c': None}}
    """
    for path in paths:
        tree = _drop(tree, path)
    return tree


def _drop(tree: Tree, path: str) -> Tree:
    name, _, rest = path.partition(".")
    if name not in tree:
        return tree
    inside = tree[name]
    if rest and inside is not None:
        return {**tree, name: _drop(inside, rest)}
    return {key: below for key, below in tree.items() if key != name}


def project(value: Any, tree: Tree | None) -> Any:
    """What `tree` names of `value`, in the value's own order; null stays null."""
    if tree is None:
        return value
    if isinstance(value, dict):
        return {name: project(part, tree[name]) for name, part in value.items() if name in tree}
    if isinstance(value, list):
        return [project(item, tree) for item in value]
    return value
