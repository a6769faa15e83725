"""What two editors both changed, as questions for the page that lets one of them choose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.documents.richtext import to_text
from articles.editorial.comparison import Names
from articles.editorial.merging import Conflict

# Of a long text its beginning: the comparison below the question has it in full.
SHOWN = 300
CHOICES = ("level", "kind", "health_aspect", "evidence_level")


@dataclass(frozen=True)
class Decision:
    """One question. Removing a part is never the answer that is chosen beforehand."""

    key: str
    question: str
    mine: str
    theirs: str
    prefers_theirs: bool


def decisions_of(conflicts: Iterable[Conflict], names: Names) -> list[Decision]:
    return [
        Decision(
            key=found.key,
            question=str(found),
            mine=_shown(found, found.mine, names),
            theirs=_shown(found, found.theirs, names),
            prefers_theirs=found.mine is None and found.theirs is not None,
        )
        for found in conflicts
    ]


def _shown(conflict: Conflict, value: Any, names: Names) -> str:
    if conflict.key.endswith(":order"):
        return ""
    if value is None and not conflict.field:
        return "Nothing: removed"
    name = conflict.key.rsplit(":", 1)[-1] if conflict.field else conflict.key
    match name:
        case "topic_id":
            text = names.topics.get(value, "")
        case "disclaimer_id":
            text = names.notices.get(value, "")
        case "review_dates":
            text = ", next ".join(f"{day:%-d %b %Y}" if day else "none" for day in value)
        case "featured":
            text = "Yes" if value else "No"
        case _ if name in CHOICES:
            text = names.choices[name].get(value, "")
        case "body" | "answer":
            text = to_text(value)
        case _ if hasattr(value, "body"):
            text = to_text(value.body)
        case _ if hasattr(value, "answer"):
            text = to_text(value.answer)
        case _ if hasattr(value, "doi"):
            text = value.title
        case _:
            text = str(value or "")
    text = text.strip() or "Empty"
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"
