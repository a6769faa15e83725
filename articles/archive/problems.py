"""Why an export can't be written or loaded, in words for the person at the command line."""

from typing import Any


class ArchiveProblem(Exception):  # noqa: N818
    """An export that can't be written or loaded; the text says where and why."""


class told_at:  # noqa: N801  (a context manager, which reads as a verb)
    """Says in which file, and line of it, a problem is."""

    def __init__(self, name: str, number: int | None = None) -> None:
        self.where = name if number is None else f"{name}, line {number}"

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, ArchiveProblem):
            raise ArchiveProblem(f"{self.where}: {error}") from None
