"""Archives of files to import: each member by itself, nothing unpacked by its name."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from .drafts import ImportProblem, LeftOut

MAX_MEMBERS = 100_000
# Bytes, unpacked: of one page, and of all together.
MAX_PAGE = 10_000_000
MAX_TOTAL = 2_000_000_000
_CHUNK = 65_536

Member = tuple[str, bytes | ImportProblem | LeftOut]


def members_of(path: Path, suffixes: frozenset[str]) -> Iterator[Member]:
    """Each file of an archive with its bytes, or why it isn't read.

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
        elif name.suffix.lower() not in suffixes or _is_hidden(name):
            others += 1
        else:
            data = _read(archive, entry)
            total += len(data) if isinstance(data, bytes) else 0
            if total > MAX_TOTAL:
                reason = f"The archive unpacks to more than {MAX_TOTAL / 1e9:.0f} GB."
                yield label, ImportProblem(reason)
                return
            yield f"{label}/{entry.filename}", data
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
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, EOFError) as error:
        return ImportProblem(f"It can't be unpacked: {error}.")
    return bytes(data)
