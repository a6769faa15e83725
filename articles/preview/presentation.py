"""A compiled document as the built-in page shows it: its JSON, with words for its codes."""

from datetime import date, datetime
from typing import Any

import orjson

from articles.documents.compiled import CompiledDocument
from articles.models import EvidenceLevel, SectionKind

Json = dict[str, Any]
_DAYS = ("reviewed_on", "review_due", "first_published_on")
_MOMENTS = ("published_at", "updated_at")


def present(compiled: CompiledDocument) -> Json:
    """What the template takes: what the API would answer, dates as dates, callouts and levels
    of evidence by name."""
    document: Json = orjson.loads(compiled.full)
    document |= {name: document[name] and date.fromisoformat(document[name]) for name in _DAYS}
    document |= {name: datetime.fromisoformat(document[name]) for name in _MOMENTS}
    for section in document["sections"]:
        for part in (section, *section["sections"]):
            part["callout"] = _callout(part["kind"])
    for reference in document["references"]:
        level = reference["evidence_level"]
        reference["evidence"] = EvidenceLevel(level).label if level else ""
    return document


def _callout(kind: str) -> str:
    """The name of a callout; empty for running text."""
    if kind == SectionKind.PLAIN:
        return ""
    return str(SectionKind(kind).label).removeprefix("Callout: ").capitalize()
