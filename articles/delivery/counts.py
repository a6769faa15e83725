"""How many rows a list has, kept in this process until something changes.

Counting reads all that a filter lets through, while a page needs a few rows: on a large site the
count is nearly all that a list costs. It is kept under the newest change, as answers are (see
`response_cache`), so it is never wrong, and all pages of a list share it.
"""

import threading
from collections.abc import Callable, Hashable

# Lists of which the count is kept.
MOST = 2000


class Counts:
    """Counts by list, of one generation at a time. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._generation: Hashable = None
            self._known: dict[Hashable, int] = {}

    def of(self, key: Hashable, generation: Hashable, count: Callable[[], int]) -> int:
        """The count of the list `key`, by `count` where it isn't known in this generation.

        The generation must be read before: what is counted is then at most newer.
        """
        with self._lock:
            if generation != self._generation:
                self._generation, self._known = generation, {}
            elif key in self._known:
                return self._known[key]
        number = count()
        with self._lock:
            if generation == self._generation and len(self._known) < MOST:
                self._known[key] = number
        return number


counts = Counts()
