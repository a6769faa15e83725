"""Where an export comes from: a folder or a zip file, neither of which is trusted.

Only names that an export has are opened, no link is followed, and nothing is unpacked to disk.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from . import layout, tables
from .problems import ArchiveProblem

TABLE_FILES = {
    *(layout.ACCOUNTS, layout.DOCUMENTS, layout.MANIFEST),
    *(table.file for table in (*tables.REFERENCE_DATA, *tables.HISTORY)),
}


class Source(Protocol):
    def names(self) -> list[str]:
        """The files of the export, in order."""

    def open(self, name: str) -> IO[bytes]: ...


def _is_part(name: str) -> bool:
    return name in TABLE_FILES or layout.is_article_file(name) or layout.is_editions_file(name)


class FolderSource:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        found = [name for name in TABLE_FILES if (self.folder / name).exists()]
        for kind in (layout.ARTICLES, layout.EDITIONS):
            paths = (self.folder / kind).iterdir() if (self.folder / kind).is_dir() else ()
            found += [f"{kind}/{path.name}" for path in paths if not path.name.startswith(".")]
        for name in found:
            if not _is_part(name):
                raise ArchiveProblem(f"{name} is no file of an export. Take it out.")
            for path in (self.folder / name, (self.folder / name).parent):
                if path != self.folder and path.is_symlink():
                    raise ArchiveProblem(f"{name} is a link to elsewhere: it isn't followed.")
            if not (self.folder / name).is_file():
                raise ArchiveProblem(f"{name} is no file.")
        return sorted(found)

    def open(self, name: str) -> IO[bytes]:
        return (self.folder / name).open("rb")


class ZipSource:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def names(self) -> list[str]:
        names = [entry.filename for entry in self.archive.infolist() if not entry.is_dir()]
        for name in names:
            if not _is_part(name):
                raise ArchiveProblem(f"“{name}” is no file of an export.")
        if len(names) != len(set(names)):
            raise ArchiveProblem("The zip file holds a name twice.")
        return sorted(names)

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(name)


@contextmanager
def source_at(path: Path) -> Iterator[Source]:
    """The export at `path`.

    Raises:
        ArchiveProblem: there is none.
    """
    if path.is_dir():
        yield FolderSource(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield ZipSource(archive)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as error:
        raise ArchiveProblem(f"{path} is neither a folder nor a sound zip file: {error}") from error


def read(source: Source, name: str) -> bytes:
    """A file of an article, whole."""
    with source.open(name) as file:
        data = file.read(layout.MAX_ARTICLE + 1)
    if len(data) > layout.MAX_ARTICLE:
        raise ArchiveProblem(f"{name} has more than {layout.MAX_ARTICLE // 10**6} MB.")
    return data


def lines(source: Source, name: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a table with their numbers, empty ones left out."""
    with source.open(name) as file:
        number = 0
        while line := file.readline(layout.MAX_LINE + 1):
            number += 1
            if len(line) > layout.MAX_LINE:
                raise ArchiveProblem(
                    f"{name}, line {number}: longer than {layout.MAX_LINE // 10**6} MB."
                )
            if line.strip():
                yield number, line
