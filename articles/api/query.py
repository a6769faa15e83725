"""The parameters of one request: all read at once, and everything that is wrong told at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from .parameters import MOST_FAULTS, BadValue, CommaList, Fault, Parameter, nearest, quote


class BadParameters(Exception):  # noqa: N818
    """A request whose parameters can't be followed, with all that is wrong with them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.parameter}: {fault.detail}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Query:
    """Parsed values by the parameter's name, and the texts that they were given as."""

    values: Mapping[str, Any]
    texts: Mapping[str, str]

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def canonical(self, **replaced: str | None) -> str:
        """The query string in canonical order, with some texts `replaced`, or left out by None.

        >>> Query({}, {"page": "2", "a": "b c"}).canonical(page="3")
        'a=b+c&page=3'
        """
        if not (self.texts or replaced):
            return ""
        texts = {**self.texts, **replaced}
        given = sorted((name, text) for name, text in texts.items() if text is not None)
        return urlencode(given, safe=",:")


NOTHING_ASKED = Query({}, {})


def read(given: QueryDict, declared: Mapping[str, Parameter]) -> Query:
    """Parse all parameters of a request.

    Raises:
        BadParameters: with everything that is wrong, not only the first.
    """
    if not given:
        return NOTHING_ASKED
    values: dict[str, Any] = {}
    told: dict[str, str] = {}
    faults: list[Fault] = []
    for name, texts in given.lists():
        if name not in declared:
            faults.append(_unknown(name, declared, explained=len(faults) < MOST_FAULTS))
            continue
        try:
            told[name] = _text_of(texts, declared[name])
            values[name] = _parse(told[name], declared[name])
        except BadValue as bad:
            faults += (replace(fault, parameter=name) for fault in bad.faults)
    if faults:
        raise BadParameters(faults)
    return Query(values, told)


def _unknown(name: str, declared: Mapping[str, Parameter], *, explained: bool) -> Fault:
    fault = Fault("There is no such parameter here.", parameter=quote(name)[1:-1])
    if not explained:
        return fault
    return replace(fault, allowed=tuple(declared), did_you_mean=nearest(name, declared))


def _text_of(texts: list[str], parameter: Parameter) -> str:
    """What a parameter was given as. Many clients write a list as `topic=a&topic=b`."""
    if len(texts) > 1 and not isinstance(parameter, CommaList):
        raise BadValue(Fault(f"Given {len(texts)} times; give it once."))
    return ",".join(texts)


def _parse(text: str, parameter: Parameter) -> Any:
    if not text:
        raise BadValue(Fault("Given without a value: give one, or leave the parameter out."))
    if len(text) > parameter.max_length:
        raise BadValue(Fault(f"Longer than {parameter.max_length} characters."))
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise BadValue(Fault("It has a character that can't occur in a text."))
    return parameter.parse(text)
