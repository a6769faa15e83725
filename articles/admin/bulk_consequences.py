"""What an act on many articles would do, for the page that asks before it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from articles.documents.loading import load_many
from articles.editorial import permissions
from articles.editorial.checking import findings_for_many
from articles.editorial.checks import Severity
from articles.editorial.publishing import errors_in
from articles.editorial.review_state import states_of
from articles.editorial.status import statuses
from articles.models import Article, BulkAct, Document

# Checking takes some milliseconds an article: of more than these, the report tells the errors.
CHECKED = 100


@dataclass
class Plan:
    """What will be worked on, and what is left out for which reason."""

    takes: list[Article]
    left_out: list[tuple[Article, str]] = field(default_factory=list)
    # Those of `takes` that go live only for a reason given by an administrator.
    unsigned: list[Article] = field(default_factory=list)
    # Those of `takes` of which the checks warn, with how often.
    warned: list[tuple[Article, int]] = field(default_factory=list)
    is_checked: bool = True

    @property
    def asks(self) -> bool:
        """Whether warnings have to be accepted before anything happens."""
        return bool(self.warned) or (not self.is_checked and bool(self.takes))

    def mark(self, act: BulkAct) -> str:
        """The same for the same articles; where they go live, only as long as nobody edits one."""
        texts = act is BulkAct.PUBLISH
        rows = sorted(f"{one.pk} {one.modified_at if texts else ''}" for one in self.takes)
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()

    def leave_out(self, reasons: dict[Article, str]) -> None:
        self.takes = [article for article in self.takes if article not in reasons]
        self.left_out += reasons.items()


def of_bulk(act: BulkAct, articles: Sequence[Article], *, by: AbstractBaseUser) -> Plan:
    plan = Plan(takes=list(articles))
    match act:
        case BulkAct.PUBLISH:
            _plan_publishing(plan, by=by)
        case BulkAct.UNPUBLISH:
            ids = [article.pk for article in articles]
            live = set(Document.objects.filter(pk__in=ids).values_list("pk", flat=True))
            plan.leave_out(
                {article: "It is not live." for article in articles if article.pk not in live}
            )
    return plan


def _plan_publishing(plan: Plan, *, by: AbstractBaseUser) -> None:
    found = statuses(plan.takes)
    plan.leave_out(
        {
            article: "Nothing has changed since the edition that is live."
            for article in plan.takes
            if found[article.pk].is_live and not found[article.pk].differs
        }
    )
    if settings.REQUIRE_SIGN_OFF:
        hashes = {key: status.content_hash for key, status in found.items()}
        states = states_of(plan.takes, hashes=hashes)
        unsigned = [article for article in plan.takes if states[article.pk].sign_off is None]
        if permissions.may(by, permissions.PUBLISH_WITHOUT_SIGN_OFF):
            plan.unsigned = unsigned
        else:
            plan.leave_out(dict.fromkeys(unsigned, "Nobody has signed off exactly this content."))
    plan.is_checked = len(plan.takes) <= CHECKED
    if plan.is_checked:
        _check(plan)


def _check(plan: Plan) -> None:
    contents = load_many(plan.takes)
    # They all go live, one after the other: what they miss of one another is there at the end.
    found = findings_for_many(list(contents.values()), going_live=contents.keys())
    errors: dict[Article, str] = {}
    for article, findings in zip(plan.takes, found, strict=True):
        if blocking := errors_in(findings):
            errors[article] = f"{blocking[0].place}: {blocking[0].message}"
        elif warnings := sum(finding.severity is Severity.WARNING for finding in findings):
            plan.warned.append((article, warnings))
    plan.leave_out(errors)
    plan.unsigned = [article for article in plan.unsigned if article not in errors]
