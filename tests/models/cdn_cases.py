"""Writes that the constraints of the purge cursors refuse (see test_constraints)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from articles.models import PurgeCursor

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def cursor(**values: Any) -> Callable[[Any], Any]:
    return lambda _: PurgeCursor.objects.create(target="http://cache/", **values)


CASES = {
    "purge_cursor_goes_forward": cursor(settling_id=1, settle_at=NOW),
    "purge_cursor_settles_at_a_time": cursor(change_id=1, settling_id=1),
    "purge_cursor_retries_at_a_time": cursor(failures=1),
}
