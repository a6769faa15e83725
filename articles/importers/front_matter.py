"""The YAML in front of a Markdown file, checked value by value, each problem with its line."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import yaml

from articles.models import Article, EvidenceLevel, Person, Reference

from .drafts import ImportProblem, PersonDraft, ReferenceDraft, nearest

KEYS = (
    "title", "slug", "summary", "also_called", "topic", "authors", "reviewers", "reviewed_on",
    "review_due", "first_published_on", "meta_title", "meta_description", "canonical_url",
    "featured", "disclosure", "disclaimer", "related", "references", "working_copy",
)  # fmt: skip
_PERSON_KEYS = ("slug", "name", "credentials", "job_title", "organisation")
_REFERENCE_KEYS = ("title", "publisher", "year", "doi", "pmid", "url", "evidence_level")
_WORKING_COPY_KEYS = ("id", "created_at", "modified_at", "modified_by")
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_YEAR = re.compile(r"1[6-9]\d\d|2[01]\d\d|2200")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML, by the C parser where it is installed."""


# Dates are read by `_date`, so that an impossible one is told with its key and line.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def split(text: str) -> tuple[str, str, int]:
    """The YAML, the body, and how many lines stand before the body.

    Raises:
        ImportProblem: the front matter has no end.
    """
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != "---":
        return "", text, 0
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {"---", "..."}:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 1
    raise ImportProblem("The front matter that begins with --- has no end (another ---).", line=1)


def read(source: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The values of the front matter as a draft takes them, and the line of each key.

    Raises:
        ImportProblem: it isn't YAML, has an unknown key, or a value that can't be.
    """
    values, lines = load(source)
    for key in values:
        if key not in KEYS:
            raise ImportProblem(
                f"Unknown key “{key}”. Known are {', '.join(KEYS)}.{nearest(str(key), KEYS)}",
                line=lines.get(key),
            )
    checked = {}
    for key, value in values.items():
        if value is None:
            continue
        try:
            checked[key] = _CHECKS[key](value)
        except ImportProblem as problem:
            line = problem.line or lines[key]
            raise ImportProblem(f"{key}: {problem.reason}", line=line) from None
    return checked, lines


def load(source: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The values of the front matter as they are, and the line of each key.

    Raises:
        ImportProblem: it isn't YAML of keys with values, each given once.
    """
    try:
        loader = _Loader(source)
        node = loader.get_single_node()
        _refuse_aliases(node, set())
        values = loader.construct_document(node) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        reason = error.problem or "it can't be read"
        line = mark.line + 2 if mark else 1
        raise ImportProblem(f"The front matter is not safe YAML: {reason}.", line=line) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it can't be read"
        raise ImportProblem(f"The front matter is not safe YAML: {reason}.", line=1) from None
    if not isinstance(values, dict):
        raise ImportProblem("The front matter must be keys with values, like “title: …”.", line=2)
    lines: dict[str, int] = {}
    for key, _ in node.value if node else ():
        if key.value in lines:
            raise ImportProblem(f"“{key.value}” is given twice.", line=key.start_mark.line + 2)
        lines[key.value] = key.start_mark.line + 2
    return values, lines


def _refuse_aliases(node: Any, seen: set[int]) -> None:
    """Refuse a node that stands in two places: a few lines of them can mean gigabytes."""
    if id(node) in seen:
        raise yaml.MarkedYAMLError("", None, "aliases (*name) are not allowed", node.start_mark)
    seen.add(id(node))
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in child if isinstance(child, tuple) else (child,):
            _refuse_aliases(part, seen)


# --- Values ---


def _text(maximum: int | None = None) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if isinstance(value, bool | list | dict) or value is None:
            raise ImportProblem("must be text.")
        text = str(value).strip()
        if maximum and len(text) > maximum:
            raise ImportProblem(f"{len(text)} characters are too long; at most {maximum} fit.")
        return text

    return check


def _length(model: Any, name: str) -> int | None:
    length: int | None = model._meta.get_field(name).max_length
    return length


def _slug(value: Any) -> str:
    slug = _text(_length(Article, "slug"))(value)
    if not _SLUG.fullmatch(slug):
        raise ImportProblem(f"“{slug}” is no slug: use letters, digits, hyphens, underscores.")
    return slug


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> tuple[str, ...]:
    check = _text(_length(Article, "title"))
    return tuple(dict.fromkeys(text for item in _list(value) if (text := check(item))))


def _slugs(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_slug(item) for item in _list(value)))


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ImportProblem(f"“{value}” is no date; write it like 2026-11-23.") from None


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ImportProblem(f"“{value}” must be true or false.")
    return value


def _working_copy(value: Any) -> dict[str, str]:
    """What an export says of the working copy, which an import leaves alone."""
    if not isinstance(value, dict):
        raise ImportProblem("must be keys with values, as an export writes them.")
    _refuse_unknown(value, _WORKING_COPY_KEYS)
    return {key: _text()(item) for key, item in value.items()}


def _url(maximum: int | None) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        url = _text(maximum)(value)
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ImportProblem(f"“{url}” must be an address that begins with https://.")
        return url

    return check


def _people(value: Any) -> list[PersonDraft]:
    return [_person(item) for item in _list(value)]


def _person(value: Any) -> PersonDraft:
    if not isinstance(value, dict):
        text = _text(_length(Person, "name"))(value)
        if not text:
            raise ImportProblem("a person needs a slug or a name.")
        # One lower-case word, or words joined by hyphens, is how slugs look; names have capitals.
        is_slug = _SLUG.fullmatch(text) and text == text.lower()
        return PersonDraft(slug=text) if is_slug else PersonDraft(name=text)
    _refuse_unknown(value, _PERSON_KEYS)
    texts = {key: _text(_length(Person, key))(item) for key, item in value.items() if item}
    if not texts.get("name") and not texts.get("slug"):
        raise ImportProblem("a person needs a slug or a name.")
    return PersonDraft(**texts)  # type: ignore[arg-type]  # texts only, by _PERSON_KEYS


def _references(value: Any) -> list[ReferenceDraft]:
    return [_reference(item) for item in _list(value)]


def _reference(value: Any) -> ReferenceDraft:
    if not isinstance(value, dict):
        return ReferenceDraft(title=_text(_length(Reference, "title"))(value))
    _refuse_unknown(value, _REFERENCE_KEYS)
    given = {key: item for key, item in value.items() if item is not None}
    year = given.pop("year", None)
    url = _url(_length(Reference, "url"))(given.pop("url", ""))
    texts = {key: _text(_length(Reference, key))(item) for key, item in given.items()}
    if not texts.get("title"):
        raise ImportProblem("a reference needs a title.")
    level = texts.get("evidence_level", "")
    if level and level not in EvidenceLevel.values:
        known = ", ".join(EvidenceLevel.values)
        raise ImportProblem(
            f"unknown evidence level “{level}”. Known are {known}."
            f"{nearest(level, EvidenceLevel.values)}"
        )
    if year is not None and not _YEAR.fullmatch(str(year).strip()):
        raise ImportProblem(f"“{year}” is no year from 1600 to 2200.")
    return ReferenceDraft(**texts, url=url, year=int(str(year)) if year is not None else None)


def _refuse_unknown(value: dict[Any, Any], known: tuple[str, ...]) -> None:
    for key in value:
        if key not in known:
            raise ImportProblem(
                f"unknown key “{key}”. Known are {', '.join(known)}.{nearest(str(key), known)}"
            )


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "title": _text(_length(Article, "title")),
    "slug": _slug,
    "summary": _text(),
    "also_called": _texts,
    "topic": _text(100),
    "authors": _people,
    "reviewers": _people,
    "reviewed_on": _date,
    "review_due": _date,
    "first_published_on": _date,
    "meta_title": _text(_length(Article, "meta_title")),
    "meta_description": _text(_length(Article, "meta_description")),
    "canonical_url": _url(_length(Article, "canonical_url")),
    "featured": _boolean,
    "disclosure": _text(),
    "disclaimer": _slug,
    "related": _slugs,
    "references": _references,
    "working_copy": _working_copy,
}
