"""What the editors of a soak test published when, and what readers may see after it."""

import re
import threading
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# What an editor puts before a title; it shows wherever a title does.
MARK = "soak{number:02d} edition {edition}"
_MARKS = re.compile(r"soak(\d\d) edition (\d+)")
# Seconds after which every publication before a request is known here. Publications come from
# another process through a pipe.
DELAY = 2.0
SHOWN = 20


class Publication(NamedTuple):
    """`publish` was called at `began` and had returned at `at`, by the clock that all processes
    share."""

    number: int
    edition: int
    change: int
    began: float
    at: float


def marks_in(text: str) -> dict[int, int]:
    """The oldest edition that `text` shows of each article that an editor works on.

    >>> marks_in("Gout soak01 edition 4, Gout soak01 edition 3")
    {1: 3}
    """
    found: dict[int, int] = {}
    for number, edition in _MARKS.findall(text):
        found[int(number)] = min(int(edition), found.get(int(number), int(edition)))
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader got for a request that began at `started`.

    `tag` and `digest` are the ETag with what it is of, and what tells one body from another.
    `must` are articles that have to show; `newest` says that the last one published has to.
    `told` is the last change that a reader of `changes/` knows of once it is told there is no more.
    """

    started: float
    ended: float
    address: str
    editions: Mapping[int, int]
    tag: str = ""
    digest: bytes = b""
    must: frozenset[int] = frozenset()
    newest: bool = False
    told: int | None = None


class Publications:
    """All publications in the order of their moments. A thread for each editor writes."""

    def __init__(self) -> None:
        self.all: list[Publication] = []
        self._by_article: dict[int, list[Publication]] = {}
        self._digests: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def add(self, published: Publication) -> None:
        with self._lock:
            self._by_article.setdefault(published.number, []).append(published)
            insort(self.all, published, key=lambda row: row.at)

    def before(self, moment: float, number: int | None = None) -> Publication | None:
        """The last publication that had returned by then, of one article or of all."""
        rows = self.all if number is None else self._by_article.get(number, [])
        place = bisect_right(rows, moment, key=lambda row: row.at)
        return rows[place - 1] if place else None

    def overlap(self, started: float, ended: float) -> bool:
        """Whether something was being published at some time from `started` to `ended`."""
        first = bisect_left(self.all, started, key=lambda row: row.at)
        # Those that returned later can have begun before it only if they are the next few.
        return any(row.began <= ended for row in self.all[first : first + 20])

    def faults(self, seen: Seen) -> list[str]:
        """What is stale, missing or badly tagged in what a reader saw."""
        found = []
        # An answer may be newer than its tag, which is read first; that tag is then out of use.
        is_settled = seen.tag and not self.overlap(seen.started, seen.ended)
        if is_settled and self._digests.setdefault(seen.tag, seen.digest) != seen.digest:
            found.append(f"Two bodies have the same ETag: {seen.tag}")
        for number, edition in seen.editions.items():
            last = self.before(seen.started, number)
            if last and edition < last.edition:
                found.append(
                    f"Stale: {seen.address} showed edition {edition} of soak{number:02d}, "
                    f"{seen.started - last.at:.3f} s after edition {last.edition} was published."
                )
        newest = self.before(seen.started)
        must = seen.must | ({newest.number} if seen.newest and newest else set())
        found += [
            f"Missing: {seen.address} did not show soak{number:02d}."
            for number in sorted(must - seen.editions.keys())
        ]
        if seen.told is not None and newest and seen.told < newest.change:
            found.append(
                f"Stale: {seen.address} knew of change {seen.told} alone, "
                f"{seen.started - newest.at:.3f} s after change {newest.change}."
            )
        return found


@dataclass
class Record:
    """What all threads note: answers by kind, and what went wrong."""

    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note_fault(self, *faults: str) -> None:
        with self._lock:
            self.count += len(faults)
            self.faults += faults[: SHOWN - len(self.faults)]

    def note_answers(self, answers: Counter[str]) -> None:
        with self._lock:
            self.answers += answers
