"""What `fields=`, `omit=` and `body=` may name, taken from the shapes of answers."""

from collections.abc import Iterator
from functools import cache, lru_cache

from rest_framework.serializers import Field, Serializer

from .parameters import Choices, Parameter, Paths
from .projection import Tree, only, without
from .shapes import Body

ShapeClass = type[Serializer]
BODY_FORMATS = ("html", "markdown", "text", "blocks")
HTML_ONLY = ("html",)


def selection_parameters(shape: ShapeClass) -> dict[str, Parameter]:
    """`fields`, `omit` and, where there are bodies, `body`."""
    paths = tuple(_paths(shape))
    parameters: dict[str, Parameter] = {
        "fields": Paths(
            values=paths,
            description="Only these fields; dots lead to those inside objects and lists.",
        ),
        "omit": Paths(values=paths, description="All but these fields; applied after `fields`."),
    }
    if _has_body(shape):
        parameters["body"] = Choices(
            values=BODY_FORMATS,
            default=HTML_ONLY,
            description="The formats of bodies and answers: each is a key of the body's object.",
        )
    return parameters


@lru_cache(maxsize=1000)
def selection(
    shape: ShapeClass,
    fields: tuple[str, ...] | None,
    omit: tuple[str, ...],
    formats: tuple[str, ...],
) -> Tree:
    """The tree of what is asked for of `shape`."""
    tree = _tree(shape, formats)
    return without(tree if fields is None else only(tree, fields), omit)


def _parts(shape: ShapeClass) -> Iterator[tuple[str, Field]]:
    """The fields of a shape; of nested ones the shape within, whether one or many."""
    for name, field in shape().fields.items():
        yield name, getattr(field, "child", field)


@cache
def _tree(shape: ShapeClass, formats: tuple[str, ...]) -> Tree:
    tree: dict[str, Tree | None] = {}
    for name, part in _parts(shape):
        if isinstance(part, Body):
            tree[name] = dict.fromkeys(formats)
        elif isinstance(part, Serializer):
            tree[name] = _tree(type(part), formats)
        else:
            tree[name] = None
    return tree


def _paths(shape: ShapeClass) -> Iterator[str]:
    """All names with dots. A body is one: `body=` says what is in it."""
    for name, part in _parts(shape):
        yield name
        if isinstance(part, Serializer) and not isinstance(part, Body):
            yield from (f"{name}.{path}" for path in _paths(type(part)))


def _has_body(shape: ShapeClass) -> bool:
    return any(
        isinstance(part, Body) or (isinstance(part, Serializer) and _has_body(type(part)))
        for _, part in _parts(shape)
    )
