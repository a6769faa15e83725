"""What every source yields: article drafts, and the reasons why a file gives none. Pure values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any


class ImportProblem(Exception):  # noqa: N818
    """Why a file can't be imported: where and what, for the person who has to mend it."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is rebuilt from its positional arguments alone, which would lose the line.
        return _problem_at, (self.reason, self.line)


def _problem_at(reason: str, line: int | None) -> ImportProblem:
    return ImportProblem(reason, line=line)


# The last guard: what a reader of foreign content didn't foresee. It keeps no other article out.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


def unreadable(error: Exception) -> ImportProblem:
    """The problem that one of UNREADABLE makes."""
    reason = str(error).splitlines()[0][:200] if str(error) else "unexpected content"
    return ImportProblem(f"It can't be read: {type(error).__name__}, {reason}.")


@dataclass(slots=True)
class PersonDraft:
    """A person by slug, or by name with what is known of them."""

    slug: str = ""
    name: str = ""
    credentials: str = ""
    job_title: str = ""
    organisation: str = ""
    line: int | None = None


@dataclass(slots=True)
class SectionDraft:
    heading: str
    body: str = ""
    level: int = 1
    kind: str = "plain"
    health_aspect: str = ""
    anchor: str = ""
    line: int | None = None


@dataclass(slots=True)
class FAQDraft:
    question: str
    answer: str = ""
    anchor: str = ""
    line: int | None = None
    also_asked: str = ""


@dataclass(slots=True)
class ReferenceDraft:
    title: str
    publisher: str = ""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    url: str = ""
    evidence_level: str = ""


@dataclass(slots=True)
class ArticleDraft:
    """An article as its source gives it. Rich text is the stored HTML subset.

    Links to other articles stand in it by slug: `article:some-slug`. `notes` says what was
    changed on the way, for the report.
    """

    title: str
    slug: str
    summary: str = ""
    also_called: tuple[str, ...] = ()
    topic: str = ""
    authors: list[PersonDraft] = field(default_factory=list)
    reviewers: list[PersonDraft] = field(default_factory=list)
    reviewed_on: date | None = None
    review_due: date | None = None
    # Where it was before; a draft of its source has no such day.
    first_published_on: date | None = None
    meta_title: str = ""
    meta_description: str = ""
    canonical_url: str = ""
    featured: bool = False
    disclosure: str = ""
    disclaimer: str = ""
    related: tuple[str, ...] = ()
    sections: list[SectionDraft] = field(default_factory=list)
    faqs: list[FAQDraft] = field(default_factory=list)
    references: list[ReferenceDraft] = field(default_factory=list)
    # What the article is called in its source, for ever (see `models.Origin`); without one it is
    # found by its slug.
    external_id: str = ""
    # Whether an article here with the same slug is this one, though it wasn't imported.
    owns_slug: bool = False
    # Where the article was before, which leads to it.
    address: str = ""
    # An address on the site that it comes from, where it had none of its own.
    home: str = ""
    # What an export says of the article's id and dates; an import leaves it alone.
    working_copy: dict[str, str] = field(default_factory=dict)
    # The line of each front matter key, for problems that show only when it is stored.
    lines: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def site(self) -> str:
        """An address on the site that it comes from, if that is known."""
        return self.address or self.home

    def bodies(self) -> list[str]:
        """All rich text of it."""
        return [part.body for part in self.sections] + [part.answer for part in self.faqs]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a source holds that is no article, and why it isn't imported."""

    reason: str


def fitted(text: str, maximum: int, what: str, notes: list[str]) -> str:
    """`text` as far as it fits into its field; where it doesn't, `notes` says so."""
    if len(text) <= maximum:
        return text
    notes.append(f"the {what} was too long and is cut: “{text[:60]}…”")
    return text[:maximum].rstrip()


def nearest(word: str, allowed: Iterable[str]) -> str:
    """A sentence's end that suggests the nearest of the allowed words, or nothing."""
    by_case = {option.casefold(): option for option in allowed}
    found = get_close_matches(word.casefold(), by_case, n=1, cutoff=0.6)
    return f" Did you mean “{by_case[found[0]]}”?" if found else ""
