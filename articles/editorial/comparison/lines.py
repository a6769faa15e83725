"""Rich text as the lines that a reader sees: paragraphs, list items, table rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from articles.documents.richtext.cleaning import ensure_clean, parse
from articles.documents.richtext.subset import BLOCK_TAGS
from articles.documents.richtext.tidying import Element, text_of

from .values import PLAIN, Style
from .words import Segment, Token, tokens_of

CELL_BORDER = Segment(" | ")
_MARKS = frozenset({"strong", "em", "sub", "sup", "code"})


@dataclass(frozen=True)
class Line:
    """One line. `shape` is what it looks like besides its words; a list's numbers are no part."""

    segments: tuple[Segment, ...]
    kind: str = "paragraph"
    depth: int = 0
    spans: str = ""
    marker: str = ""

    @property
    def shape(self) -> tuple[str, int, str]:
        return self.kind, self.depth, self.spans

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for lines that look the same."""
        return self.shape, self.segments

    @cached_property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens_of(self.segments)


# A comparison asks several times for the lines of a text, and the next one for most of them.
@lru_cache(maxsize=400)
def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of the stored HTML subset, in order."""
    return tuple(_flow(parse(ensure_clean(text)), Line(()))) if text else ()


def _flow(node: Element, like: Line) -> Iterator[Line]:
    """The lines of what stands in `node`, loose text and blocks alike; lines look `like` that."""
    loose: list[Segment] = [Segment(node.text or "")]
    first = like
    for child in node:
        if child.tag in BLOCK_TAGS:
            if line := _line(loose, first):
                yield line
                first = _below(like)
            loose = []
            for line in _block(child, first):
                yield line
                first = _below(like)
        else:
            loose += _inline(child, PLAIN)
        loose.append(Segment(child.tail or ""))
    if line := _line(loose, first):
        yield line


def _below(like: Line) -> Line:
    """How a line looks that follows the first of a list item: no second bullet."""
    is_item = like.kind in {"bullet", "number"}
    return replace(like, kind="paragraph", marker="") if is_item else like


def _block(node: Element, like: Line) -> Iterator[Line]:
    match node.tag:
        case "ul" | "ol":
            yield from _list(node, like)
        case "table":
            for row in node.iter("tr"):
                yield _row(row, like)
        case "blockquote":
            yield from _flow(node, replace(like, kind="quote"))
        case "pre":
            for line in text_of(node).rstrip("\n").split("\n"):
                yield replace(like, segments=(Segment(line),), kind="code")
        case _:
            yield from _flow(node, like)


def _list(node: Element, like: Line) -> Iterator[Line]:
    depth = like.depth + 1
    for number, item in enumerate(node, start=int(node.get("start", "1"))):
        if node.tag == "ol":
            look = Line((), kind="number", depth=depth, marker=f"{number}.")
        else:
            look = Line((), kind="bullet", depth=depth, marker="•")
        yield from _flow(item, look)


def _row(row: Element, like: Line) -> Line:
    segments: list[Segment] = []
    spans: list[str] = []
    for cell in row:
        if spans:
            segments.append(CELL_BORDER)
        for number, line in enumerate(_flow(cell, Line(()))):
            segments += [Segment("\n")] * bool(number) + list(line.segments)
        spans.append(f"{cell.tag}{cell.get('colspan', '')}/{cell.get('rowspan', '')}")
    return replace(like, segments=tuple(segments), kind="row", spans=" ".join(spans), marker="")


def _line(segments: list[Segment], like: Line) -> Line | None:
    """The line of these segments, without those that are empty; None if it says nothing."""
    kept = [segment for segment in segments if segment.text]
    if not any(segment.text.strip() for segment in kept):
        return None
    merged: list[Segment] = []
    for segment in kept:
        if merged and merged[-1].style == segment.style:
            merged[-1] = Segment(merged[-1].text + segment.text, segment.style)
        else:
            merged.append(segment)
    return replace(like, segments=tuple(merged))


def _inline(node: Element, style: Style) -> Iterator[Segment]:
    if node.tag == "br":
        yield Segment("\n", style)
        return
    if node.tag == "a":
        style = style._replace(link=node.get("href") or "")
    elif node.tag in _MARKS:
        style = style._replace(marks=style.marks | {str(node.tag)})
    yield Segment(node.text or "", style)
    for child in node:
        yield from _inline(child, style)
        yield Segment(child.tail or "", style)
