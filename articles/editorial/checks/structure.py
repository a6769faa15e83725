"""Checks of sections and FAQs: that there are any, headings, empty parts, questions."""

from collections.abc import Iterator, Sequence

from articles.documents.content import Content, SectionContent
from articles.documents.richtext import plain_text

from .bodies import read
from .facts import Facts
from .findings import Remark, Severity
from .registry import check

# As they end a question in the scripts that have their own.
QUESTION_MARKS = "?\uff1f\u061f\u037e"
_CLOSING = "\"'\u201d\u2019»)] "


@check(
    "text.missing",
    severity=Severity.WARNING,
    hint="Write a section or answer a question: readers find a title and nothing below it.",
)
def text_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """Neither sections nor FAQs."""
    if not content.sections and not content.faqs:
        yield Remark("There are no sections and no FAQs.", field="sections")


@check(
    "section.level_skipped",
    severity=Severity.WARNING,
    hint="A sub-section belongs to the section above it: make it a section, or put one above.",
)
def section_level_skipped(content: Content, facts: Facts) -> Iterator[Remark]:
    """A heading level skipped: a sub-section that is in no section."""
    level_above = 0
    for index, section in enumerate(content.sections):
        if section.level > level_above + 1:
            yield Remark(
                f"“{plain_text(section.heading)}” is a sub-section with no section above it.",
                field=f"sections.{index}.level",
            )
        level_above = max(section.level, 1)


@check(
    "section.heading_repeated",
    severity=Severity.WARNING,
    hint="Say what is particular to each: readers find their way by headings.",
)
def section_heading_repeated(content: Content, facts: Facts) -> Iterator[Remark]:
    """A heading that another section of the article has."""
    for index, first in _repeated([section.heading for section in content.sections]):
        yield Remark(
            f"Section {first + 1} has this heading already.", field=f"sections.{index}.heading"
        )


@check(
    "section.empty",
    severity=Severity.ERROR,
    hint="Write its text, or remove the section.",
)
def section_empty(content: Content, facts: Facts) -> Iterator[Remark]:
    """A section with neither text nor sub-sections."""
    for index, section in enumerate(content.sections):
        if read(section.body).is_empty and not _has_sub_sections(content.sections, index):
            yield Remark("This section is empty.", field=f"sections.{index}.body")


def _has_sub_sections(sections: Sequence[SectionContent], index: int) -> bool:
    return index + 1 < len(sections) and sections[index + 1].level > sections[index].level


@check("faq.answer_empty", severity=Severity.ERROR, hint="Write the answer, or remove the FAQ.")
def faq_answer_empty(content: Content, facts: Facts) -> Iterator[Remark]:
    """A question without an answer."""
    for index, faq in enumerate(content.faqs):
        if read(faq.answer).is_empty:
            yield Remark("This question has no answer.", field=f"faqs.{index}.answer")


@check(
    "faq.question_mark",
    severity=Severity.WARNING,
    hint="Ask as a reader would, with a question mark at the end.",
)
def faq_question_mark(content: Content, facts: Facts) -> Iterator[Remark]:
    """A question without a question mark."""
    for index, faq in enumerate(content.faqs):
        if not plain_text(faq.question).rstrip(_CLOSING).endswith(tuple(QUESTION_MARKS)):
            yield Remark("The question has no question mark.", field=f"faqs.{index}.question")


@check(
    "faq.question_repeated",
    severity=Severity.WARNING,
    hint="Answer it once.",
)
def faq_question_repeated(content: Content, facts: Facts) -> Iterator[Remark]:
    """A question that the article asks twice."""
    for index, first in _repeated([faq.question for faq in content.faqs]):
        yield Remark(f"FAQ {first + 1} asks this already.", field=f"faqs.{index}.question")


@check(
    "faq.near_duplicate",
    severity=Severity.WARNING,
    hint="Answer it once and link to it from here, or say in the question what sets it apart.",
)
def faq_near_duplicate(content: Content, facts: Facts) -> Iterator[Remark]:
    """A question that another article asks in nearly the same words.

    Compared are the words that carry the meaning, whatever their order; a word may differ in its
    spelling, but “the symptoms of migraine” are not “the symptoms of gout”.
    """
    for index, faq in enumerate(content.faqs):
        known = next(facts.questions.like(plain_text(faq.question), besides=content.id), None)
        if known:
            yield Remark(
                f"“{known.article_title}” asks nearly the same: “{known.question}”.",
                field=f"faqs.{index}.question",
            )


def _repeated(headings: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of headings that stood before, and where they stood first. Case is no matter."""
    first: dict[str, int] = {}
    for index, heading in enumerate(headings):
        key = " ".join(plain_text(heading).casefold().split()).rstrip(".?!: ")
        if key and first.setdefault(key, index) != index:
            yield index, first[key]
