"""Reading the files of a run, in one process or in several."""

import os
from pathlib import Path

import pytest

from articles.importers.drafts import ImportProblem
from articles.importers.markdown import read_draft
from articles.importers.reading import read_all


@pytest.fixture
def files(tmp_path):
    """Files in an order that isn't that of their names; every third is broken."""
    paths = [tmp_path / f"{number % 7}-{number}.md" for number in range(30)]
    for number, path in enumerate(paths):
        text = (
            "---\ntitle: T\n\0\n---\n" if number % 3 == 0 else f"---\ntitle: Page {number}\n---\n"
        )
        path.write_text(text)
    return paths


def told(found):
    return [
        (path.name, value.reason, value.line) if isinstance(value, ImportProblem) else (path, value)
        for path, value in found
    ]


def read_or_die(path: Path):
    """As a process that the system kills, but in the process that the tests run in."""
    if os.getpid() != int(os.environ["GALLEY_TEST_PID"]):
        os._exit(9)
    return read_draft(path)


def test_other_processes_read_the_same_as_this_one(files):
    alone = told(read_all(files, read_draft, processes=0))
    assert len(alone) == 30
    assert alone[0] == (files[0].name, "The file holds a NUL byte, which no text has.", 3)
    assert told(read_all(files, read_draft, processes=2)) == alone


def test_what_a_killed_process_leaves_is_read_here(files, monkeypatch):
    monkeypatch.setenv("GALLEY_TEST_PID", str(os.getpid()))
    alone = told(read_all(files, read_draft, processes=0))
    assert told(read_all(files, read_or_die, processes=2)) == alone
