"""Plain text pages: what copying a page's text, or converting it, leaves of it.

Blank lines part blocks. What a block is shows in its form: a short line without a full stop is a
heading, one that ends in a colon opens a sub-section, lines behind bullets are a list, `Q:` and
`A:` are a question and its answer.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.documents.richtext.plain import without_control_characters
from articles.importers.drafts import ArticleDraft, ImportProblem, PersonDraft

from .blocks import Block, Heading, Markup, Question
from .dates import head_line
from .decoding import decode
from .elements import same_words
from .furniture import is_control, is_rail
from .metadata import PageFacts, is_person
from .outline import outline_of_blocks
from .web import MAX_META_DESCRIPTION, MAX_TITLE, slug_of

SECTION, SUB_SECTION = 2, 3
# Longer lines are text. A line that ends in a colon may open a list in the middle of a section.
MAX_HEADING, MAX_LABEL_WORDS = 100, 6
# What stands before the text, at most.
HEAD_PARAGRAPHS = 12
# In words: longer beginnings of a list item are no lead-in.
MAX_LEAD_WORDS = 8

_FIELD = re.compile(
    r"^(meta description|meta title|description|author|written by|by|published|updated|last updated"
    r"|date|url|source|address|slug|topic|category)\s*:\s*(\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BULLET = re.compile(r"^\s*(?:[•◦▪‣●○■·*\u2013\u2014-]|\(?\d{1,2}[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[.)]\s")
_QUESTION = re.compile(r"^Q(?:uestion)?\s*\d{0,3}\s*[:.)]\s*", re.IGNORECASE)
_ANSWER = re.compile(r"^A(?:nswer)?\s*\d{0,3}\s*[:.)]\s*", re.IGNORECASE)
_LEAD_IN = re.compile(r"^([^:.!?]{2,80}):\s+(?=\S)")
_UNDERLINE = re.compile(r"^(?:=|-){3,}\s*$")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A run of lines between blank ones."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def read_text_page(data: bytes, *, address: str = "") -> ArticleDraft:
    """The article of a page's text.

    Raises:
        ImportProblem: it is no text, too large, or has neither title nor text.
    """
    text = without_control_characters(decode(data))
    if not text.strip():
        raise ImportProblem("The page is empty.", line=1)
    facts = PageFacts(address=address)
    notes: list[str] = []
    paragraphs = list(_paragraphs(text))
    facts.title = _title(paragraphs)
    if not facts.title:
        raise ImportProblem("No title was found: it is the first line that isn't a menu's.", line=1)
    outline = outline_of_blocks(list(_blocks(paragraphs, facts, notes)), title=facts.title)
    if not outline.sections and not outline.faqs:
        raise ImportProblem("No text stands below the title.", line=1)
    return ArticleDraft(
        title=facts.title[:MAX_TITLE],
        slug=slug_of(facts.address, facts.title),
        meta_description=facts.description[:MAX_META_DESCRIPTION],
        authors=[PersonDraft(name=name) for name in facts.authors],
        sections=outline.sections,
        faqs=outline.faqs,
        references=outline.references,
        notes=[*dict.fromkeys(notes), *outline.notes],
        address=facts.address,
        published_on=facts.published_on,
    )


# --- Lines ---


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    lines: list[str] = []
    for line in [*text.expandtabs(4).split("\n"), ""]:
        words = " ".join(line.split())
        if words and not _UNDERLINE.match(words):
            lines.append(words)
        elif lines and not words:
            yield _Paragraph(tuple(lines))
            lines = []


def _title(paragraphs: Sequence[_Paragraph]) -> str:
    """The first line that comes again near the beginning, as titles do in such pages; else the
    first that is no control, no date, and no text."""
    texts = (
        len(paragraph.text) > MAX_TITLE or place >= HEAD_PARAGRAPHS
        for place, paragraph in enumerate(paragraphs)
    )
    first_text = next((place for place, is_text in enumerate(texts) if is_text), len(paragraphs))
    lines = [
        line
        for paragraph in paragraphs[: first_text or 1]
        for line in paragraph.lines
        if not is_control(line)
        and head_line(line) is None
        and not _FIELD.match(line)
        and len(line) <= MAX_TITLE
        and not _BULLET.match(line)
    ]
    counts = Counter(map(same_words, lines))
    repeated = [line for line in lines if counts[same_words(line)] > 1]
    return next(iter(repeated or lines), "")


# --- Blocks ---


def _blocks(
    paragraphs: Sequence[_Paragraph], facts: PageFacts, notes: list[str]
) -> Iterator[Block]:
    in_head = True
    for place, paragraph in enumerate(paragraphs):
        lines = paragraph.lines
        if in_head:
            lines = tuple(line for line in lines if not _takes(line, facts, notes))
            if not lines:
                continue
            in_head = False
        following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        yield from _blocks_of(lines, following, facts, notes)


def _takes(line: str, facts: PageFacts, notes: list[str]) -> bool:
    """Whether a line before the text is one about the article; what it says goes into `facts`."""
    if is_control(line):
        notes.append(f"left out as no part of the article: “{line}”")
        return True
    if same_words(line) == same_words(facts.title):
        return True
    if found := head_line(line):
        day, minutes = found
        facts.published_on = facts.published_on or day
        if minutes:
            notes.append(f"“{line}” was left out: the reading time is counted from the text")
        return True
    return _takes_field(line, facts)


def _takes_field(line: str, facts: PageFacts) -> bool:
    field = _FIELD.match(line)
    if not field:
        return False
    name, value = field[1].lower(), field[2].strip()
    match name:
        case "meta description" | "description":
            facts.description = facts.description or value
        case "author" | "written by" | "by" if is_person(value):
            facts.authors.append(value)
        case "published" | "date" if head_line(value):
            facts.published_on = facts.published_on or head_line(value)[0]  # type: ignore[index]
        case "updated" | "last updated" if head_line(value):
            pass
        case "url" | "source" | "address" if value.startswith(("http://", "https://")):
            facts.address = facts.address or value
        case _:
            return False
    return True


def _blocks_of(
    lines: Sequence[str], following: _Paragraph | None, facts: PageFacts, notes: list[str]
) -> Iterator[Block]:
    """The blocks of the lines of one paragraph."""
    items: list[str] = []
    text: list[str] = []

    def flush() -> Iterator[Block]:
        if items:
            yield _list(items)
        if text:
            yield _paragraph(" ".join(text))
        items.clear()
        text.clear()

    for place, line in enumerate(lines):
        is_alone = len(lines) == 1
        if _BULLET.match(line):
            if text:
                yield from flush()
            items.append(line)
        elif question := _QUESTION.match(line):
            yield from flush()
            yield Question(line[question.end() :])
        elif answer := _ANSWER.match(line):
            yield from flush()
            text.append(line[answer.end() :])
        elif _takes_meta(line, facts):
            continue
        elif heading := _heading(line, lines[place + 1 :], following, is_alone=is_alone):
            yield from flush()
            yield heading
        elif is_control(line) and is_alone:
            notes.append(f"left out as no part of the article: “{line}”")
        elif items:
            # A line that a list item goes on in.
            items[-1] += f" {line}"
        else:
            text.append(line)
    yield from flush()


def _takes_meta(line: str, facts: PageFacts) -> bool:
    """A line for search engines stands anywhere in such pages, not only in the head."""
    return line.lower().startswith("meta description:") and _takes_field(line, facts)


def _heading(
    line: str, rest: Sequence[str], following: _Paragraph | None, *, is_alone: bool
) -> Heading | None:
    """A line as the heading that its form makes it: `rest` stands below it in its paragraph."""
    if len(line) > MAX_HEADING or line[-1] in ".;,!…" or (following is None and not rest):
        return None
    if is_rail(line):
        return Heading(SECTION, line)
    if line.endswith(":"):
        is_label = (is_alone or rest) and len(line.split()) <= MAX_LABEL_WORDS
        return Heading(SUB_SECTION, line.rstrip(": ")) if is_label else None
    opens_list = bool(rest) and bool(_BULLET.match(rest[0]))
    return Heading(SECTION, line) if is_alone or opens_list else None


def _paragraph(text: str) -> Markup:
    return Markup(f"<p>{_escaped(text)}</p>", text)


def _list(items: Sequence[str]) -> Markup:
    tag = "ol" if all(map(_NUMBERED.match, items)) else "ul"
    words = [_BULLET.sub("", item, count=1) for item in items]
    leads = [_LEAD_IN.match(item) for item in words]
    with_leads = all(lead and len(lead[1].split()) <= MAX_LEAD_WORDS for lead in leads)
    rows = []
    for item, lead in zip(words, leads, strict=True):
        if with_leads and lead:
            rows.append(f"<strong>{_escaped(lead[1])}:</strong> {_escaped(item[lead.end() :])}")
        else:
            rows.append(_escaped(item))
    source = "".join(f"<li>{row}</li>" for row in rows)
    return Markup(f"<{tag}>{source}</{tag}>", " ".join(words), tag)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
