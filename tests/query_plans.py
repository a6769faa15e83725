"""What SQLite is going to do for a statement: for tests that a list is never read through."""

from collections.abc import Iterable
from typing import Any

from django.db import connection


def scans(queries: Iterable[dict[str, Any]], *, small: Iterable[str] = ()) -> list[str]:
    """The tables that any of these captured queries reads from end to end.

    Args:
        small: tables that may be, since they have few rows on any site.
    """
    found = []
    allowed = {f"articles_{name}" for name in small}
    with connection.cursor() as cursor:
        for query in queries:
            if not query["sql"].startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
                continue
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}", None)
            for *_, step in cursor.fetchall():
                verb, name, *rest = step.split()
                read = name.startswith("articles_") and "VIRTUAL" not in rest
                if verb == "SCAN" and read and name not in allowed:
                    found.append(f"{step}: {query['sql'][:300]}")
    return found
