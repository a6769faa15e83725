"""The registry: what a check is, which there are, and how they are run. Pure."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from articles.documents.content import Content

from .facts import Facts
from .findings import Finding, Remark, Severity
from .places import page_order, place_of

CheckFunction = Callable[[Content, Facts], Iterable[Remark]]

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True, slots=True)
class Check:
    """A rule: `function` yields a Remark for each place that breaks it."""

    id: str
    severity: Severity
    function: CheckFunction
    hint: str = ""
    never_blocks: bool = False

    @property
    def title(self) -> str:
        """The first line of the function's docstring: what it looks for."""
        return (self.function.__doc__ or self.id).strip().splitlines()[0].rstrip(".")

    @property
    def module(self) -> str:
        return self.function.__module__


@dataclass(frozen=True, slots=True)
class Policy:
    """What a project changes: checks that it silences, and those that it grades anew."""

    silenced: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def severity_of(self, check: Check, remark: Remark | None = None) -> Severity:
        own = remark.severity if remark and remark.severity else check.severity
        severity = self.severities.get(check.id, own)
        if check.never_blocks and severity is Severity.ERROR:
            return Severity.WARNING
        return severity


_registered: dict[str, Check] = {}


def check(
    check_id: str, *, severity: Severity | str, hint: str = "", never_blocks: bool = False
) -> Callable[[CheckFunction], CheckFunction]:
    """Register a function as the check `check_id`.

    Args:
        check_id: words with dots: `summary.missing`.
        severity: of its findings, unless a remark or the settings say otherwise.
        hint: what an editor can do about it.
        never_blocks: an error by the settings counts as a warning, for measures too coarse to
            stop anybody.

    Raises:
        ValueError: the id is malformed or taken, or the severity is unknown.

    >>> @check("title.shouts", severity="info", hint="Use sentence case.")
    ... def title_shouts(content, facts):
    ...     "A title in capitals."
    ...     if content.title.isupper():
    ...         yield Remark("The title is all capitals.", field="title")
    """
    if not _ID.fullmatch(check_id):
        raise ValueError(f"“{check_id}” is no id of a check: write words with dots.")

    def register(function: CheckFunction) -> CheckFunction:
        known = _registered.get(check_id)
        if known and _name_of(known.function) != _name_of(function):
            raise ValueError(f"{check_id} is registered already, by {_name_of(known.function)}.")
        _registered[check_id] = Check(
            id=check_id,
            severity=Severity(severity),
            function=function,
            hint=hint,
            never_blocks=never_blocks,
        )
        return function

    return register


def _name_of(function: CheckFunction) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def registered(modules: Collection[str] = ()) -> list[Check]:
    """Galley's own checks and those of these modules, as far as they are imported, by id."""
    own = __package__ or ""
    wanted = (own, *modules)
    return [
        known
        for _, known in sorted(_registered.items())
        if any(f"{known.module}.".startswith(f"{module}.") for module in wanted)
    ]


def run(
    content: Content, facts: Facts, *, checks: Iterable[Check], policy: Policy | None = None
) -> list[Finding]:
    """What `checks` find in `content`: errors first, then warnings, each in page order."""
    policy = policy or Policy()
    findings = [
        Finding(
            id=one.id,
            severity=policy.severity_of(one, remark),
            message=remark.message,
            hint=remark.hint or one.hint,
            field=remark.field,
            place=place_of(remark.field, content),
        )
        for one in checks
        if one.id not in policy.silenced
        for remark in one.function(content, facts)
    ]
    return sorted(
        findings, key=lambda found: (found.severity.rank, page_order(found.field), found.id)
    )
