"""What a check finds."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error blocks publishing, a warning asks, an information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the gravest."""
        return list(Severity).index(self)

    @property
    def label(self) -> str:
        return {"error": "Error", "warning": "Warning", "info": "Note"}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an editor should know before publishing.

    `field` is the path of what it concerns: `summary`, `sections.2.body` (from 0), `references`
    for the list as a whole, "" for the article. `place` says the same in an editor's words.
    """

    id: str
    severity: Severity
    message: str
    hint: str = ""
    field: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check yields: the registry adds its id and severity and makes it a Finding.

    `hint` stands in for the check's own hint, `severity` for its severity; a project's settings
    come before both.
    """

    message: str
    field: str = ""
    hint: str = ""
    severity: Severity | None = None
