"""The body of a Markdown file: headings open sections and FAQs, what follows is their text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

from articles.documents.richtext import sanitise
from articles.documents.richtext.plain import without_control_characters
from articles.models import HealthAspect, SectionKind

from .drafts import FAQDraft, ImportProblem, SectionDraft, nearest

MAX_HEADING, MAX_QUESTION = 250, 300
HEALTH_ASPECTS, SECTION_KINDS = tuple(HealthAspect.values), tuple(SectionKind.values)
FAQ_HEADINGS = {"frequently asked questions", "faq", "faqs"}
ALSO_ASKED = "Also asked:"
# Tokens of a paragraph: its opening, its text, its end.
PARAGRAPH = 3
LEAD_HEADING = "Introduction"

_ATTRIBUTES = re.compile(r"\s*\{([^{}]*)\}\s*$")
_ANCHOR = re.compile(r"[-a-zA-Z0-9_]{1,100}")
TITLE, SECTION, SUB_SECTION = 1, 2, 3
_HEADING_LEVELS = {"h1": TITLE, "h2": SECTION, "h3": SUB_SECTION}

# HTML passes through here and is cleaned with the rest: CommonMark has no sub- and superscript.
_markdown = MarkdownIt("commonmark", {"html": True}).enable("table")


def _link_instead_of_image(tokens: Sequence[Token], index: int, *_: Any) -> str:
    token = tokens[index]
    words = escape(token.content or str(token.attrs.get("src", "")))
    return f'<a href="{escape(token.attrs.get("src", ""))}">{words}</a>'


_markdown.renderer.rules["image"] = _link_instead_of_image  # type: ignore[attr-defined]


@dataclass(slots=True)
class _Heading:
    level: int
    text: str
    attributes: dict[str, str]
    line: int
    # Where its text begins and ends among the tokens.
    start: int
    end: int = field(default=0)


class MarkdownBody:
    """The sections and FAQs of a Markdown text.

    `offset` is how many lines stand before it in its file.

    Raises:
        ImportProblem: something in it is wrong.
    """

    def __init__(self, source: str, offset: int) -> None:
        self.offset = offset
        self.sections: list[SectionDraft] = []
        self.faqs: list[FAQDraft] = []
        self.notes: list[str] = []
        self.title = ""
        self.title_line: int | None = None
        self.anchors: set[str] = set()
        self.environment: dict[str, Any] = {}
        self.tokens = _markdown.parse(source, self.environment)
        headings = self._headings()
        self._lead(headings[0].start - 3 if headings else len(self.tokens))
        in_faqs = False
        for number, heading in enumerate(headings):
            following = headings[number + 1] if number + 1 < len(headings) else None
            if heading.level == TITLE:
                self._title(heading)
            elif heading.level == SECTION and heading.text.casefold() in FAQ_HEADINGS:
                in_faqs = True
                if self._html(heading):
                    raise ImportProblem(
                        "Text stands before the first question. Put it under a ### question.",
                        line=heading.line,
                    )
            elif heading.level == SUB_SECTION and in_faqs:
                self._faq(heading)
            else:
                in_faqs = False
                has_parts = following is not None and following.level == SUB_SECTION
                self._section(heading, may_be_empty=heading.level == SECTION and has_parts)

    def _headings(self) -> list[_Heading]:
        found: list[_Heading] = []
        for index, token in enumerate(self.tokens):
            level = _HEADING_LEVELS.get(token.tag)
            if token.type != "heading_open" or token.level or level is None:
                continue
            line = self._line(token)
            text, attributes = self._heading_text(self.tokens[index + 1].content, line)
            if found:
                found[-1].end = index
            found.append(_Heading(level, text, attributes, line, index + 3))
        if found:
            found[-1].end = len(self.tokens)
        return found

    def _line(self, token: Token) -> int:
        return (token.map[0] if token.map else 0) + self.offset + 1

    def _heading_text(self, source: str, line: int) -> tuple[str, dict[str, str]]:
        """A heading's plain words, and the attributes in braces at its end."""
        attributes: dict[str, str] = {}
        if match := _ATTRIBUTES.search(source):
            source = source[: match.start()]
            for word in match.group(1).split():
                key, _, value = ("anchor", "", word[1:]) if word[0] == "#" else word.partition("=")
                attributes[key] = value
        tokens = _markdown.parseInline(source, self.environment)[0].children or []
        words = " ".join(
            "".join(
                " " if token.type in {"softbreak", "hardbreak"} else token.content
                for token in tokens
                if token.type != "html_inline"
            ).split()
        )
        if not words:
            raise ImportProblem("A heading has no words.", line=line)
        return without_control_characters(words), attributes

    def _html(self, heading: _Heading) -> str:
        return self._render(heading.start, heading.end)

    def _render(self, start: int, end: int) -> str:
        tokens = self.tokens[start:end]
        for token in tokens:
            if token.type == "heading_open":
                self.notes.append(f"line {self._line(token)}: a heading became a bold paragraph")
            if any(child.type == "image" for child in token.children or ()):
                self.notes.append(f"line {self._line(token)}: an image became a link")
        return sanitise(_markdown.renderer.render(tokens, _markdown.options, self.environment))

    # --- Parts ---

    def _lead(self, end: int) -> None:
        """Text before the first heading becomes a section of its own, so that it isn't lost."""
        body = self._render(0, end)
        if body:
            self.sections.append(SectionDraft(heading=LEAD_HEADING, body=body))
            self.notes.append(f"text before the first heading became the section “{LEAD_HEADING}”")

    def _title(self, heading: _Heading) -> None:
        if self.title or self.sections or self.faqs:
            raise ImportProblem(
                "A # heading stands in the middle. Sections are ##, sub-sections ###.",
                line=heading.line,
            )
        self.title, self.title_line = heading.text, heading.line
        if body := self._html(heading):
            self.sections.append(SectionDraft(heading=LEAD_HEADING, body=body))

    def _section(self, heading: _Heading, *, may_be_empty: bool) -> None:
        self._check_length(heading, MAX_HEADING)
        attributes = heading.attributes
        anchor = self._anchor(heading)
        self._check_choice(heading, "health_aspect", HEALTH_ASPECTS)
        self._check_choice(heading, "kind", SECTION_KINDS)
        known = ("health_aspect", "kind", "anchor")
        for key in attributes:
            if key not in known:
                raise ImportProblem(
                    f"Unknown attribute “{key}”. Known are health_aspect=…, kind=… and #anchor."
                    f"{nearest(key, known)}",
                    line=heading.line,
                )
        body = self._html(heading)
        if not body and not may_be_empty:
            raise ImportProblem(f"The section “{heading.text}” is empty.", line=heading.line)
        self.sections.append(
            SectionDraft(
                heading=heading.text,
                body=body,
                level=heading.level - TITLE,
                kind=attributes.get("kind", "plain"),
                health_aspect=attributes.get("health_aspect", ""),
                anchor=anchor,
                line=heading.line,
            )
        )

    def _faq(self, heading: _Heading) -> None:
        self._check_length(heading, MAX_QUESTION)
        for key in heading.attributes:
            if key != "anchor":
                raise ImportProblem(
                    f"A question takes no attribute but its #anchor, not “{key}”.",
                    line=heading.line,
                )
        also_asked = self._also_asked(heading)
        answer = self._html(heading)
        if not answer:
            raise ImportProblem(f"The answer to “{heading.text}” is empty.", line=heading.line)
        anchor = self._anchor(heading)
        self.faqs.append(FAQDraft(heading.text, answer, anchor, heading.line, also_asked))

    def _also_asked(self, heading: _Heading) -> str:
        """A question's other wordings: the lines of a first paragraph that says so.

        The paragraph is then no part of the answer.
        """
        if heading.end - heading.start < PARAGRAPH:
            return ""
        opening, inline = self.tokens[heading.start : heading.start + 2]
        if opening.type != "paragraph_open" or not inline.content.startswith(ALSO_ASKED):
            return ""
        heading.start += PARAGRAPH
        lines = inline.content.removeprefix(ALSO_ASKED).splitlines()
        told = (without_control_characters(" ".join(line.split())) for line in lines)
        return "\n".join(line for line in told if line)

    def _anchor(self, heading: _Heading) -> str:
        if "anchor" not in heading.attributes:
            return ""
        anchor = heading.attributes["anchor"]
        if not _ANCHOR.fullmatch(anchor):
            raise ImportProblem(
                f"“#{anchor}” is no anchor: up to 100 letters, digits, hyphens, underscores.",
                line=heading.line,
            )
        if anchor in self.anchors:
            raise ImportProblem(f"The anchor #{anchor} is there twice.", line=heading.line)
        self.anchors.add(anchor)
        return anchor

    def _check_length(self, heading: _Heading, maximum: int) -> None:
        if len(heading.text) > maximum:
            raise ImportProblem(
                f"A heading of {len(heading.text)} characters is too long; at most {maximum} fit.",
                line=heading.line,
            )

    def _check_choice(self, heading: _Heading, name: str, allowed: Sequence[str]) -> None:
        value = heading.attributes.get(name)
        if value is not None and value not in allowed:
            raise ImportProblem(
                f"Unknown {name} “{value}”. Known are {', '.join(allowed)}."
                f"{nearest(value, allowed)}",
                line=heading.line,
            )
