"""Plain text pages: what copying a page's text, or converting it, leaves of it.

Blank lines part blocks. What a block is shows in its form: a short line without a full stop is a
heading, one that ends in a colon opens a sub-section, lines behind bullets are a list, `Q:` and
`A:` are a question and its answer.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.documents.richtext.plain import without_control_characters
from articles.importers.drafts import ArticleDraft, ImportProblem, fitted

from .blocks import Block, Heading, Markup, Question
from .dates import head_line, is_modified
from .decoding import decode
from .elements import same_words
from .furniture import is_control, is_rail
from .lines import BULLET, Paragraph, list_of, markup, paragraphs_of, terms_of
from .metadata import PageFacts, is_person, person_of
from .outline import is_faq_heading, outline_of_blocks
from .web import MAX_META_DESCRIPTION, MAX_TITLE, slug_of

SECTION, SUB_SECTION = 2, 3
# Longer lines are text. A line that ends in a colon may open a list in the middle of a section.
MAX_HEADING, MAX_LABEL_WORDS, MAX_QUESTION = 100, 6, 300
# What stands before the text, at most.
HEAD_PARAGRAPHS = 12

_FIELD = re.compile(
    r"^(meta description|meta title|description|author|written by|by|published|updated|last updated"
    r"|date|url|source|address|slug|topic|category)\s*:\s*(\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
# Lines that name what a page is filed under.
_LABELS = {"keywords", "tags", "tagged", "filed under", "posted in", "category", "categories"}
_QUESTION = re.compile(r"^Q(?:uestion)?\s*\d{0,3}\s*[:.)]\s*", re.IGNORECASE)
_ANSWER = re.compile(r"^A(?:nswer)?\s*\d{0,3}\s*[:.)]\s*", re.IGNORECASE)
_BYLINE = re.compile(r"^(?:written )?by:?\s+([A-Z].{2,80})$", re.IGNORECASE)
_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+")
# Lines that what follows a line is judged by.
LOOK_AHEAD = 5
# A short line above a long one that nobody broke there.
SHORT_LINE, LONG_LINE = 40, 60


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
    paragraphs = list(paragraphs_of(text))
    facts.title = _title([each for each in paragraphs if not _FIELD.match(each.lines[0])])
    if not facts.title:
        raise ImportProblem("No title was found: it is the first line that isn't a menu's.", line=1)
    paragraphs = list(_below_menu(paragraphs, facts.title, notes))
    outline = outline_of_blocks(list(_blocks(paragraphs, facts, notes)), title=facts.title)
    if not outline.sections and not outline.faqs:
        raise ImportProblem("No text stands below the title.", line=1)
    return ArticleDraft(
        title=fitted(facts.title, MAX_TITLE, "title", notes),
        slug=slug_of(facts.address, facts.title),
        meta_title=fitted(facts.meta_title, MAX_TITLE, "meta title", notes),
        meta_description=fitted(facts.description, MAX_META_DESCRIPTION, "meta description", notes),
        authors=[person_of(name) for name in dict.fromkeys(facts.authors)],
        sections=outline.sections,
        faqs=outline.faqs,
        references=outline.references,
        notes=[*dict.fromkeys(notes), *outline.notes],
        address=facts.address,
        first_published_on=facts.published_on,
    )


# --- Lines ---


def _title(paragraphs: Sequence[Paragraph]) -> str:
    """The first line that comes again near the beginning, as titles do in such pages; else the
    first that is no control, no date, and no text."""
    texts = (
        len(paragraph.text) > MAX_TITLE or place >= HEAD_PARAGRAPHS
        for place, paragraph in enumerate(paragraphs)
    )
    first_text = next((place for place, is_text in enumerate(texts) if is_text), len(paragraphs))
    underlined = [paragraph.lines[0] for paragraph in paragraphs[:1] if paragraph.is_heading]
    if underlined:
        return underlined[0]
    lines = [
        line
        for paragraph in paragraphs[: first_text or 1]
        for line in paragraph.lines
        if not is_control(line)
        and head_line(line) is None
        and not _FIELD.match(line)
        and len(line) <= MAX_TITLE
        and line[-1] not in ".;,"
        and not BULLET.match(line)
    ]
    counts = Counter(map(same_words, lines))
    repeated = [line for line in lines if counts[same_words(line)] > 1]
    return next(iter(repeated or lines), "")


# --- Blocks ---


def _blocks(paragraphs: Sequence[Paragraph], facts: PageFacts, notes: list[str]) -> Iterator[Block]:
    in_head, in_faqs = True, False
    for place, paragraph in enumerate(paragraphs):
        numbered = list(zip(paragraph.lines, paragraph.indents or (0,), strict=True))
        kept = _without_meta(numbered, facts, notes)
        if in_head:
            kept = [(line, indent) for line, indent in kept if not _takes(line, facts, notes)]
            in_head = not kept
        if not kept:
            continue
        following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        if paragraph.is_heading:
            blocks: Iterator[Block] = iter([Heading(SECTION, paragraph.text)])
        else:
            blocks = _blocks_of(kept, following, notes, in_faqs=in_faqs)
        for block in blocks:
            if isinstance(block, Heading) and not (in_faqs and block.text.endswith("?")):
                in_faqs = is_faq_heading(block.text)
            yield block


def _below_menu(
    paragraphs: Sequence[Paragraph], title: str, notes: list[str]
) -> Iterator[Paragraph]:
    """The paragraphs without the lines of a menu that stand before the title."""
    rest = iter(paragraphs)
    for paragraph in rest:
        is_title = [same_words(line) == same_words(title) for line in paragraph.lines]
        before = is_title.index(True) if any(is_title) else len(is_title)
        menu = dict.fromkeys(line for line in paragraph.lines[:before] if _is_of_menu(line))
        notes += [f"left out as no part of the article: “{line}”" for line in menu]
        lines = zip(paragraph.lines, paragraph.indents or (0,), strict=True)
        kept = [
            each for number, each in enumerate(lines) if number >= before or each[0] not in menu
        ]
        if kept:
            words, indents = zip(*kept, strict=True)
            yield replace(paragraph, lines=words, indents=indents)
        if any(is_title):
            break
    yield from rest


def _is_of_menu(line: str) -> bool:
    """Whether a line before the title is one of a menu: short, no sentence, and about nothing."""
    is_fact = head_line(line) or _BYLINE.match(line) or _FIELD.match(line)
    return len(line) <= LONG_LINE and line[-1] not in ".!?" and not is_fact


def _takes(line: str, facts: PageFacts, notes: list[str]) -> bool:
    """Whether a line before the text is one about the article; what it says goes into `facts`."""
    if is_control(line):
        notes.append(f"left out as no part of the article: “{line}”")
        return True
    if same_words(line) == same_words(facts.title):
        return True
    if (byline := _BYLINE.match(line)) and is_person(byline[1]):
        facts.authors.append(byline[1])
        return True
    if found := head_line(line):
        day, minutes = found
        if not is_modified(line):
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
        case "meta title":
            facts.meta_title = facts.meta_title or value
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
    kept: Sequence[tuple[str, int]],
    following: Paragraph | None,
    notes: list[str],
    *,
    in_faqs: bool,
) -> Iterator[Block]:
    """The blocks of the lines of one paragraph, each with how far it is indented."""
    # Each with how far it is indented, and the lines that it goes over.
    items: list[tuple[int, list[str]]] = []
    text: list[str] = []
    lines = [line for line, _ in kept]

    def flush() -> Iterator[Block]:
        if items:
            yield list_of([(indent, " ".join(parts)) for indent, parts in items])
        if text:
            yield _paragraph(text)
        items.clear()
        text.clear()

    for place, line in enumerate(lines):
        is_alone, rest = len(lines) == 1, lines[place + 1 : place + 1 + LOOK_AHEAD]
        if in_faqs and _asks(line, rest, following):
            yield from flush()
            yield Question(_NUMBER.sub("", line))
        elif BULLET.match(line):
            if text:
                yield from flush()
            items.append((kept[place][1], [line]))
        elif question := _QUESTION.match(line):
            yield from flush()
            yield Question(line[question.end() :])
        elif answer := _ANSWER.match(line):
            yield from flush()
            text.append(line[answer.end() :])
        elif items and line[0].islower():
            # A line that a list item goes on in.
            items[-1][1].append(line)
        elif is_control(line) and is_alone:
            notes.append(f"left out as no part of the article: “{line}”")
        elif heading := _heading(line, rest, following, is_first=not place, is_alone=is_alone):
            yield from flush()
            yield heading
        elif items:
            items[-1][1].append(line)
        else:
            text.append(line)
    yield from flush()


def _asks(line: str, rest: Sequence[str], following: Paragraph | None) -> bool:
    """Whether a line among the FAQs is a question that what follows answers."""
    is_question = line.endswith("?") and not _QUESTION.match(line) and not _ANSWER.match(line)
    return is_question and len(line) <= MAX_QUESTION and bool(rest or following)


def _without_meta(
    kept: Sequence[tuple[str, int]], facts: PageFacts, notes: list[str]
) -> list[tuple[str, int]]:
    """The lines without those for search engines, which stand anywhere in such pages."""
    rest: list[tuple[str, int]] = []
    is_open = False
    for line, indent in kept:
        name = line.partition(":")[0].strip().lower()
        if name in {"meta description", "meta title"} and _takes_field(line, facts):
            is_open = name == "meta description"
        elif line.lower() == "meta description:":
            is_open = True
        elif name in _LABELS and ":" in line:
            notes.append(f"“{line[:100]}” was left out")
            is_open = False
        elif is_open and not _FIELD.match(line):
            facts.description = f"{facts.description} {line}".strip()
        else:
            is_open = False
            rest.append((line, indent))
    return rest


def _heading(
    line: str,
    rest: Sequence[str],
    following: Paragraph | None,
    *,
    is_first: bool,
    is_alone: bool,
) -> Heading | None:
    """A line as the heading that its form makes it: `rest` stands below it in its paragraph."""
    ends = ".;,…" if is_alone else ".;,!…"
    if len(line) > MAX_HEADING or line[-1] in ends or (following is None and not rest):
        return None
    if is_rail(line):
        return Heading(SECTION, line)
    if line.endswith(":"):
        is_label = (is_alone or _is_titled(line)) and len(line.split()) <= MAX_LABEL_WORDS
        return Heading(SUB_SECTION, line.rstrip(": ")) if is_label else None
    opens_list = bool(rest) and bool(BULLET.match(rest[0]))
    stands_out = is_first and bool(rest) and len(line) <= SHORT_LINE < LONG_LINE <= len(rest[0])
    stands_out = stands_out and line[0].isupper() and not terms_of([line, *rest])
    return Heading(SECTION, line) if is_alone or opens_list or stands_out else None


def _is_titled(line: str) -> bool:
    """Whether a line is written as titles are: one word, or each long one with a capital."""
    return all(word[0].isupper() for word in line.split() if len(word) > 3)  # noqa: PLR2004


def _paragraph(lines: Sequence[str]) -> Markup:
    text = " ".join(lines)
    return terms_of(lines) or Markup(f"<p>{markup(text)}</p>", text)
