"""What is known of lists, kept in this process until something changes.

How many rows a list has, and the order of a short list on a large site: both cost reading all that
a filter lets through or keeps out, while a page needs a few rows. They are kept under the newest
change, as answers are (see `response_cache`), so they are never wrong, and all pages share them.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import QuerySet

from .searching import Ranked

# Lists of which the count is kept, and keys that are kept of all short ones together.
MOST_COUNTS, MOST_KEYS = 2000, 50_000
# A list of no more rows is short, if it has less than this part of all rows: then many are looked
# at for each that passes. Else the index by which a list is ordered leads to a page's rows soon.
SHORT, RARE = 1000, 30


class Facts:
    """Facts by list, of one generation at a time, as many as `most` allows. Safe for threads."""

    def __init__(self, most: int) -> None:
        self._lock = threading.Lock()
        self.most = most
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._generation: Hashable = None
            self._known: dict[Hashable, Any] = {}
            self._size = 0

    def known(self, key: Hashable, generation: Hashable) -> Any:
        """The fact of the list `key`, None where it isn't known in this generation."""
        with self._lock:
            return self._known.get(key) if generation == self._generation else None

    def of(
        self, key: Hashable, generation: Hashable, find: Callable[[], Any], *, size: int = 1
    ) -> Any:
        """The fact of the list `key`, by `find` where it isn't known, which gives one of `size`.

        The generation must be read before: what is found is then at most newer.
        """
        if (known := self.known(key, generation)) is not None:
            return known
        found = find()
        with self._lock:
            if generation != self._generation:
                self._generation, self._known, self._size = generation, {}, 0
            if self._size + size <= self.most:
                self._known[key] = found
                self._size += size
        return found


counts = Facts(MOST_COUNTS)
orders = Facts(MOST_KEYS)


def clear() -> None:
    counts.clear()
    orders.clear()


def by_keys(
    rows: QuerySet, *, count: int, total: int, key: Hashable, generation: Hashable
) -> QuerySet | Ranked:
    """`rows`, a list with `count` rows of `total`; a short one by the keys of its rows, in order.

    `key` names the list and its order.
    """
    if count > SHORT or count * RARE > total:
        return rows
    keys = orders.of(key, generation, lambda: _keys(rows) if count else [], size=count + 1)
    return Ranked(rows, keys)


def _keys(rows: QuerySet) -> list[Any]:
    """The keys of a short list, in its order.

    First what passes, by an index of its own: that of the order would lead through all there is.
    """
    few = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    return list(few.order_by(*rows.query.order_by).values_list("pk", flat=True))
