"""What a project's settings make of the checks, and what Django says of settings that are wrong.

Reads no database, so the start of the process can import it.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core import checks as django_checks

from .checks import Check, Policy, Severity, registered


def active_checks() -> list[Check]:
    """Galley's checks and those of the project's CHECKS_MODULES, by id."""
    for module in settings.CHECKS_MODULES:
        import_module(module)
    return registered(settings.CHECKS_MODULES)


def policy_in_settings() -> Policy:
    """CHECKS_SILENCED and CHECKS_SEVERITY. A wrong severity is left out; `verify` tells of it."""
    known = {str(severity) for severity in Severity}
    return Policy(
        silenced=frozenset(settings.CHECKS_SILENCED),
        severities={
            name: Severity(severity)
            for name, severity in settings.CHECKS_SEVERITY.items()
            if severity in known
        },
    )


def verify(**_: Any) -> list[django_checks.CheckMessage]:
    """Django's system check of these settings: `manage.py check` runs it, and every start."""
    broken = list(_broken_modules())
    if broken:
        return broken  # The checks that they would add are unknown.
    known = {check.id: check for check in active_checks()}
    return [
        *_unknown("CHECKS_SILENCED", settings.CHECKS_SILENCED, known, error="galley.E002"),
        *_unknown("CHECKS_SEVERITY", settings.CHECKS_SEVERITY, known, error="galley.E003"),
        *_wrong_severities(),
        *_too_severe(known),
    ]


def _broken_modules() -> Iterator[django_checks.CheckMessage]:
    for module in settings.CHECKS_MODULES:
        try:
            import_module(module)
        except Exception as error:
            yield django_checks.Error(
                f"CHECKS_MODULES names “{module}”, which can't be imported: {error}",
                hint="Name a Python module on the path that registers checks.",
                id="galley.E001",
            )


def _unknown(
    setting: str, names: Iterable[str], known: Iterable[str], *, error: str
) -> Iterator[django_checks.CheckMessage]:
    known = list(known)
    for name in names:
        if name not in known:
            yield django_checks.Error(
                f"{setting} names “{name}”, but there is no such check.",
                hint=_nearest(name, known, otherwise="manage.py check_articles --list names all."),
                id=error,
            )


def _wrong_severities() -> Iterator[django_checks.CheckMessage]:
    allowed = [str(severity) for severity in Severity]
    for name, severity in settings.CHECKS_SEVERITY.items():
        if severity not in allowed:
            yield django_checks.Error(
                f"CHECKS_SEVERITY gives {name} the severity “{severity}”.",
                hint=_nearest(severity, allowed, otherwise=f"Choose of {', '.join(allowed)}."),
                id="galley.E004",
            )


def _too_severe(known: dict[str, Check]) -> Iterator[django_checks.CheckMessage]:
    for name, severity in settings.CHECKS_SEVERITY.items():
        if name in known and known[name].never_blocks and severity == Severity.ERROR:
            yield django_checks.Warning(
                f"CHECKS_SEVERITY makes {name} an error; it stays a warning.",
                hint="Its measure is too coarse to block publishing.",
                id="galley.W002",
            )


def _nearest(word: str, words: list[str], *, otherwise: str) -> str:
    nearest = get_close_matches(word, words, n=1)
    return f"Did you mean “{nearest[0]}”?" if nearest else otherwise
