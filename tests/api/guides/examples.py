"""The examples of a guide, as a reader would copy them, and what is said to come of them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from articles.api.guides import FOLDER, NAMES, SERVICE

_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAID = ("json", "text")


@dataclass(frozen=True)
class Block:
    language: str
    file: str
    text: str


def text_of(guide: str, service: str = SERVICE) -> str:
    return (FOLDER / f"{guide}.md").read_text().replace(SERVICE, service)


def blocks(guide: str, service: str = SERVICE) -> list[Block]:
    """All blocks of code, for the service at this address."""
    found = _FENCE.findall(text_of(guide, service))
    return [Block(language, file, text) for language, file, text in found]


def file_of(guide: str, file: str, service: str = SERVICE) -> str:
    """The block that is this file."""
    (text,) = (block.text for block in blocks(guide, service) if block.file == file)
    return text


def write_scripts(folder: Path) -> None:
    """What the guides give to front ends as JavaScript, with JSX or without, as files."""
    for guide in NAMES:
        for block in blocks(guide):
            if block.file and block.language in ("js", "jsx"):
                path = folder / guide / block.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text)


def commands(guide: str, service: str, folder: Path) -> Iterator[tuple[Block, Block | None]]:
    """Each block that can be run as it stands, with the one below it that says what it gives.

    The blocks before it that are files are in the folder by then.
    """
    found = blocks(guide, service)
    for block, after in zip(found, [*found[1:], None], strict=True):
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text)
        elif block.language in ("sh", "python"):
            yield block, after if after and after.language in SAID else None


def output(block: Block, folder: Path, **environment: str) -> str:
    """What the example writes; it has to succeed, and to complain of nothing."""
    shell = ["bash", "-euo", "pipefail", "-c"]
    command = [*shell, block.text] if block.language == "sh" else [sys.executable, "-c", block.text]
    here = str(Path(sys.executable).parent)
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": f"{here}:{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{block.text}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


def is_as_said(given: str, said: Block) -> bool:
    """Whether the output is what the block says: `…` stands for anything on a line, and an answer
    in JSON may have members that aren't shown."""
    if said.language == "json":
        return _holds(json.loads(given), json.loads(said.text))
    pattern = "[^\n]*".join(map(re.escape, said.text.strip().split("…")))
    return re.fullmatch(pattern, given.strip()) is not None


def _holds(given: object, said: object) -> bool:
    match given, said:
        case dict(), dict():
            return all(name in given and _holds(given[name], value) for name, value in said.items())
        case list(), list():
            return len(given) == len(said) and all(map(_holds, given, said))
    return given == said and type(given) is type(said)


if __name__ == "__main__":
    write_scripts(Path(sys.argv[1]))
