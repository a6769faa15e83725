"""Counts that wait in memory to be written together, so that a flood of them costs few writes.

Each process counts for itself and writes what it has every few seconds, and when it ends.
"""

import atexit
import threading
from collections import Counter
from collections.abc import Callable
from multiprocessing.util import Finalize
from typing import Generic, TypeVar

from django.db import connections

Key = TypeVar("Key")


class Waiting(Generic[Key]):
    """Counts by key. Safe for threads.

    `write` is given all that waits. What it gives back goes on waiting: the counts, if the
    database can't take them now.
    """

    def __init__(
        self,
        write: Callable[[Counter[Key]], Counter[Key] | None],
        *,
        seconds: Callable[[], float],
    ) -> None:
        self._write, self._seconds = write, seconds
        self._lock = threading.Lock()
        self._counts: Counter[Key] = Counter()
        self._timer: threading.Timer | None = None
        atexit.register(self.flush, is_last=True)
        # A worker of a server ends as a child of it, where `atexit` may not be called.
        Finalize(None, self.flush, kwargs={"is_last": True}, exitpriority=10)

    def __len__(self) -> int:
        """How many different keys wait."""
        return len(self._counts)

    def count(self, key: Key) -> None:
        with self._lock:
            self._counts[key] += 1
            self._flush_in_time()

    def flush(self, *, is_last: bool = False) -> None:
        """Write what waits. `is_last` where the process ends, and starts no thread any more."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            if self._timer:
                self._timer.cancel()
            self._timer = None
        if counts and (left := self._write(counts)) and not is_last:
            with self._lock:
                self._counts += left
                self._flush_in_time()

    def forget(self) -> None:
        """Drop what waits: for tests, of which each has a database of its own."""
        self._counts, self._timer = Counter(), None

    def _flush_in_time(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(self._seconds(), self._flush_later)
            self._timer.daemon = True
            self._timer.start()

    def _flush_later(self) -> None:
        try:
            self.flush()
        finally:
            connections.close_all()
