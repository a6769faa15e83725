"""What the schema says of answers that `fields=` and `omit=` have cut.

A shape requires all its properties, so that clients made from the schema need not doubt them. A
cut answer has some of them only: beside each shape that can be cut stands one with the same
properties, none of them required.
"""

from copy import deepcopy
from typing import Any

from . import foreign_shapes

PREFIX = "#/components/schemas/"
# Bodies are cut by format, and their formats are optional in the shape itself. What others define
# comes whole.
UNCUT = frozenset({"Body", *foreign_shapes.COMPONENTS})

Json = dict[str, Any]


def describe_cuts(result: Json, **_: Any) -> Json:
    """A hook of drf-spectacular: let every answer that takes `fields` be whole or cut."""
    components = result["components"]["schemas"]
    for path in result["paths"].values():
        operation = path.get("get", {})
        if not any(each["name"] == "fields" for each in operation.get("parameters", ())):
            continue
        media = operation["responses"]["200"]["content"]["application/json"]
        whole = components[_name(media["schema"])]
        if "results" in whole["properties"]:
            rows = whole["properties"]["results"]
            rows["items"] = _whole_or_cut(rows["items"], components)
        else:
            media["schema"] = _whole_or_cut(media["schema"], components)
    result["components"]["schemas"] = dict(sorted(components.items()))
    return result


def _name(reference: Json) -> str:
    return str(reference["$ref"]).removeprefix(PREFIX)


def _whole_or_cut(reference: Json, components: Json) -> Json:
    if "anyOf" in reference:
        return reference
    return {"anyOf": [reference, _cut(reference, components)]}


def _cut(part: Any, components: Json) -> Any:
    """A schema in which every shape is replaced by its cut one, which is added where missing."""
    if isinstance(part, list):
        return [_cut(each, components) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" not in part:
        return {key: _cut(value, components) for key, value in part.items()}
    name = _name(part)
    if name in UNCUT or "properties" not in components[name]:
        return part
    cut_name = f"{name}Cut"
    if cut_name not in components:
        components[cut_name] = {}  # Taken, before a shape that refers to itself comes back here.
        shape = deepcopy(components[name])
        shape.pop("required", None)
        shape["description"] = f"The fields of {name} that were asked for."
        shape["properties"] = _cut(shape["properties"], components)
        components[cut_name] = shape
    return {**part, "$ref": PREFIX + cut_name}
