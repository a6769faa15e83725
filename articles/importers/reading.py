"""Reads the files of a run, many of them in other processes, while this one stores them."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

import django

from .drafts import ArticleDraft, ImportProblem

Read = Callable[[Path], ArticleDraft]
Found = ArticleDraft | ImportProblem

# Fewer files are read sooner than another process has started, which takes about a second.
WORTH_PROCESSES = 300
MOST_PROCESSES = 3
# Files handed to a process at once, and how many such batches wait for each: bounds the memory.
BATCH = 8
AHEAD = 4


def read_all(
    paths: Iterable[Path], read: Read, *, processes: int | None = None
) -> Iterator[tuple[Path, Found]]:
    """Every path in its order with its draft, or with the reason why it gives none.

    Args:
        read: gives the draft of a path, or raises ImportProblem; a function of a module, since
            other processes look it up by its name.
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
        yield from _read_ahead(paths, read, pool, batches=processes * AHEAD)


def _read_ahead(
    paths: list[Path], read: Read, pool: ProcessPoolExecutor, *, batches: int
) -> Iterator[tuple[Path, Found]]:
    rest = iter(paths)
    running: deque[tuple[list[Path], Future[list[Found]] | None]] = deque()
    while True:
        while len(running) < batches and (batch := list(islice(rest, BATCH))):
            running.append((batch, _submit(pool, batch, read)))
        if not running:
            return
        batch, future = running.popleft()
        try:
            found = future.result() if future else _found_in(batch, read)
        except BrokenProcessPool:
            # A process was killed, for want of memory perhaps: nothing is lost by reading here.
            found = _found_in(batch, read)
        yield from zip(batch, found, strict=True)


def _submit(pool: ProcessPoolExecutor, batch: list[Path], read: Read) -> Future[list[Found]] | None:
    try:
        return pool.submit(_found_in, batch, read)
    except BrokenProcessPool:
        return None


def _found_in(batch: list[Path], read: Read) -> list[Found]:
    return [_found(path, read) for path in batch]


def _found(path: Path, read: Read) -> Found:
    try:
        return read(path)
    except ImportProblem as problem:
        return problem
