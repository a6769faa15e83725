"""The memory of a server's workers while it is used, from /proc.

What is measured is what a worker holds for itself (RssAnon). The rest of its resident memory are
pages of files, which the kernel takes back when it likes: the database's file is mapped into
memory, and grows with each edition.
"""

import threading
from pathlib import Path
from statistics import median
from typing import NamedTuple

from .server import WORKERS

# How much more the last third may hold than the one before it; the first is for warming up.
PART, AT_LEAST = 0.03, 6.0


class Thirds(NamedTuple):
    """Medians of what all workers hold together, in MiB."""

    first: float
    second: float
    third: float

    @property
    def bound(self) -> float:
        return self.second + max(AT_LEAST, self.second * PART)

    @property
    def is_flat(self) -> bool:
        return self.third <= self.bound


class Memory(threading.Thread):
    """Looks once a second until it is stopped."""

    def __init__(self, server: int) -> None:
        super().__init__()
        self._server = server
        self._over = threading.Event()
        self.samples: list[float] = []
        self.workers = set(self._sizes())

    def run(self) -> None:
        while not self._over.wait(1):
            self.samples.append(sum(self._sizes().values()))

    def stop(self) -> None:
        self._over.set()
        self.join()

    @property
    def are_the_same_workers(self) -> bool:
        return self.workers == set(self._sizes())

    def thirds(self) -> Thirds:
        part = len(self.samples) // 3
        rows = self.samples[:part], self.samples[part:-part], self.samples[-part:]
        return Thirds(*map(median, rows))

    def _sizes(self) -> dict[int, float]:
        """MiB of the workers by process id: the server's largest children."""
        found = {}
        for path in Path("/proc").glob("[0-9]*/status"):
            try:
                lines = path.read_text().splitlines()
            except (FileNotFoundError, ProcessLookupError):
                continue
            values = {name: rest.split() for name, _, rest in (row.partition(":") for row in lines)}
            if values["PPid"] == [str(self._server)] and "RssAnon" in values:
                found[int(path.parent.name)] = int(values["RssAnon"][0]) / 1024
        # Beside the workers there may be a small resource tracker of Python's.
        return dict(sorted(found.items(), key=lambda row: row[1])[-WORKERS:])
