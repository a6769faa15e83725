"""Where an export goes: a folder that may be kept in Git, or a zip file as a stream."""

import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from . import layout
from .exporting import File, manifest
from .layout import Style
from .problems import ArchiveProblem

# Bytes gathered before they are handed on.
PIECE = 256 * 1024


# --- A folder ---


def write_folder(folder: Path, files: Iterable[File], style: Style) -> None:
    """Write an export into `folder`, which is new, empty or holds an earlier one.

    Of an earlier one, files that are no longer part of it go; what isn't an export's, such as
    `.git`, stays. Until all is written, the folder says that it isn't whole.

    Raises:
        ArchiveProblem: the folder holds something else, or can't be written.
    """
    try:
        _refuse_unless_ours(folder)
        for name in (layout.ARTICLES, layout.EDITIONS):
            (folder / name).mkdir(parents=True, exist_ok=True)
        _write(folder / layout.MANIFEST, [manifest(style, is_whole=False)])
        written: set[str] = set()
        for name, pieces in files:
            if name == layout.MANIFEST:
                _remove_others(folder, written)
            _write(folder / name, pieces)
            written.add(name)
    except OSError as error:
        raise ArchiveProblem(f"{error.filename or folder}: {error.strerror}.") from error


def _refuse_unless_ours(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ArchiveProblem(f"{folder} is no folder.")
    for name in ("", layout.ARTICLES, layout.EDITIONS, layout.MANIFEST):
        if name and (folder / name).is_symlink():
            raise ArchiveProblem(f"{folder / name} is a link to elsewhere: it isn't followed.")
    has_files = any(not path.name.startswith(".") for path in folder.iterdir())
    if has_files and not _is_export(folder / layout.MANIFEST):
        raise ArchiveProblem(
            f"{folder} holds files that are no export. Name a new folder, or an earlier export."
        )


def _is_export(path: Path) -> bool:
    try:
        return "galley_export" in orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError, TypeError):
        return False


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all; a link in its place is replaced, not followed."""
    fresh = path.with_name(f".{path.name}.new"[-255:])
    fresh.unlink(missing_ok=True)
    with fresh.open("xb") as file:
        file.writelines(pieces)
    os.replace(fresh, path)


def _remove_others(folder: Path, written: set[str]) -> None:
    for kind, is_ours in (
        (layout.ARTICLES, layout.is_article_file),
        (layout.EDITIONS, layout.is_editions_file),
    ):
        for path in (folder / kind).iterdir():
            name = f"{kind}/{path.name}"
            if is_ours(name) and name not in written:
                path.unlink()


# --- A zip file ---


class _Pipe(io.RawIOBase):
    """Keeps what is written until it is taken. It can't be sought in, as a response can't."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # any buffer
        self._pieces.append(piece)
        self.waiting += len(piece)
        return len(piece)

    def take(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        self.waiting = 0
        return data


def zip_of(files: Iterable[File]) -> Iterator[bytes]:
    """An export as a zip file, piece by piece: memory doesn't grow with it."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files:
            # The same export gives the same bytes: no clock in it.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    if pipe.waiting >= PIECE:
                        yield pipe.take()
            if pipe.waiting >= PIECE:
                yield pipe.take()
    yield pipe.take()
