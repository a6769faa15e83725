"""Kinds of query parameters. A parameter is declared once: that parses, explains and documents it.

Pure: what needs the database lives in `filters`.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import islice
from typing import Any, ClassVar

# Explaining costs time: no more than this many faults of one value are explained.
MOST_FAULTS = 20
# How much of a value is quoted, in characters.
QUOTED = 60
SLUG_PATTERN = r"[-a-zA-Z0-9_]+"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request's parameters, as the answer's `errors` tells it."""

    detail: str
    parameter: str = ""
    allowed: tuple[str, ...] = ()
    did_you_mean: str = ""

    def as_member(self) -> dict[str, Any]:
        members = {"parameter": self.parameter, "detail": self.detail}
        extras = {"allowed": self.allowed, "did_you_mean": self.did_you_mean}
        return members | {name: value for name, value in extras.items() if value}


class BadValue(ValueError):  # noqa: N818
    """A text that a parameter doesn't take; the faults say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults


def quote(text: str) -> str:
    """`text` as it can stand in a sentence of an answer: short, and printable."""
    short = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
    return "“" + "".join(char if char.isprintable() else "\ufffd" for char in short) + "”"


def nearest(text: str, allowed: Iterable[str]) -> str:
    """The one of `allowed` that `text` was most likely meant to be, or "".

    >>> nearest("Symptom", ["Symptoms", "Causes"])
    'Symptoms'
    """
    by_lower = {name.lower(): name for name in allowed}
    close = get_close_matches(text[:100].lower(), by_lower, n=1)
    return by_lower[close[0]] if close else ""


def not_among(text: str, allowed: Collection[str]) -> Fault:
    names = tuple(allowed)
    detail = f"{quote(text)} is not one of the allowed values."
    return Fault(detail, allowed=names, did_you_mean=nearest(text, names))


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A query parameter: what it means, which texts it takes, and what they say."""

    description: str
    # Whether the request is nothing without it.
    required: bool = False
    # What the reference fills in, if anything.
    example: str = ""
    # In characters; longer values are refused unparsed.
    max_length: ClassVar[int] = 2000

    def parse(self, text: str) -> Any:
        """The value that `text`, which isn't empty, stands for.

        Raises:
            BadValue: it stands for none.
        """
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """The JSON schema of the values; an array is written with commas."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Integer(Parameter):
    minimum: int
    maximum: int
    default: int | None

    def parse(self, text: str) -> int:
        # Longer digits are far above every maximum; int() would take other scripts' digits too.
        if re.fullmatch(r"[0-9]{1,12}", text) and self.minimum <= int(text) <= self.maximum:
            return int(text)
        raise BadValue(
            Fault(f"{quote(text)} is not a whole number from {self.minimum} to {self.maximum}.")
        )

    def schema(self) -> dict[str, Any]:
        limits = {"minimum": self.minimum, "maximum": self.maximum}
        default = {} if self.default is None else {"default": self.default}
        return {"type": "integer", **limits, **default}


@dataclass(frozen=True, kw_only=True)
class Boolean(Parameter):
    def parse(self, text: str) -> bool:
        if text not in {"true", "false"}:
            raise BadValue(not_among(text, ("true", "false")))
        return text == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class Choice(Parameter):
    """One of a closed set of values. Where all are numbers, the schema says so."""

    values: tuple[str, ...]
    default: str = ""

    def parse(self, text: str) -> str:
        if text not in self.values:
            raise BadValue(not_among(text, self.values))
        return text

    def schema(self) -> dict[str, Any]:
        is_number = all(value.isdecimal() for value in self.values)
        kind: type[int] | type[str] = int if is_number else str
        default = {"default": kind(self.default)} if self.default else {}
        return {
            "type": "integer" if is_number else "string",
            "enum": [kind(value) for value in self.values],
            **default,
        }


@dataclass(frozen=True, kw_only=True)
class CommaList(Parameter):
    """Several values, with commas between them. A value given twice counts once."""

    def parse(self, text: str) -> Any:
        items = tuple(dict.fromkeys(text.split(",")))
        if "" in items:
            raise BadValue(Fault("A value is missing before or after a comma."))
        faults = (fault for item in items for fault in self.faults_of(item))
        if explained := tuple(islice(faults, MOST_FAULTS)):
            raise BadValue(*explained)
        return items

    def faults_of(self, item: str) -> Iterable[Fault]:
        return ()


@dataclass(frozen=True, kw_only=True)
class Choices(CommaList):
    """Any of a closed set of values."""

    values: tuple[str, ...]
    default: tuple[str, ...] = ()

    def faults_of(self, item: str) -> Iterable[Fault]:
        return () if item in self.values else (not_among(item, self.values),)

    def schema(self) -> dict[str, Any]:
        items = {"type": "string", "enum": list(self.values)}
        default = {"default": list(self.default)} if self.default else {}
        return {"type": "array", "items": items, "minItems": 1, **default}


@dataclass(frozen=True, kw_only=True)
class Paths(Choices):
    """Names of fields, with dots to those inside; what is refused names its siblings only."""

    def faults_of(self, item: str) -> Iterable[Fault]:
        if item in self.values:
            return ()
        # What stands before the last dot that still names something.
        parent = item.rpartition(".")[0]
        while parent and parent not in self.values:
            parent = parent.rpartition(".")[0]
        prefix = f"{parent}." if parent else ""
        siblings = tuple(
            path
            for path in self.values
            if path.startswith(prefix) and "." not in path.removeprefix(prefix)
        )
        did_you_mean = nearest(item, self.values)
        if siblings:
            detail = f"{quote(item)} is not a field."
        else:
            detail = f"{quote(item)} is not a field: {quote(parent)} can only be had as a whole."
        return (Fault(detail, allowed=siblings or (parent,), did_you_mean=did_you_mean),)


@dataclass(frozen=True, kw_only=True)
class Slugs(CommaList):
    """Slugs, at most 100 of them, well formed but not necessarily known."""

    most: ClassVar[int] = 100
    longest: ClassVar[int] = 200
    max_length: ClassVar[int] = most * (longest + 1)

    def parse(self, text: str) -> Any:
        items = super().parse(text)
        if len(items) > self.most:
            raise BadValue(Fault(f"{len(items)} values are more than {self.most}."))
        return items

    def faults_of(self, item: str) -> Iterable[Fault]:
        if len(item) <= self.longest and re.fullmatch(SLUG_PATTERN, item):
            return ()
        detail = f"{quote(item)} is not a slug: letters a to z, digits, hyphens and underscores."
        return (Fault(detail),)

    def schema(self) -> dict[str, Any]:
        items = {"type": "string", "pattern": f"^{SLUG_PATTERN}$", "maxLength": self.longest}
        return {"type": "array", "items": items, "minItems": 1, "maxItems": self.most}


@dataclass(frozen=True, kw_only=True)
class Moment(Parameter):
    """A point in time: an ISO 8601 date (its first moment, UTC) or date-time (UTC by default)."""

    _form: ClassVar[re.Pattern[str]] = re.compile(
        r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
    )

    def parse(self, text: str) -> datetime:
        # An unescaped "+" of an offset arrives as a space.
        written = text.upper().replace(" ", "+")
        try:
            if not self._form.fullmatch(written):
                raise ValueError
            moment = datetime.fromisoformat(written)
        except ValueError:
            raise BadValue(
                Fault(
                    f"{quote(text)} is not a date or date-time such as 2026-01-31 or "
                    "2026-01-31T12:00:00Z."
                )
            ) from None
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        try:
            return moment.astimezone(UTC)
        except OverflowError:  # The first or last day of the calendar, in another time zone.
            return moment.replace(tzinfo=UTC)

    def schema(self) -> dict[str, Any]:
        forms = ({"type": "string", "format": form} for form in ("date", "date-time"))
        return {"anyOf": list(forms)}


@dataclass(frozen=True, kw_only=True)
class Words(Parameter):
    """Words to search for, in lower case."""

    longest: ClassVar[int] = 200

    def parse(self, text: str) -> tuple[str, ...]:
        if len(text) > self.longest:
            raise BadValue(Fault(f"Longer than {self.longest} characters."))
        words = tuple(dict.fromkeys(text.lower().split()))
        if not words:
            raise BadValue(Fault("Give at least one word."))
        return words

    def schema(self) -> dict[str, Any]:
        # No NUL: no database keeps it in a text.
        pattern = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
        return {"type": "string", "maxLength": self.longest, "pattern": pattern}


@dataclass(frozen=True, kw_only=True)
class Text(Parameter):
    """What somebody typed into a search box; only its beginning is searched for."""

    max_length: ClassVar[int] = 10_000

    def parse(self, text: str) -> str:
        return text

    def schema(self) -> dict[str, Any]:
        # No NUL: no database keeps it in a text.
        return {
            "type": "string",
            "minLength": 1,
            "maxLength": self.max_length,
            "pattern": r"^[^\u0000]+$",
        }
