"""How pages mark questions and answers: by `Q:` and `A:`, by microdata, by names of plugins."""

import re
from collections import Counter

from lxml import etree

from .elements import Element, words_of

QUESTION_MARK = re.compile(r"^Q(?:uestion)?\s*\d{0,3}\s*[:.)]\s*", re.IGNORECASE)
ANSWER_MARK = re.compile(r"^A(?:nswer)?\s*\d{0,3}\s*[:.)]\s*", re.IGNORECASE)
# What plugins call them: `schema-faq-question`, `rank-math-answer`, `ufaq-question-title`.
_QUESTION_NAME = re.compile(
    r"(?:faq|rank-math|q-?and-?a)[\w-]*(?:question|[-_]q(?![\w-]))"
    r"|(?:accordion|toggle|collapse)[\w-]*(?:title|head(?:er|ing)|button|trigger|label)"
    r"|tab-title",
    re.IGNORECASE,
)
_ANSWER_NAME = re.compile(
    r"(?:faq|rank-math|q-?and-?a)[\w-]*(?:answer|[-_]a(?![\w-]))"
    r"|(?:accordion|toggle|collapse)[\w-]*(?:body|content|panel|text|collapse)|tab-content",
    re.IGNORECASE,
)
# These say that something is a question; others only that it opens and closes.
_ASKS = re.compile("question|faq", re.IGNORECASE)


def named_pairs(root: Element) -> dict[Element, tuple[Element, Element]]:
    """The elements that hold one question and its answer, which their classes call so."""
    questions: set[Element] = set()
    answers: list[Element] = []
    for node in root.iter(etree.Element):
        name = node.get("class") or ""
        if _QUESTION_NAME.search(name):
            # Of a heading with a button inside that is called so too, the heading.
            if not any(above in questions for above in node.iterancestors()):
                questions.add(node)
        elif _ANSWER_NAME.search(name):
            answers.append(node)
    # Of each element around them: how many questions it holds, and its first answer.
    counts = Counter(holder for question in questions for holder in question.iterancestors())
    first: dict[Element, Element] = {}
    for answer in answers:
        for holder in answer.iterancestors():
            first.setdefault(holder, answer)
    pairs: dict[Element, tuple[Element, Element]] = {}
    for question in questions:
        for holder in question.iterancestors():
            if counts[holder] == 1 and holder in first:
                pairs[holder] = question, first[holder]
            if counts[holder] > 1 or holder in first or holder is root:
                break
    return pairs


def is_asked(question: Element) -> bool:
    """Whether a question of `named_pairs` is one, and not just a title."""
    return bool(_ASKS.search(question.get("class") or "")) or words_of(question).endswith("?")


def is_named_question(node: Element) -> bool:
    return bool(_QUESTION_NAME.search(node.get("class") or ""))


def is_microdata_question(node: Element) -> bool:
    return (node.get("itemtype") or "").rstrip("/").endswith("schema.org/Question")


def with_property(node: Element, *names: str) -> Element | None:
    return next((part for part in node.iterdescendants() if part.get("itemprop") in names), None)


def strip_answer_mark(node: Element) -> None:
    """Take the “A:” from the beginning of an answer."""
    words = words_of(node)
    if found := ANSWER_MARK.match(words):
        _strip_characters(node, len("".join(found[0].split())))


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
