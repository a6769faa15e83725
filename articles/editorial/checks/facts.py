"""What checks know besides the content: gathered by `editorial.checking`, pure values here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from articles.documents.content import Content

from .questions import QuestionIndex


class Approval(StrEnum):
    """Where the sign-off of one exact content stands."""

    STANDING = "standing"
    # There is one, of other content, or changes were asked for since.
    OUTDATED = "outdated"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds that a project sets."""

    reference_max_age_years: int = 10
    reading_grade_max: float = 9.0
    review_interval_months: int = 36


@dataclass(frozen=True, slots=True)
class KnownPerson:
    name: str
    credentials: str = ""


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article that the content links to or picks.

    `anchors` are those of its live document; None where there is none.
    """

    title: str
    slug: str
    is_live: bool = False
    anchors: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The world around one or several contents, on one day.

    People, topics and articles are given by id as far as the contents name them; who isn't there
    is unknown.
    """

    today: date
    limits: Limits = field(default_factory=Limits)
    people: Mapping[int, KnownPerson] = field(default_factory=dict)
    articles: Mapping[UUID, KnownArticle] = field(default_factory=dict)
    # Where the front end shows an article, and those slugs named in such addresses that lead to a
    # live article.
    article_url: str = "/articles/{slug}/"
    live_slugs: frozenset[str] = frozenset()
    questions: QuestionIndex = field(default_factory=QuestionIndex)
    sign_off_required: bool = False
    approvals: Mapping[UUID, Approval] = field(default_factory=dict)
    # Months by topic, for topics that have an interval of their own.
    review_intervals: Mapping[int, int] = field(default_factory=dict)
    # The day of the first edition by article, for contents that name an earlier publication.
    first_editions: Mapping[UUID, date] = field(default_factory=dict)

    def approval_of(self, content: Content) -> Approval:
        return self.approvals.get(content.id, Approval.MISSING)

    def review_interval_of(self, content: Content) -> int:
        """How long a review of this content holds, in months."""
        default = self.limits.review_interval_months
        return self.review_intervals.get(content.topic_id or 0, default)
