"""Archives of files to import: each member by itself, nothing unpacked by its name.

Pages are read into memory; the exports of other systems, which may be large, into a file.
"""

import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from .drafts import ImportProblem, LeftOut

MAX_MEMBERS = 100_000
# Bytes, unpacked: of one page, and of all together.
MAX_PAGE = 10_000_000
MAX_TOTAL = 2_000_000_000
_CHUNK = 65_536
# How exports begin, by their suffix: other XML and JSON stands beside saved pages.
_EXPORTS = {
    ".xml": re.compile(rb"wordpress\.org/export/"),
    ".json": re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{\s*"(?:db|data|meta)"\s*:'),
}
_BEGINNING = 16_384
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError)
_TOO_LARGE = ImportProblem(f"The archive unpacks to more than {MAX_TOTAL / 1e9:.0f} GB.")

# A page's bytes, or the file that an export was unpacked to.
Member = tuple[str, bytes | Path | ImportProblem | LeftOut]


def members_of(path: Path, suffixes: frozenset[str]) -> Iterator[Member]:
    """Each file of an archive with its bytes, or why it isn't read.

    An export of WordPress or Ghost is a file that is there until the next member is asked for.
    Sizes are those that come out, not those that the archive tells. What a browser or an editor
    keeps beside pages (pictures, styles) is counted as left out.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_MEMBERS:
                reason = f"The archive holds {len(entries):,} files; at most {MAX_MEMBERS:,} go."
                yield path.name, ImportProblem(reason)
                return
            yield from _members(archive, entries, suffixes, path.name)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield path.name, ImportProblem(f"The archive can't be read: {error}.")


def _members(
    archive: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    suffixes: frozenset[str],
    label: str,
) -> Iterator[Member]:
    total = others = 0
    for entry in sorted(entries, key=lambda entry: entry.filename):
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        if problem := _refused(entry, name):
            yield f"{label}/{entry.filename}", problem
        elif _is_hidden(name):
            others += 1
        elif name.suffix.lower() in suffixes:
            data = _read(archive, entry)
            total += len(data) if isinstance(data, bytes) else 0
            if total > MAX_TOTAL:
                yield label, _TOO_LARGE
                return
            yield f"{label}/{entry.filename}", data
        elif _is_export(archive, entry, name):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"export{name.suffix.lower()}"
                problem = _unpack(archive, entry, path, most=MAX_TOTAL - total)
                total += path.stat().st_size
                yield f"{label}/{entry.filename}", problem or path
        else:
            others += 1
    if others:
        yield label, LeftOut(f"{others} files in it are no pages")


def _refused(entry: zipfile.ZipInfo, name: PurePosixPath) -> ImportProblem | None:
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return ImportProblem("Refused: its name leads out of the archive.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return ImportProblem("Refused: it is a link, no file.")
    if entry.flag_bits & 1:
        return ImportProblem("It is encrypted.")
    return None


def _is_hidden(name: PurePosixPath) -> bool:
    """Whether it is of a system or a program that keeps such files beside those of people."""
    return any(part == "__MACOSX" or part.startswith(".") for part in name.parts)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | ImportProblem:
    data = bytearray()
    try:
        with archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                data += chunk
                if len(data) > MAX_PAGE:
                    return ImportProblem(f"It unpacks to more than {MAX_PAGE / 1e6:.0f} MB.")
    except _BROKEN as error:
        return ImportProblem(f"It can't be unpacked: {error}.")
    return bytes(data)


def _is_export(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: PurePosixPath) -> bool:
    begins = _EXPORTS.get(name.suffix.lower())
    if begins is None:
        return False
    try:
        with archive.open(entry) as file:
            return bool(begins.search(file.read(_BEGINNING)))
    except _BROKEN:
        # Unpacking it tells why.
        return True


def _unpack(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, *, most: int
) -> ImportProblem | None:
    """Write a member to `path`, up to `most` bytes of it; gives what is wrong with it."""
    try:
        with archive.open(entry) as file, path.open("wb") as target:
            return None if _copy(file, target, most) else _TOO_LARGE
    except _BROKEN as error:
        return ImportProblem(f"It can't be unpacked: {error}.")


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> bool:
    written = 0
    while chunk := source.read(_CHUNK):
        written += len(chunk)
        if written > most:
            return False
        target.write(chunk)
    return True
