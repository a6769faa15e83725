"""What is in the database, as values: to show that an act did or didn't change it."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection

DOCUMENT_TABLES = (
    "Document",
    "DocumentAspect",
    "DocumentCitation",
    "DocumentLink",
    "DocumentName",
    "DocumentPerson",
    "DocumentTerm",
    "Passage",
)

Rows = dict[str, list[dict[str, Any]]]


def rows_of(*names: str) -> Rows:
    """All rows of these models of `articles`, or of all; without keys that the database gives."""
    models = list(apps.get_app_config("articles").get_models(include_auto_created=True))
    chosen = [model for model in models if not names or model.__name__ in names]
    return {
        model.__name__: sorted(
            (
                {key: value for key, value in row.items() if key != "id" or names == ()}
                for row in model._default_manager.order_by().values()
            ),
            key=repr,
        )
        for model in chosen
    }


def document_rows() -> Rows:
    """What readers get; without row numbers, which a rebuild is free to give anew."""
    return rows_of(*DOCUMENT_TABLES)


class Crash(BaseException):
    """The power went: nothing can catch it."""


class CrashAt:
    """Runs statements until the n-th, and raises there."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.seen = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.seen += 1
        if self.seen == self.number:
            raise Crash(f"at statement {self.number}")
        return execute(*args)


def crash_at_every_statement(act: Callable[[], object], after_crash: Callable[[], object]) -> int:
    """Do `act` with a crash at its first statement, its second, …, until it gets through.

    `after_crash` looks at what is left after each. Gives the number of statements of `act`.
    """
    for number in range(1, 200):
        try:
            with connection.execute_wrapper(CrashAt(number)):
                act()
        except Crash:
            after_crash()
        else:
            return number - 1
    raise AssertionError("The act never got through.")
