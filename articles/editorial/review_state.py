"""Where an article's review stands, and what was said in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from articles.documents.loading import load_many
from articles.models import Article, Person, ReviewAct, ReviewEntry, SignOff


class Stage(StrEnum):
    NONE = "none"
    WAITING = "waiting"
    CHANGES_ASKED = "changes asked"
    SIGNED_OFF = "signed off"


@dataclass(frozen=True, slots=True)
class ReviewState:
    """What the last request, objection or signature says; comments change nothing."""

    stage: Stage = Stage.NONE
    # The entry that put it there.
    entry: ReviewEntry | None = None
    # The sign-off that counts for the working copy as it is now, as `approval` finds it.
    sign_off: SignOff | None = None
    # The newest sign-off that nobody took back, whatever was edited since. Without its content.
    last_sign_off: SignOff | None = None

    @property
    def since(self) -> datetime | None:
        return self.entry.at if self.entry else None

    @property
    def reviewer(self) -> Person | None:
        """Whom it waits for; nobody in particular where it is None."""
        return self.entry.reviewer if self.entry and self.stage is Stage.WAITING else None

    @property
    def is_outdated(self) -> bool:
        """Something was signed off, and what is written now is something else."""
        return self.last_sign_off is not None and self.sign_off is None

    @property
    def label(self) -> str:
        match self.stage:
            case Stage.NONE:
                return "Not reviewed"
            case Stage.WAITING:
                return "Waiting for review"
            case Stage.CHANGES_ASKED:
                return "Changes asked for"
            case Stage.SIGNED_OFF:
                return "Sign-off outdated" if self.is_outdated else "Signed off"


_STAGES = {
    ReviewAct.REQUESTED: Stage.WAITING,
    ReviewAct.CHANGES_REQUESTED: Stage.CHANGES_ASKED,
    ReviewAct.SIGNED_OFF: Stage.SIGNED_OFF,
}


def thread_of(article: Article) -> list[ReviewEntry]:
    """Everything said about the article, oldest first, with who said it. One query."""
    entries = ReviewEntry.objects.filter(article=article.pk).select_related(
        "by", "by__person", "reviewer", "sign_off"
    )
    return list(entries.defer("sign_off__content").order_by("pk"))


def open_requests() -> QuerySet[ReviewEntry]:
    """The newest request of each article that no signature or objection has answered yet."""
    later = ReviewEntry.objects.filter(
        article=OuterRef("article"), pk__gt=OuterRef("pk"), act__in=_STAGES
    )
    requests: QuerySet[ReviewEntry] = ReviewEntry.objects.filter(
        ~Exists(later),
        Exists(Article.objects.filter(pk=OuterRef("article"))),
        act=ReviewAct.REQUESTED,
    )
    return requests


def state_of(article: Article) -> ReviewState:
    return states_of([article])[article.pk]


def states_of(
    articles: Iterable[Article], *, hashes: Mapping[UUID, str] | None = None
) -> dict[UUID, ReviewState]:
    """The state of each article, in one query; in eight if the hashes have to be found first.

    Args:
        hashes: the content hash of each working copy, as `status.statuses` gives them.
    """
    articles = list(articles)
    if hashes is None:
        hashes = {key: content.hash for key, content in load_many(articles).items()}
    threads: dict[UUID, list[ReviewEntry]] = {article.pk: [] for article in articles}
    entries = ReviewEntry.objects.filter(article__in=threads, act__in=_STAGES)
    entries = entries.select_related("by", "by__person", "reviewer", "sign_off")
    for entry in entries.defer("sign_off__content").order_by("pk"):
        threads[entry.article_id].append(entry)
    return {key: state_in(thread, hashes.get(key, "")) for key, thread in threads.items()}


def state_in(thread: Iterable[ReviewEntry], content_hash: str) -> ReviewState:
    """The state that a whole thread, oldest first, leaves a working copy with this hash in."""
    newest_first = [entry for entry in thread if entry.act in _STAGES][::-1]
    if not newest_first:
        return ReviewState()
    signed: list[SignOff] = []
    for entry in newest_first:
        if entry.act == ReviewAct.CHANGES_REQUESTED:
            break  # It took back whatever was signed off before.
        if entry.sign_off:
            signed.append(entry.sign_off)
    return ReviewState(
        stage=_STAGES[ReviewAct(newest_first[0].act)],
        entry=newest_first[0],
        sign_off=next((row for row in signed if row.content_hash == content_hash), None),
        last_sign_off=signed[0] if signed else None,
    )
