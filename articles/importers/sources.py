"""Sources of every format: from what somebody names to article drafts. Each format is a module."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import markdown, site_markdown
from .drafts import UNREADABLE, ArticleDraft, ImportProblem, LeftOut, unreadable
from .ghost import read_ghost
from .pages.decoding import MAX_PAGE_SIZE
from .pages.text import read_text_page
from .pages.web import read_web_page
from .reading import Found, read_all
from .wordpress import read_wordpress
from .zipped import members_of

MARKDOWN, HTML, TEXT, WORDPRESS, GHOST, ZIP = (
    *("markdown", "html", "text", "wordpress", "ghost", "zip"),
)
FORMATS = (MARKDOWN, HTML, TEXT, WORDPRESS, GHOST)
# Where nobody says the format, the name does.
BY_SUFFIX = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": TEXT,
    ".text": TEXT,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".mhtml": HTML,
    ".mht": HTML,
    ".xml": WORDPRESS,
    ".wxr": WORDPRESS,
    ".json": GHOST,
    ".zip": ZIP,
}
PAGES = {MARKDOWN, HTML, TEXT}
_PAGE_SUFFIXES = frozenset(suffix for suffix, name in BY_SUFFIX.items() if name in PAGES)

Source = tuple[Path | str, Found | LeftOut]


class UnknownFormatError(Exception):
    """What a source is can't be told; the text says of which."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to import, and how it is called: below the folder that was named."""

    path: Path
    format: str
    name: str


def files_of(paths: Iterable[Path], format_name: str = "") -> list[File | Source]:
    """The files that `paths` name, folders with all pages below them, each once.

    Args:
        format_name: one of FORMATS; by default the name of each file tells. A zip is looked into.

    Raises:
        UnknownFormatError: there is no such file, or its name tells nothing.
    """
    found: list[File | Source] = []
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found += _below(path, format_name, seen)
        elif not path.exists():
            raise UnknownFormatError(f"There is no {path}.")
        elif path.resolve() not in seen:
            seen.add(path.resolve())
            suffix = BY_SUFFIX.get(path.suffix.lower(), "")
            name = ZIP if suffix == ZIP else format_name or suffix
            if not name:
                raise UnknownFormatError(f"What {path} is can't be told: give --format.")
            found.append(File(path, name, path.name))
    return found


def _below(folder: Path, format_name: str, seen: set[Path]) -> Iterator[File | Source]:
    root, others = folder.resolve(), 0
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if not path.is_file() or any(part.startswith(".") for part in inner.parts):
            continue
        name = BY_SUFFIX.get(path.suffix.lower(), "")
        if name not in PAGES or (format_name in PAGES and name != format_name):
            others += 1
        elif not path.resolve().is_relative_to(root):
            yield path, ImportProblem("Refused: it is a link that leads out of the folder.")
        elif path.resolve() not in seen:
            seen.add(path.resolve())
            yield File(path, name, inner.as_posix())
    if others:
        yield folder, LeftOut(f"{others} files in it are no pages of the format")


def read_sources(files: Iterable[File | Source], *, address: str = "") -> Iterator[Source]:
    """What all these files give, one after the other; pages that stand together in parallel.

    Args:
        address: of the site that they come from, where they don't say it.
    """
    together: list[File] = []
    for file in files:
        if isinstance(file, File) and file.format in PAGES:
            together.append(file)
            continue
        yield from _read_pages(together, address)
        together = []
        if not isinstance(file, File):
            yield file
        elif file.format == WORDPRESS:
            yield from read_wordpress(file.path)
        elif file.format == GHOST:
            yield from read_ghost(file.path, address=address)
        else:
            yield from _read_zip(file, address)
    yield from _read_pages(together, address)


def _read_pages(files: list[File], address: str) -> Iterator[Source]:
    by_path = {file.path: file for file in files}
    read = partial(_read_file, files=by_path, address=address)
    yield from read_all(by_path, read)


def _read_file(path: Path, *, files: dict[Path, File], address: str) -> ArticleDraft:
    file = files[path]
    if file.format == MARKDOWN:
        return read_page(markdown.read_file(path), file.format, file.name, address)
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_PAGE_SIZE + 1)
    except OSError as error:
        raise ImportProblem(f"The file can't be read: {error.strerror}.") from None
    return read_page(data, file.format, file.name, address)


def _read_zip(file: File, address: str) -> Iterator[Source]:
    for name, data in members_of(file.path, _PAGE_SUFFIXES):
        if isinstance(data, Path):
            yield from _read_export(data, name, address)
            continue
        if not isinstance(data, bytes):
            yield name, data
            continue
        inner = name.partition("/")[2]
        try:
            what = BY_SUFFIX[Path(inner).suffix.lower()]
            text = markdown.decode(data) if what == MARKDOWN else data
            yield name, read_page(text, what, inner, address)
        except ImportProblem as problem:
            yield name, problem


def _read_export(path: Path, name: str, address: str) -> Iterator[Source]:
    """What an unpacked export gives, under the name that it has in its archive."""
    is_ghost = BY_SUFFIX[path.suffix] == GHOST
    found = read_ghost(path, address=address) if is_ghost else read_wordpress(path)
    for inner, what in found:
        yield f"{name}{str(inner).removeprefix(path.name)}", what


def read_page(data: bytes | str, format_name: str, name: str, address: str = "") -> ArticleDraft:
    """The draft of one page.

    A page is known again by its own address; without one by its name below its folder.

    Raises:
        ImportProblem: as the format's own reader.
    """
    try:
        return _draft_of(data, format_name, name, address)
    except UNREADABLE as error:
        raise unreadable(error) from error


def _draft_of(data: bytes | str, format_name: str, name: str, address: str) -> ArticleDraft:
    if format_name == MARKDOWN:
        draft = _read_markdown(
            data if isinstance(data, str) else markdown.decode(data), name, address
        )
        draft.external_id = f"markdown {draft.slug}"
        draft.owns_slug = True
    else:
        data = data.encode() if isinstance(data, str) else data
        # Where the page says nothing, it is where its name says below the site's address.
        place = f"{address.rstrip('/')}/{name}" if address else ""
        draft = (read_web_page if format_name == HTML else read_text_page)(data, address=place)
        draft.external_id = f"page {draft.address or name}"[:600]
    if draft.reviewed_on:
        draft.notes.append(
            f"its review of {draft.reviewed_on:%Y-%m-%d} was left out: review it here"
        )
    # What was reviewed elsewhere was not reviewed here.
    draft.reviewers, draft.reviewed_on, draft.review_due = [], None, None
    return draft


def _read_markdown(text: str, name: str, address: str) -> ArticleDraft:
    if site_markdown.is_foreign(text):
        return site_markdown.read(text, name, address)
    try:
        return markdown.parse(text)
    except ImportProblem:
        if text.lstrip("\ufeff").startswith("---"):
            raise
        # Nothing says that it is Galley's own, so its headings may stand as they like.
        return site_markdown.read(text, name, address)
