"""Foreign HTML as an article's outline: sections with sub-sections, FAQs, references, notes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from articles.documents.richtext import sanitise
from articles.documents.richtext.plain import without_control_characters
from articles.importers.drafts import FAQDraft, ReferenceDraft, SectionDraft

from .blocks import (
    Block,
    Heading,
    Markup,
    Pairs,
    Question,
    blocks_of,
    without_answer_mark,
)
from .elements import fragment_of, same_words
from .embedded import replace_embedded
from .furniture import is_rail
from .metadata import answers_in
from .references import is_references_heading, references_of

# Below which text stands that comes before the first heading.
LEAD_HEADING = "Introduction"
MAX_HEADING, MAX_QUESTION = 250, 300

_FAQ_HEADING = re.compile(
    r"\bFAQ'?s?\b|\bfrequently asked\b|\bcommon(?:ly asked)? questions\b|\bquestions (?:and|&) "
    r"answers\b|\bQ\s?(?:&|and)\s?A\b|\b(?:your|top|popular|patients?|readers?)'?s? questions\b"
    r"|\bquestions answered\b|\bpeople (?:also|often) ask\b|\bquestions (?:that )?"
    r"(?:people|patients|readers|we) (?:\w+ ){0,2}(?:ask|get|hear)\b",
    re.IGNORECASE,
)

_NUMBER = re.compile(r"^\d{1,2}[.)]\s+(?=\S)")


@dataclass(slots=True)
class Outline:
    """What a text holds. `notes` says what was changed or left out on the way."""

    sections: list[SectionDraft] = field(default_factory=list)
    faqs: list[FAQDraft] = field(default_factory=list)
    references: list[ReferenceDraft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def outline_of(
    text: str,
    *,
    address: str = "",
    title: str = "",
    code: str = "",
) -> Outline:
    """The outline of an HTML fragment, as exports of other systems hold it.

    Args:
        address: of the page, for links that are relative to it.
        title: of the article; a heading that only repeats it is left out.
        code: HTML that stands in the page's head, of which only questions in JSON-LD are taken.
    """
    root = fragment_of(without_control_characters(text))
    head = fragment_of(without_control_characters(code))
    answers = answers_in(root) | answers_in(head)
    return outline_of_element(root, address=address, title=title, answers=answers)


def outline_of_element(
    root: etree._Element,
    *,
    address: str = "",
    title: str = "",
    answers: Mapping[str, str] | None = None,
    notes: Iterable[str] = (),
) -> Outline:
    """As `outline_of`, of a parsed page's part, which is changed on the way."""
    answers = answers or {}
    more = replace_embedded(root, address)
    blocks = blocks_of(root, frozenset(map(same_words, answers)))
    outline = outline_of_blocks(blocks, title=title)
    outline.notes[:0] = [*notes, *more]
    found = {same_words(faq.question) for faq in outline.faqs}
    for question, answer in answers.items():
        if same_words(question) not in found and (clean := sanitise(answer)):
            outline.faqs.append(FAQDraft(question[:MAX_QUESTION], clean))
    return outline


def outline_of_blocks(blocks: Sequence[Block], *, title: str = "") -> Outline:
    """The outline of blocks, wherever they come from."""
    return _Outlining(title, lone_top=_lone_top(blocks, title)).result(blocks)


def is_faq_heading(text: str) -> bool:
    """Whether what stands below is questions and answers.

    >>> is_faq_heading("FAQs about gout"), is_faq_heading("Questions to ask your doctor")
    (True, False)
    """
    return bool(_FAQ_HEADING.search(text))


def _lone_top(blocks: Sequence[Block], title: str) -> bool:
    """Whether one h1 stands among the headings that isn't the title, and others are below it.

    Then somebody took it for its size: it is a section beside those of h2.
    """
    own = same_words(title)
    levels = [
        block.level
        for block in blocks
        if isinstance(block, Heading) and same_words(block.text) != own and not is_rail(block.text)
    ]
    return levels.count(1) == 1 and len(levels) > 1


class _Outlining:
    """One pass over the blocks: what is open, and what came of what was closed."""

    def __init__(self, title: str, *, lone_top: bool) -> None:
        self.title = same_words(title)
        self.lone_top = lone_top
        # The levels of the headings that what comes stands below; pages skip some.
        self.above: list[int] = []
        self.outline = Outline()
        # The part that is open: its heading, its level, what it holds so far.
        self.heading = ""
        self.level = 1
        self.body: list[str] = []
        self.in_references = False
        # The FAQ part that is open: its heading's level, and that of its questions' headings.
        self.faq_level: int | None = None
        self.question_level: int | None = None
        self.question: str | None = None
        # Whether its questions are marked as such; else a paragraph that asks is one.
        self.has_marks = False
        self.answer: list[str] = []
        # The level of the heading of a rail, which is left out.
        self.rail: int | None = None

    def result(self, blocks: Sequence[Block]) -> Outline:
        for block in blocks:
            match block:
                case Heading():
                    self.take_heading(block)
                case _ if self.rail is not None:
                    pass
                case Markup():
                    self.take_markup(block)
                case Question():
                    self.has_marks = True
                    self.open_question(block.text)
                case Pairs():
                    self.take_pairs(block)
        self.close()
        self._drop_empty()
        return self.outline

    # --- What comes ---

    def take_heading(self, heading: Heading) -> None:
        words = heading.text
        if self.rail is not None and heading.level > self.rail:
            return
        self.rail = None
        if same_words(words) == self.title and self.title:
            return
        if is_rail(words):
            self.close()
            self.rail = heading.level
            self.note(f"left out what stands below “{words}”")
        elif self.faq_level is not None and self._asks(heading):
            self.question_level = self.question_level or heading.level
            if heading.level > self.question_level:
                self.keep(f"<p><strong>{_escaped(words)}</strong></p>")
            else:
                self.open_question(words)
        elif is_faq_heading(words):
            self.open_section(words, 1)
            self.above = [heading.level]
            self.faq_level, self.question_level = heading.level, None
        else:
            self.open_heading(heading)

    def open_heading(self, heading: Heading) -> None:
        level = 2 if self.lone_top and heading.level == 1 else heading.level
        while self.above and self.above[-1] >= level:
            self.above.pop()
        self.above.append(level)
        rank = len(self.above)
        if rank <= 2:  # noqa: PLR2004  (a section, or a sub-section)
            self.open_section(heading.text, rank)
            return
        self.close_question()
        self.keep(f"<p><strong>{_escaped(heading.text)}</strong></p>")
        self.note(f"the heading “{heading.text}” became a bold paragraph: it was too deep")

    def _asks(self, heading: Heading) -> bool:
        """Whether a heading below or beside that of the FAQs is a question."""
        if self.faq_level is None or heading.level > self.faq_level:
            return True
        at_most = self.question_level in (None, self.faq_level)
        beside = heading.level == self.faq_level and heading.text.rstrip().endswith("?")
        return beside and at_most and not (self.question and self.question_level is None)

    def take_markup(self, block: Markup) -> None:
        if self.faq_level is not None and block.lead.endswith("?") and self.question_level is None:
            self.open_question(block.lead)
            if block.rest:
                self.answer.append(block.rest)
            return
        if self._asks_by_itself(block):
            self.open_question(block.text)
            return
        if self.question is not None and not self.answer:
            block = without_answer_mark(block)
        self.keep(block.html)

    def _asks_by_itself(self, block: Markup) -> bool:
        """Whether a paragraph among FAQs that nothing marks is a question, and not an answer."""
        is_free = self.question is None or bool(self.answer)
        may_ask = self.faq_level is not None and self.question_level is None and not self.has_marks
        return is_free and may_ask and block.tag == "p" and block.text.endswith("?")

    def take_pairs(self, pairs: Pairs) -> None:
        if pairs.asked or self.faq_level is not None:
            self.has_marks = True
            for term, blocks in pairs.items:
                if term:
                    self.open_question(term)
                    self.answer += [_source(block) for block in blocks]
            self.close_question()
            return
        self.keep(_terms(pairs))

    # --- What is open ---

    def keep(self, markup: str) -> None:
        (self.body if self.question is None else self.answer).append(markup)

    def open_question(self, words: str) -> None:
        self.close_question()
        self.question = _NUMBER.sub("", words)

    def close_question(self) -> None:
        if self.question is None:
            return
        question, answer = self.question, sanitise("".join(self.answer))
        self.question, self.answer = None, []
        if not answer:
            self.note(f"the question “{question}” was left out: it has no answer")
            return
        if len(question) > MAX_QUESTION:
            self.note(f"the question “{question[:60]}…” was too long and is cut")
        self.outline.faqs.append(FAQDraft(question[:MAX_QUESTION].strip(), answer))

    def open_section(self, heading: str, level: int) -> None:
        self.close()
        self.heading, self.level = heading, level
        self.in_references = is_references_heading(heading)

    def close(self) -> None:
        self.close_question()
        source = "".join(self.body)
        heading, self.body = self.heading, []
        if self.in_references:
            references, source = references_of(source)
            self.outline.references += references
            heading = heading if source or not references else ""
        self._add_section(heading, sanitise(source))
        self.heading, self.level, self.in_references = "", 1, False
        self.faq_level = self.question_level = None
        self.has_marks = False

    def _add_section(self, heading: str, body: str) -> None:
        if not heading and not body:
            return
        if self.faq_level is not None and not body:
            return
        if len(heading) > MAX_HEADING:
            self.note(f"the heading “{heading[:60]}…” was too long and is cut")
        is_first = not self.outline.sections
        self.outline.sections.append(
            SectionDraft(
                heading=heading[:MAX_HEADING].strip() or LEAD_HEADING,
                body=body,
                level=1 if is_first else self.level,
            )
        )

    def _drop_empty(self) -> None:
        """Take out headings with nothing below them, not even a sub-section."""
        sections = self.outline.sections
        for place in range(len(sections) - 1, -1, -1):
            part = sections[place]
            has_parts = place + 1 < len(sections) and sections[place + 1].level > part.level
            if not part.body and not has_parts:
                self.outline.notes.append(
                    f"the heading “{part.heading}” was left out: nothing stands below it"
                )
                del sections[place]

    def note(self, text: str) -> None:
        self.outline.notes.append(text)


def _source(block: Block) -> str:
    match block:
        case Markup():
            return block.html
        case Heading() | Question():
            return f"<p><strong>{_escaped(block.text)}</strong></p>"
        case Pairs():
            return _terms(block)


def _terms(pairs: Pairs) -> str:
    """Terms with what is said of each: a list with bold lead-ins; of one alone, paragraphs."""
    inner = [(term, "".join(map(_source, blocks))) for term, blocks in pairs.items]
    if len(inner) == 1:
        term, text = inner[0]
        return (f"<p><strong>{_escaped(term)}</strong></p>" if term else "") + text
    items = (
        (f"<strong>{_escaped(term.rstrip(':'))}:</strong> " if term else "") + _unwrapped(text)
        for term, text in inner
    )
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _unwrapped(inner: str) -> str:
    """One paragraph without its `<p>`, so that it stands on the line of its lead-in."""
    found = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", inner, re.DOTALL)
    return found[1] if found else inner


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
