"""The rows of the queue page: each list in the words of its readers, with the step that is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse

from articles.editorial import permissions, status
from articles.editorial.permissions import may
from articles.editorial.queue import Staleness
from articles.editorial.review import name_of
from articles.editorial.review_state import ReviewState, Stage, states_of
from articles.editorial.status import Status
from articles.editorial.waiting import Reason, Waiting
from articles.models import Article, Edition, Schedule, ScheduledAct, ScheduleState

from .article_list import STATUS_COLOURS
from .reviewed import STAGE_COLOURS

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, slots=True)
class Act:
    """The button of a row: where the next step is taken."""

    label: str
    address: str


@dataclass(frozen=True)
class Row:
    title: str
    # Of the article's page, or of the edition of one that was deleted.
    address: str
    topic: str
    what: str
    when: date | datetime | None
    # What somebody wrote: a comment, a note, a reason.
    words: str = ""
    remark: str = ""
    is_pressing: bool = False
    labels: tuple[tuple[str, str], ...] = ()
    act: Act | None = None

    @property
    def has_time(self) -> bool:
        return isinstance(self.when, datetime)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the articles of a page stand, found for all of them at once."""

    statuses: dict[UUID, Status]
    reviews: dict[UUID, ReviewState]

    def labels(self, article_id: UUID) -> tuple[tuple[str, str], ...]:
        stands = self.statuses[article_id].label
        labels = [(stands, STATUS_COLOURS[stands])]
        review = self.reviews[article_id]
        # What was signed off and then went live has nothing more to say.
        if review.stage is not Stage.NONE and not self._is_settled(article_id, review):
            labels.append((review.label, STAGE_COLOURS[review.label]))
        return tuple(labels)

    def _is_settled(self, article_id: UUID, review: ReviewState) -> bool:
        found = self.statuses[article_id]
        return review.sign_off is not None and found.is_live and not found.differs


def standing_of(articles: Iterable[Article]) -> Standing:
    articles = list({article.pk: article for article in articles}.values())
    found = status.statuses(articles)
    hashes = {key: state.content_hash for key, state in found.items()}
    return Standing(found, states_of(articles, hashes=hashes))


def waiting_row(waiting: Waiting, standing: Standing) -> Row:
    article, entry = waiting.article, waiting.entry
    who = called(entry.by)
    match waiting.reason:
        case Reason.REVIEW:
            for_whom = " you" if entry.reviewer else " anybody"
            what = f"{who} asks{for_whom} for a review"
            act = Act("Review…", page_of(article, "sign_off"))
        case Reason.CHANGES:
            what = f"{who} asks for changes"
            act = Act("Edit", page_of(article))
        case Reason.SIGN_OFF_OUTDATED:
            what = f"Edited since {who} signed it off"
            act = Act("Ask for review…", page_of(article, "ask_for_review"))
        case Reason.PUBLICATION:
            what = f"{who} signed it off"
            act = Act("Publish…", page_of(article, "publish"))
    return _row(article, standing, what=what, when=entry.at, words=entry.comment, act=act)


def due_row(article: Any, standing: Standing, user: AbstractBaseUser, *, today: date) -> Row:
    days = (article.due - today).days
    review = standing.reviews[article.pk]
    what = {
        Stage.NONE: "Nobody was asked yet",
        Stage.WAITING: f"Waits for {review.reviewer.name if review.reviewer else 'a reviewer'}",
        Stage.CHANGES_ASKED: "Changes were asked for",
        Stage.SIGNED_OFF: "Nobody was asked yet",
    }[review.stage]
    if review.sign_off and standing.statuses[article.pk].differs:
        what = "Reviewed, and not published yet"
    return _row(
        article,
        standing,
        what=what,
        when=article.due,
        remark=days_from_now(days),
        is_pressing=days < 0,
        act=_next_in_review(article, standing, user),
    )


def _next_in_review(article: Article, standing: Standing, user: AbstractBaseUser) -> Act | None:
    review = standing.reviews[article.pk]
    if review.sign_off and standing.statuses[article.pk].differs:
        can = may(user, permissions.PUBLISH)
        return Act("Publish…", page_of(article, "publish")) if can else None
    if may(user, permissions.SIGN_OFF):
        return Act("Review…", page_of(article, "sign_off"))
    if may(user, permissions.EDIT) and review.stage is not Stage.WAITING:
        return Act("Ask for review…", page_of(article, "ask_for_review"))
    return None


def scheduled_row(row: Schedule, standing: Standing, user: AbstractBaseUser) -> Row:
    failed = row.state == ScheduleState.FAILED
    act = "Publishing" if row.act == ScheduledAct.PUBLISH else "Unpublishing"
    what = (
        f"{act} failed"
        if failed
        else f"{row.get_act_display()}, as {called(row.scheduled_by)} scheduled"
    )
    now = standing.statuses[row.article_id].content_hash
    remark = ""
    if not failed and row.act == ScheduledAct.PUBLISH and row.content_hash != now:
        remark = "edited since"
    change = Act("Change…", page_of(row.article, "schedule"))
    return _row(
        row.article,
        standing,
        what=what,
        when=row.due_at,
        words=row.failure if failed else row.note,
        remark=remark,
        is_pressing=failed,
        act=change if may(user, permissions.SCHEDULE) else None,
    )


STALENESS = {
    Staleness.NO_REVIEW_PLANNED: "Live, and no review is planned",
    Staleness.CHANGES_LEFT: "Changes were left unpublished",
    Staleness.DRAFT_LEFT: "The draft was left",
}


def stale_row(article: Any, standing: Standing, user: AbstractBaseUser) -> Row:
    act = None
    if article.staleness is Staleness.NO_REVIEW_PLANNED:
        act = _next_in_review(article, standing, user)
    elif may(user, permissions.EDIT):
        act = Act("Edit", page_of(article))
    return _row(article, standing, what=STALENESS[article.staleness], when=article.since, act=act)


def published_row(edition: Any, user: AbstractBaseUser) -> Row:
    who = f" by {called(edition.published_by)}" if edition.published_by else ""
    labels = [("Correction", "warning")] if edition.is_correction else []
    if edition.exception_reason:
        labels.append(("Without sign-off", "danger"))
    kept = reverse("admin:articles_edition_change", args=[edition.pk])
    sees_editions = may(user, "articles.view_edition")
    return Row(
        title=edition.title or "(deleted)",
        # What is left of a deleted article are its editions.
        address=page_of(edition) if edition.title else kept if sees_editions else "",
        topic=edition.topic_name or "",
        what=f"Edition {edition.number}{who}",
        when=edition.published_at,
        words=edition.note,
        remark=f"signed off by {edition.sign_off}" if edition.sign_off else "",
        labels=tuple(labels),
        act=Act("Look at it…", kept) if sees_editions else None,
    )


def _row(article: Article, standing: Standing, **values: Any) -> Row:
    return Row(
        title=article.title,
        address=page_of(article),
        topic=article.topic.name if article.topic else "",
        labels=standing.labels(article.pk),
        **values,
    )


def page_of(of: Article | Edition, name: str = "change") -> str:
    """The address of an article's page."""
    article_id = of.article_id if isinstance(of, Edition) else of.pk
    return reverse(f"admin:articles_article_{name}", args=[article_id])


def called(user: "User") -> str:
    """Whoever did something, by the name that readers know, if there is one."""
    person = getattr(user, "person", None)
    return person.name if person else name_of(user)


def days_from_now(days: int) -> str:
    if days == 0:
        return "today"
    number = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {number}" if days > 0 else f"{number} overdue"
