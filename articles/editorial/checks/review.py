"""Checks of who reviewed the article, and until when the review holds."""

from collections.abc import Iterator

from articles.documents.content import Content
from articles.editorial.intervals import months_after

from .facts import Approval, Facts
from .findings import Remark, Severity
from .registry import check


def _day(day: object) -> str:
    return f"{day:%-d %B %Y}"


@check(
    "reviewer.missing",
    severity=Severity.WARNING,
    hint="Name who checked the facts; readers and search engines look for it.",
)
def reviewer_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """No reviewer."""
    if not content.reviewer_ids:
        yield Remark("There is no reviewer.", field="reviewer_ids")


@check(
    "reviewer.is_author",
    severity=Severity.WARNING,
    hint="A review is somebody else's: choose another reviewer.",
)
def reviewer_is_author(content: Content, facts: Facts) -> Iterator[Remark]:
    """A reviewer who is an author too."""
    for index, person_id in enumerate(content.reviewer_ids):
        if person_id in content.author_ids:
            yield Remark(
                f"{_name(person_id, facts)} is an author of this article.",
                field=f"reviewer_ids.{index}",
            )


@check(
    "reviewer.without_credentials",
    severity=Severity.WARNING,
    hint="Add degrees or registrations on the person's page.",
)
def reviewer_without_credentials(content: Content, facts: Facts) -> Iterator[Remark]:
    """A reviewer without credentials."""
    for index, person_id in enumerate(content.reviewer_ids):
        person = facts.people.get(person_id)
        if person and not person.credentials.strip():
            yield Remark(f"{person.name} has no credentials.", field=f"reviewer_ids.{index}")


def _name(person_id: int, facts: Facts) -> str:
    person = facts.people.get(person_id)
    return person.name if person else "This reviewer"


@check(
    "review.overdue",
    severity=Severity.WARNING,
    hint="Have the article reviewed again; the sign-off sets both dates.",
)
def review_overdue(content: Content, facts: Facts) -> Iterator[Remark]:
    """A review that was due before today."""
    if content.review_due and content.review_due < facts.today:
        yield Remark(f"A review was due on {_day(content.review_due)}.", field="review_due")


@check("review.due_too_late", severity=Severity.WARNING)
def review_due_too_late(content: Content, facts: Facts) -> Iterator[Remark]:
    """A next review later than the interval allows."""
    if not (content.reviewed_on and content.review_due):
        return
    months = facts.review_interval_of(content)
    latest = months_after(content.reviewed_on, months)
    if content.review_due > latest:
        yield Remark(
            f"The next review is due later than {months} months after the last one.",
            field="review_due",
            hint=f"Choose {_day(latest)} or an earlier day.",
        )


@check(
    "sign_off.missing",
    severity=Severity.ERROR,
    hint="Ask for a review: only a signed-off article can be published.",
)
def sign_off_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """No sign-off, where one is required."""
    if facts.sign_off_required and facts.approval_of(content) is Approval.MISSING:
        yield Remark("Nobody has signed off this article.")


@check(
    "sign_off.outdated",
    severity=Severity.ERROR,
    hint="Ask for a review of what changed.",
)
def sign_off_outdated(content: Content, facts: Facts) -> Iterator[Remark]:
    """A sign-off of other content than this. Where none is required, it is a warning."""
    if facts.approval_of(content) is Approval.OUTDATED:
        yield Remark(
            "The last sign-off doesn't count for what stands here now.",
            severity=None if facts.sign_off_required else Severity.WARNING,
        )
