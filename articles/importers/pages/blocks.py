"""Foreign HTML as a flat run of blocks: headings, questions with answers, and everything else."""

import re
from collections.abc import Iterator, Set
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree, html

Element = etree._Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that hold others and mean nothing by themselves.
_CONTAINERS = frozenset(
    {"div", "section", "article", "main", "header", "footer", "body", "center", "figure", "form"}
    | {"fieldset", "address", "hgroup", "aside", "nav", "details", "dl", "dialog", "menu", "search"}
)
_BLOCKS = _CONTAINERS | frozenset(
    {*_HEADINGS, "p", "ul", "ol", "table", "blockquote", "pre", "hr", "figcaption", "summary"}
    | {"dt", "dd", "li"}
)
_QUESTION_MARK = re.compile(r"^Q(?:uestion)?\s*\d{0,3}\s*[:.)]\s*", re.IGNORECASE)
_ANSWER_MARK = re.compile(r"^A(?:nswer)?\s*\d{0,3}\s*[:.)]\s*", re.IGNORECASE)
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


def words_of(node: Element) -> str:
    """The text of `node` with single spaces; line breaks are spaces."""
    parts: list[str] = []
    for piece in node.iter():
        if piece.tag == "br" or piece.tag in _BLOCKS:
            parts.append(" ")
        if isinstance(piece.tag, str) and piece.text:
            parts.append(piece.text)
        if piece is not node:
            if piece.tag in _BLOCKS:
                parts.append(" ")
            parts.append(piece.tail or "")
    return " ".join("".join(parts).split())


def same_words(text: str) -> str:
    """What two spellings of one question or title have in common, to compare them by."""
    return "".join(char for char in text.casefold() if char.isalnum())


def blocks_of(root: Element, questions: Set[str] = frozenset()) -> list[Block]:
    """What is inside `root`, in reading order.

    `questions` are those that the page says it answers, as `same_words` spells them: whatever
    element has exactly such words opens an answer.
    """
    return list(_Walk(questions).inside(root))


class _Walk:
    def __init__(self, questions: Set[str]) -> None:
        self.questions = questions

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
        elif _is_microdata_question(node):
            yield from self.microdata(node)
        elif tag == "details":
            yield self.details(node)
        elif tag == "dl":
            yield from self.definitions(node)
        elif tag == "p" and not _has_blocks(node):
            yield from self.paragraph(node)
        elif tag in _CONTAINERS or tag in {"p", "summary", "figcaption"} or _has_odd_blocks(node):
            # Not read where nothing is looked for: what is nested would be read at each level.
            if self.questions and self.is_known(words := words_of(node)):
                yield Question(words)
            else:
                yield from self.inside(node)
        elif tag == "button":
            yield from self.paragraph(node)
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
        elif _QUESTION_MARK.match(words):
            yield from self.marked(node)
        else:
            yield _markup(node, words)

    def marked(self, node: Element) -> Iterator[Block]:
        """A paragraph that opens with “Q:”; its answer may stand in it, too."""
        lines = _lines(node)
        question = _QUESTION_MARK.sub("", words_of(lines[0]))
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
        name = _with_property(node, "name")
        answer = _with_property(node, "acceptedAnswer", "suggestedAnswer")
        if name is None or answer is None:
            yield from self.inside(node)
            return
        text = _with_property(answer, "text")
        blocks = list(self.inside(answer if text is None else text))
        yield Pairs([(words_of(name), blocks)], asked=True)

    def details(self, node: Element) -> Block:
        summary = node.find("summary")
        words = words_of(summary) if summary is not None else ""
        rest = deepcopy(node)
        if (inner := rest.find("summary")) is not None:
            inner.drop_tree()  # type: ignore[attr-defined]
        words = _QUESTION_MARK.sub("", words)
        return Pairs([(words, list(self.inside(rest)))], asked=words.endswith("?"))

    def definitions(self, node: Element) -> Iterator[Block]:
        pairs: list[tuple[str, list[Block]]] = []
        for part in node.iter("dt", "dd"):
            if next(part.iterancestors("dl"), None) is not node:
                continue
            if part.tag == "dt":
                pairs.append((_QUESTION_MARK.sub("", words_of(part)), []))
            elif pairs:
                strip_answer_mark(part)
                pairs[-1][1].extend(self.inside(part))
        asked = sum(term.endswith("?") for term, _ in pairs)
        if pairs:
            yield Pairs(pairs, asked=asked * 2 >= len(pairs))


def _is_block(node: Element) -> bool:
    if node.tag in _BLOCKS or node.get("role") in _ROLES:
        return True
    if node.tag == "button":
        return words_of(node).endswith("?")
    return _has_blocks(node)


def _has_blocks(node: Element) -> bool:
    return any(child.tag in _BLOCKS for child in node.iterdescendants())


def _has_odd_blocks(node: Element) -> bool:
    """Whether an inline element, a link around everything say, holds blocks."""
    return node.tag not in _BLOCKS and _has_blocks(node)


def _heading_level(node: Element) -> int | None:
    if node.tag in _HEADINGS:
        return _HEADINGS[str(node.tag)]
    if node.get("role") == "heading":
        level = node.get("aria-level", "2")
        return min(max(int(level), 1), 6) if level.isascii() and level.isdigit() else 2
    return None


def _is_microdata_question(node: Element) -> bool:
    return (node.get("itemtype") or "").rstrip("/").endswith("schema.org/Question")


def _with_property(node: Element, *names: str) -> Element | None:
    return next((part for part in node.iterdescendants() if part.get("itemprop") in names), None)


def _append(target: Element, text: str | None) -> None:
    if len(target):
        target[-1].tail = (target[-1].tail or "") + (text or "")
    else:
        target.text = (target.text or "") + (text or "")


def _source(node: Element) -> str:
    return html.tostring(node, encoding="unicode", with_tail=False)


def _lines(node: Element) -> list[Element]:
    """A paragraph's lines, each a paragraph."""
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
    return [line for line in lines if words_of(line)]


def strip_answer_mark(node: Element) -> None:
    """Take the “A:” from the beginning of an answer."""
    words = words_of(node)
    if found := _ANSWER_MARK.match(words):
        _strip_characters(node, len("".join(found[0].split())))


def without_answer_mark(block: Markup) -> Markup:
    """A paragraph without the “A:” that it opens with."""
    if not _ANSWER_MARK.match(block.text):
        return block
    node = html.fragment_fromstring(block.html, create_parent="div")
    strip_answer_mark(node)
    inner = node[0] if len(node) == 1 and not (node.text or "").strip() else node
    return _markup(inner, words_of(inner))


def _strip_characters(node: Element, count: int) -> None:
    """Take the first `count` characters that are no white space out of the text of `node`."""
    for piece in list(node.iter()):
        for side in ("text",) if piece is node else ("text", "tail"):
            if side == "tail" and len(piece):
                continue  # Its tail comes after its children; a mark never reaches that far.
            text = getattr(piece, side) or ""
            while text and (count or text[0].isspace()):
                count -= not text[0].isspace()
                text = text[1:]
            setattr(piece, side, text)
            if not count and text:
                return


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
