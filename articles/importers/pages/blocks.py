"""Foreign HTML as a flat run of blocks: headings, questions with answers, and everything else."""

import re
from collections.abc import Iterator, Mapping, Set
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import html

from .elements import BLOCKS, CONTAINERS, HEADINGS, Element, same_words, words_of
from .questions import (
    ANSWER_MARK,
    QUESTION_MARK,
    is_asked,
    is_microdata_question,
    named_pairs,
    strip_answer_mark,
    with_property,
)

_ROLES = {"heading"}


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Markup:
    """A block of HTML that stays as it is.

    `lead` is the bold line that a paragraph opens with, and `rest` the HTML behind it.
    """

    html: str
    text: str
    tag: str = "p"
    lead: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is marked as one; the blocks that follow answer it."""

    text: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Terms or questions with what is said of each, as `<details>` and `<dl>` have them.

    `asked` says that the page itself calls them questions.
    """

    items: list[tuple[str, "list[Block]"]] = field(default_factory=list)
    asked: bool = False


Block = Heading | Markup | Question | Pairs


def blocks_of(root: Element, questions: Set[str] = frozenset()) -> list[Block]:
    """What is inside `root`, in reading order.

    `questions` are those that the page says it answers, as `same_words` spells them: whatever
    element has exactly such words opens an answer.
    """
    return list(_Walk(questions, named_pairs(root)).inside(root))


class _Walk:
    def __init__(
        self, questions: Set[str], named: Mapping[Element, tuple[Element, Element]]
    ) -> None:
        self.questions = questions
        self.named = named

    def inside(self, node: Element) -> Iterator[Block]:
        """The blocks inside `node`; loose text and inline elements become paragraphs."""
        paragraph = html.Element("p")
        paragraph.text = node.text
        for child in list(node):
            if not isinstance(child.tag, str):
                _append(paragraph, child.tail)
                continue
            if not _is_block(child):
                paragraph.append(deepcopy(child))
                continue
            yield from self.paragraph(paragraph)
            yield from self.block(child)
            paragraph = html.Element("p")
            paragraph.text = child.tail
        yield from self.paragraph(paragraph)

    def block(self, node: Element) -> Iterator[Block]:
        tag = str(node.tag)
        if level := _heading_level(node):
            words = words_of(node)
            if words:
                yield Question(words) if self.is_known(words) else Heading(level, words)
        elif is_microdata_question(node):
            yield from self.microdata(node)
        elif node in self.named:
            question, answer = self.named[node]
            blocks = list(self.inside(answer))
            yield Pairs([(words_of(question), blocks)], asked=is_asked(question))
        elif tag == "details":
            yield self.details(node)
        elif tag == "dl":
            yield from self.definitions(node)
        elif tag == "button" or (tag == "p" and not _has_blocks(node)):
            yield from self.paragraph(node)
        elif tag in CONTAINERS or tag in {"p", "summary", "figcaption"} or _has_odd_blocks(node):
            # Not read where nothing is looked for: what is nested would be read at each level.
            if self.questions and self.is_known(words := words_of(node)):
                yield Question(words)
            elif tag == "aside":
                yield from map(_without_heading, self.inside(node))
            else:
                yield from self.inside(node)
        elif tag != "hr" and words_of(node):
            yield Markup(_source(node), words_of(node), tag)

    def is_known(self, words: str) -> bool:
        return bool(self.questions) and same_words(words) in self.questions

    def paragraph(self, node: Element) -> Iterator[Block]:
        words = words_of(node)
        if not words:
            return
        if self.is_known(words):
            yield Question(words)
        elif parts := _parted(node):
            for part in parts:
                yield from self.paragraph(part)
        elif QUESTION_MARK.match(words):
            yield from self.marked(node)
        else:
            yield _markup(node, words)

    def marked(self, node: Element) -> Iterator[Block]:
        """A paragraph that opens with “Q:”; its answer may stand in it, too."""
        lines = _lines(node)
        question = QUESTION_MARK.sub("", words_of(lines[0]))
        answer = lines[1:]
        # “Q: Is it safe? A: Yes.” on one line.
        on_one_line = re.match(r"(.+?\?)\s*(A(?:nswer)?\s*\d{0,3}\s*[:.)]\s*.+)$", question)
        if on_one_line and not answer:
            question = on_one_line[1]
            rest = html.Element("p")
            rest.text = on_one_line[2]
            answer = [rest]
        if not question:
            yield _markup(node, words_of(node))
            return
        yield Question(question)
        for number, line in enumerate(answer):
            if number == 0:
                strip_answer_mark(line)
            if words := words_of(line):
                yield _markup(line, words)

    def microdata(self, node: Element) -> Iterator[Block]:
        """schema.org's Question, marked up in the page."""
        name = with_property(node, "name")
        answer = with_property(node, "acceptedAnswer", "suggestedAnswer")
        if name is None or answer is None:
            yield from self.inside(node)
            return
        text = with_property(answer, "text")
        blocks = list(self.inside(answer if text is None else text))
        yield Pairs([(words_of(name), blocks)], asked=True)

    def details(self, node: Element) -> Block:
        summary = node.find("summary")
        words = words_of(summary) if summary is not None else ""
        rest = deepcopy(node)
        if (inner := rest.find("summary")) is not None:
            inner.drop_tree()  # type: ignore[attr-defined]
        words = QUESTION_MARK.sub("", words)
        return Pairs([(words, list(self.inside(rest)))], asked=words.endswith("?"))

    def definitions(self, node: Element) -> Iterator[Block]:
        pairs: list[tuple[str, list[Block]]] = []
        for part in node.iter("dt", "dd"):
            if next(part.iterancestors("dl"), None) is not node:
                continue
            if part.tag == "dt":
                pairs.append((QUESTION_MARK.sub("", words_of(part)), []))
            elif pairs:
                strip_answer_mark(part)
                pairs[-1][1].extend(self.inside(part))
        asked = sum(term.endswith("?") for term, _ in pairs)
        if pairs:
            yield Pairs(pairs, asked=asked * 2 >= len(pairs))


def _is_block(node: Element) -> bool:
    if node.tag in BLOCKS or node.get("role") in _ROLES:
        return True
    if node.tag == "button":
        return words_of(node).endswith("?")
    return _has_blocks(node)


def _has_blocks(node: Element) -> bool:
    return any(child.tag in BLOCKS for child in node.iterdescendants())


def _has_odd_blocks(node: Element) -> bool:
    """Whether an inline element, a link around everything say, holds blocks."""
    return node.tag not in BLOCKS and _has_blocks(node)


def _without_heading(block: Block) -> Block:
    """A heading of what stands aside as a bold line: the text goes on behind it."""
    if not isinstance(block, Heading):
        return block
    line = html.Element("p")
    bold = html.Element("strong")
    bold.text = block.text
    line.append(bold)
    return _markup(line, block.text)


def _heading_level(node: Element) -> int | None:
    if node.tag in HEADINGS:
        return HEADINGS[str(node.tag)]
    if node.get("role") == "heading":
        level = node.get("aria-level", "2")
        return min(max(int(level), 1), 6) if level.isascii() and level.isdigit() else 2
    return None


def _append(target: Element, text: str | None) -> None:
    if len(target):
        target[-1].tail = (target[-1].tail or "") + (text or "")
    else:
        target.text = (target.text or "") + (text or "")


def _source(node: Element) -> str:
    return html.tostring(node, encoding="unicode", with_tail=False)


def _lines(node: Element) -> list[Element]:
    """A paragraph's lines, each a paragraph."""
    return [line for line in _all_lines(node) if words_of(line)]


def _all_lines(node: Element) -> list[Element]:
    lines = [html.Element("p")]
    lines[0].text = node.text
    for child in node:
        if child.tag == "br":
            lines.append(html.Element("p"))
            lines[-1].text = child.tail
        elif isinstance(child.tag, str):
            lines[-1].append(deepcopy(child))
        else:
            _append(lines[-1], child.tail)
    return lines


def _parted(node: Element) -> list[Element]:
    """The paragraphs in one that empty lines part, as old pages do; [] where none does."""
    if sum(child.tag == "br" for child in node) < 2:  # noqa: PLR2004  (an empty line takes two)
        return []
    parts: list[Element] = []
    opens = True
    for line in _all_lines(node):
        if not words_of(line):
            opens = True
        elif opens:
            parts.append(line)
            opens = False
        else:
            last = parts[-1]
            last.append(html.Element("br"))
            last[-1].tail = line.text
            last.extend(list(line))
    return parts if len(parts) > 1 else []


def without_answer_mark(block: Markup) -> Markup:
    """A paragraph without the “A:” that it opens with."""
    if not ANSWER_MARK.match(block.text):
        return block
    node = html.fragment_fromstring(block.html, create_parent="div")
    strip_answer_mark(node)
    inner = node[0] if len(node) == 1 and not (node.text or "").strip() else node
    return _markup(inner, words_of(inner))


def _markup(node: Element, words: str) -> Markup:
    lead, rest = _lead(node)
    return Markup(_source(_as_paragraph(node)), words, "p", lead, rest)


def _as_paragraph(node: Element) -> Element:
    if node.tag not in {"button", "summary"}:
        return node
    paragraph = html.Element("p")
    paragraph.text = words_of(node)
    return paragraph


def _lead(node: Element) -> tuple[str, str]:
    """The bold text that `node` opens with, and the HTML behind it."""
    first = node[0] if len(node) else None
    if first is None or first.tag not in {"strong", "b"} or (node.text or "").strip():
        return "", ""
    rest = deepcopy(node)
    rest[0].drop_tree()  # type: ignore[attr-defined]
    while len(rest) and rest[0].tag == "br" and not (rest.text or "").strip():
        rest[0].drop_tree()  # type: ignore[attr-defined]
    rest.tag = "p"
    return words_of(first), _source(rest) if words_of(rest) else ""
