"""Reads the files of a run, many of them in other processes, while this one stores them."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import django

from articles.documents import bodies

from .drafts import ArticleDraft, ImportProblem

Read = Callable[[Path], ArticleDraft]
Found = ArticleDraft | ImportProblem
# What another process gives: what it found, and what it has compiled of that.
Given = tuple[list[Found], list[bodies.Ahead]]

# Fewer files are read sooner than another process has started, which takes about a second.
WORTH_PROCESSES = 300
MOST_PROCESSES = 3
# Files handed to a process at once, and how many such batches wait for each: bounds the memory.
BATCH = 8
AHEAD = 4


def read_all(
    paths: Iterable[Path], read: Read, *, publishing: bool = False, processes: int | None = None
) -> Iterator[tuple[Path, Found]]:
    """Every path in its order with its draft, or with the reason why it gives none.

    Args:
        read: gives the draft of a path, or raises ImportProblem; a function of a module, since
            other processes look it up by its name.
        publishing: the drafts are going to be published, so others compile their bodies too.
        processes: how many others read; by default one for each processor but this process's own,
            where files are many. With 0, this process reads.
    """
    paths = list(paths)
    if processes is None:
        many = len(paths) >= WORTH_PROCESSES
        processes = min((os.cpu_count() or 1) - 1, MOST_PROCESSES) if many else 0
    if not processes:
        yield from ((path, _found(path, read)) for path in paths)
        return
    # Spawned: a fork would take along this process's database connections and locks.
    with ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=django.setup
    ) as pool:
        yield from _read_ahead(paths, read, pool, publishing=publishing, batches=processes * AHEAD)


def _read_ahead(
    paths: list[Path], read: Read, pool: ProcessPoolExecutor, *, publishing: bool, batches: int
) -> Iterator[tuple[Path, Found]]:
    rest = iter(paths)
    # Starting takes a second or two, in which this process reads by itself.
    started = pool.submit(os.getpid)
    while not started.done() and (batch := list(islice(rest, BATCH))):
        yield from ((path, _found(path, read)) for path in batch)
    running: deque[_Batch] = deque()
    while True:
        while len(running) < batches and (batch := list(islice(rest, BATCH))):
            running.append(_Batch(batch, _submit(pool, batch, read, publishing)))
        if not running:
            return
        # Rather than wait for the others, this process reads what they haven't begun, from the end.
        for later in reversed(running):
            if running[0].is_here:
                break
            later.read_here(read)
        batch_now = running.popleft()
        yield from zip(batch_now.paths, batch_now.take(read), strict=True)


@dataclass(slots=True)
class _Batch:
    paths: list[Path]
    future: Future[Given] | None
    found: list[Found] | None = None

    @property
    def is_here(self) -> bool:
        return self.found is not None or self.future is None or self.future.done()

    def read_here(self, read: Read) -> None:
        if self.found is None and self.future and self.future.cancel():
            self.found = [_found(path, read) for path in self.paths]

    def take(self, read: Read) -> list[Found]:
        if self.found is None and self.future:
            # A process may be killed, for want of memory perhaps: then nothing is lost either.
            with suppress(BrokenProcessPool):
                self.found, compiled = self.future.result()
                bodies.take(compiled)
        if self.found is None:
            self.found = [_found(path, read) for path in self.paths]
        return self.found


def _submit(
    pool: ProcessPoolExecutor, batch: list[Path], read: Read, publishing: bool
) -> Future[Given] | None:
    try:
        return pool.submit(_read_batch, batch, read, publishing)
    except BrokenProcessPool:
        return None


def _read_batch(batch: list[Path], read: Read, publishing: bool) -> Given:
    found = [_found(path, read) for path in batch]
    drafts = [each for each in found if isinstance(each, ArticleDraft)] if publishing else []
    texts = [text for draft in drafts for text in draft.bodies()]
    return found, bodies.ahead(texts)


def _found(path: Path, read: Read) -> Found:
    try:
        return read(path)
    except ImportProblem as problem:
        return problem
