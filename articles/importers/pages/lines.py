"""The lines of a plain text page: paragraphs, underlined headings, lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .blocks import Markup

# In words: longer beginnings of a line are no lead-in.
MAX_LEAD_WORDS = 8
# A text of more lines, one of which has more characters, isn't broken into lines by its width.
FEW_LINES, UNBROKEN = 8, 120

BULLET = re.compile(r"^\s*(?:[•◦▪‣●○■·*\u2013\u2014-]|\(?\d{1,2}[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[.)]\s")
_LEAD_IN = re.compile(r"^(?:\*\*)?([^:.!?*]{2,80})(?::(?:\*\*)?|\*\*:)\s+(?=\S)")
_UNDERLINE = re.compile(r"^(?:=|-|~){3,}\s*$")
# A heading as Markdown has it: one line, whatever stands above and below.
_MARKED = re.compile(r"^(?:#{1,6}\s+(.+?)\s*#*|\*\*([^*]+)\*\*)$")
_BOLD = re.compile(r"\*\*(?=\S)(.{1,300}?)(?<=\S)\*\*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of lines between blank ones, and how far each is indented."""

    lines: tuple[str, ...]
    indents: tuple[int, ...] = ()
    # Whether it is one line that is underlined or marked as a heading.
    is_heading: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    lines: list[tuple[str, int]] = []

    def taken() -> Iterator[Paragraph]:
        if lines:
            words, indents = zip(*lines, strict=True)
            yield Paragraph(words, indents)
        lines.clear()

    for line in [*_parted(text.expandtabs(4).split("\n")), ""]:
        words = " ".join(line.split())
        if not words:
            yield from taken()
        elif _UNDERLINE.match(words):
            if lines:
                heading = lines.pop()[0]
                yield from taken()
                yield Paragraph((heading,), is_heading=True)
        elif marked := _MARKED.match(words):
            yield from taken()
            yield Paragraph((marked[1] or marked[2],), is_heading=True)
        else:
            lines.append((words, len(line) - len(line.lstrip())))


def _parted(lines: list[str]) -> list[str]:
    """The lines; where hardly a blank one parts them and none is broken, with some around each."""
    filled = [line for line in lines if line.strip()]
    has_blanks = len(lines) - len(filled) > len(filled) // FEW_LINES
    if has_blanks or len(filled) < FEW_LINES or max(map(len, filled)) < UNBROKEN:
        return lines
    return [part for line in filled for part in ([line] if BULLET.match(line) else ["", line, ""])]


# --- Lists ---


def list_of(items: Sequence[tuple[int, str]]) -> Markup:
    """The lines of a list, each with how far it is indented; what is further in is nested."""
    words = " ".join(BULLET.sub("", item, count=1) for _, item in items)
    source = _list(list(items))
    return Markup(source, words, source[1:3])


def _list(items: list[tuple[int, str]]) -> str:
    base = items[0][0]
    groups: list[tuple[str, list[tuple[int, str]]]] = []
    for indent, item in items:
        if groups and indent > base + 1:
            groups[-1][1].append((indent, item))
        else:
            groups.append((item, []))
    tag = "ol" if all(_NUMBERED.match(item) for item, _ in groups) else "ul"
    words = [BULLET.sub("", item, count=1) for item, _ in groups]
    rows = zip(with_leads(words), groups, strict=True)
    inner = "".join(f"<li>{row}{_list(below) if below else ''}</li>" for row, (_, below) in rows)
    return f"<{tag}>{inner}</{tag}>"


def with_leads(lines: Sequence[str]) -> list[str]:
    """Lines as HTML; where all of them open with a term and a colon, the terms are bold."""
    leads = [_LEAD_IN.match(line) for line in lines]
    if not all(lead and len(lead[1].split()) <= MAX_LEAD_WORDS for lead in leads):
        return [markup(line) for line in lines]
    return [
        f"<strong>{markup(lead[1])}:</strong> {markup(line[lead.end() :])}"
        for line, lead in zip(lines, leads, strict=True)
        if lead
    ]


def terms_of(lines: Sequence[str]) -> Markup | None:
    """Several lines that each open with a term and a colon, as a list."""
    leads = [_LEAD_IN.match(line) for line in lines]
    if len(lines) < 2 or not all(lead and lead[1][0].isupper() for lead in leads):  # noqa: PLR2004
        return None
    rows = with_leads(lines)
    if not all(row.startswith("<strong>") for row in rows):
        return None
    return Markup(f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>", " ".join(lines), "ul")


def markup(text: str) -> str:
    """A line as HTML, with what stands between two pairs of asterisks in bold."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BOLD.sub(r"<strong>\1</strong>", escaped)
