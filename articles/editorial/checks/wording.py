"""Checks of the words: promises that medicine can't make, and how hard the text is to read."""

import re
from collections.abc import Iterator

from articles.documents.content import Content
from articles.documents.readability import measure, words_of
from articles.documents.richtext import plain_text

from .facts import Facts
from .findings import Remark, Severity
from .links import bodies_of
from .registry import check
from .structure import QUESTION_MARKS

SENTENCE_MAX = 35  # words
_SHOWN = 8  # words of a long sentence

_ABSOLUTES = re.compile(
    r"\b(?:cur(?:e|es|ed|ing)(?! (?:meats?|hams?|bacon|fish|sausages?))"
    r"|guarantee(?:s|d)?|miracles?|miraculous(?:ly)?|risk-free|foolproof|fail-?safe|cure-all"
    r"|(?:100 ?%|100 per ?cent|completely|totally|absolutely|entirely|perfectly|always) "
    r"(?:safe|effective|harmless|works?|successful|reliable)"
    r"|works? (?:for everyone|every time|always)|never fails?"
    r"|(?:no|zero|without(?: any)?) (?:side[ -]effects|risks?)(?= (?:at all|whatsoever)))\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(rf"(?<=[.!{QUESTION_MARKS}])[\s\"'\u201d\u2019)]+|\n+")
_CLAUSE_END = re.compile(r"[,;:()\u2013\u2014]|\bbut\b", re.IGNORECASE)
# Words that turn a promise into its opposite when they stand up to so many words before it.
_NEGATION_REACH = 6
_NEGATIONS_TEXT = (
    "no not never cannot without neither nor none nobody nothing hardly rarely unlikely unable "
    "fail fails failed nowhere"
)
_NEGATIONS = frozenset(_NEGATIONS_TEXT.split())
# “not only safe”, “no doubt”: no negations.
_AFFIRMATIONS = re.compile(
    r"\bnot (?:only|just|merely|simply)\b|\b(?:no|without(?: a)?) (?:doubt|question)\b",
    re.IGNORECASE,
)
# “a cure has not been found”, “cures don't exist”
_NEGATED_AFTER = re.compile(
    r"\s+(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|may|might)"
    r"(?:n['\u2019]t|\s*not|\s+never|\s+unlikely)\b"
    r"|\s+(?:cannot|never|remains? (?:unknown|unproven))\b",
    re.IGNORECASE,
)
# “find ways to prevent and cure them”: an aim.
_AIMS = re.compile(
    r"\b(?:(?:ways?|efforts?|hop(?:e|es|ing)|aim(?:s|ing)?|goal) (?:to|of|at)"
    r"|find(?:ing)?|seek(?:s|ing)?|search(?:es|ing)? for|look(?:s|ing)? for|develop(?:s|ing)?)\b",
    re.IGNORECASE,
)


@check(
    "wording.absolute",
    severity=Severity.WARNING,
    hint="Say what the evidence says: how often it helps, for whom, and how sure that is.",
)
def wording_absolute(content: Content, facts: Facts) -> Iterator[Remark]:
    """A promise such as “cure”, “guaranteed”, “miracle” or “100% safe”.

    Whole words count (“secure” isn't one). Questions don't; nor what is negated in the same clause
    by a word that stands up to six words before (“there is no known cure”, “cannot be cured”), or
    right behind (“a cure has not been found”); nor what is sought (“ways to prevent and cure it”).
    """
    for field, text in _texts(content):
        found = dict.fromkeys(" ".join(word.split()) for word in _promises(text))
        if found:
            words = ", ".join(f"“{word}”" for word in found)
            verb = "promises" if len(found) == 1 else "promise"
            yield Remark(f"{words} {verb} more than medicine can.", field=field)


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    """Every text of the article with the path of its field."""
    for name in ("title", "summary", "meta_title", "meta_description"):
        yield name, plain_text(getattr(content, name))
    for index, section in enumerate(content.sections):
        yield f"sections.{index}.heading", plain_text(section.heading)
    for index, faq in enumerate(content.faqs):
        yield f"faqs.{index}.question", plain_text(faq.question)
    for field, body in bodies_of(content):
        yield field, body.text


def _promises(text: str) -> Iterator[str]:
    if not _ABSOLUTES.search(text):
        return
    for sentence in _SENTENCE_END.split(text):
        if sentence.rstrip().endswith(tuple(QUESTION_MARKS)):
            continue
        for found in _ABSOLUTES.finditer(sentence):
            if not _is_negated(sentence, found) and not _AIMS.search(sentence[: found.start()]):
                yield found[0].lower()


def _is_negated(sentence: str, found: re.Match[str]) -> bool:
    clause = _CLAUSE_END.split(sentence[: found.start()])[-1]
    before = _AFFIRMATIONS.sub(" ", clause).lower().replace("\u2019", "'").split()
    if any(word in _NEGATIONS or word.endswith("n't") for word in before[-_NEGATION_REACH:]):
        return True
    return bool(_NEGATED_AFTER.match(sentence, found.end()))


@check(
    "readability.grade",
    severity=Severity.INFO,
    hint="Shorter sentences and everyday words lower it.",
    never_blocks=True,
)
def readability_grade(content: Content, facts: Facts) -> Iterator[Remark]:
    """A reading grade above READING_GRADE_MAX, by Flesch-Kincaid.

    Of all sections and answers together, as the API gives it; list items count as sentences.
    Nothing is said of fewer than 100 words.
    """
    sentences = [sentence for _, body in bodies_of(content) for sentence in body.sentences]
    result = measure(sentences)
    if result and round(result.flesch_kincaid, 1) > facts.limits.reading_grade_max:
        yield Remark(
            f"The text is {result.band}: about school grade {result.flesch_kincaid:.0f} by "
            f"Flesch-Kincaid. Aim for {facts.limits.reading_grade_max:g} or below."
        )


@check(
    "readability.long_sentence",
    severity=Severity.INFO,
    hint="Split it, or make a list of it.",
    never_blocks=True,
)
def readability_long_sentence(content: Content, facts: Facts) -> Iterator[Remark]:
    """A sentence over 35 words."""
    for field, body in bodies_of(content):
        lengths = [(len(words_of(sentence)), sentence) for sentence in body.sentences]
        long = [pair for pair in lengths if pair[0] > SENTENCE_MAX]
        if not long:
            continue
        length, sentence = max(long, key=lambda pair: pair[0])
        beginning = " ".join(sentence.split()[:_SHOWN])
        if len(long) == 1:
            told = f"A sentence has {length} words: “{beginning}…”."
        else:
            told = f"{len(long)} sentences have more than {SENTENCE_MAX} words. The longest has "
            told += f"{length}: “{beginning}…”."
        yield Remark(told, field=field)
