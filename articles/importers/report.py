"""What came of each source of an import."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from .drafts import ArticleDraft, ImportProblem
from .writer import Outcome, Written


@dataclass(slots=True)
class Item:
    """One source of the run and what came of it."""

    path: Path | str
    draft: ArticleDraft | None = None
    problem: ImportProblem | None = None
    written: Written | None = None
    published: bool = False
    outcome: Outcome | None = None
    title: str = ""
    article_id: UUID | None = None
    notes: list[str] = field(default_factory=list)
    # How many of its links lead to other imported articles.
    links: int = 0

    def fail(self, reason: str, *, line: int | None = None) -> None:
        self.problem = ImportProblem(reason, line=line)
        self.written = self.outcome = self.article_id = None

    def keep(self, written: Written) -> None:
        self.written, self.outcome = written, written.outcome
        self.article_id = written.content.id

    def let_go(self) -> None:
        """Forget the texts: of a large source they don't fit into memory together."""
        self.draft = self.written = None

    @property
    def message(self) -> str:
        """The problem as `path:line: reason`."""
        if self.problem is None:
            return ""
        line = f":{self.problem.line}" if self.problem.line else ""
        return f"{self.path}{line}: {self.problem.reason}"


@dataclass(slots=True)
class Report:
    items: list[Item] = field(default_factory=list)

    @property
    def failed(self) -> list[Item]:
        return [item for item in self.items if item.problem]

    @property
    def published(self) -> int:
        return sum(item.published for item in self.items)

    @property
    def links(self) -> int:
        return sum(item.links for item in self.items)

    def count(self, outcome: Outcome) -> int:
        return sum(1 for item in self.items if item.outcome == outcome)
