"""What the screens of the review show, gathered: the box, and what a signature would cover."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson
from django.utils import timezone

from articles.documents.compiled import Publication
from articles.documents.compiler import compile_document
from articles.documents.content import Content
from articles.documents.gathering import surroundings_of
from articles.documents.loading import load
from articles.editorial import review
from articles.editorial.checking import findings_for
from articles.editorial.checks import Finding
from articles.editorial.comparison import Comparison, compare
from articles.editorial.naming import names_in
from articles.editorial.publishing import SIGN_OFF_CHECKS
from articles.editorial.review_state import ReviewState, state_in, state_of, thread_of
from articles.models import Article, Edition, Person, ReviewAct, ReviewEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

__all__ = ["ReviewBox", "Signature", "box_of", "signature_on", "state_of"]

# Unfold's colours for where a review can stand.
STAGE_COLOURS = {
    "Not reviewed": "info",
    "Waiting for review": "warning",
    "Changes asked for": "danger",
    "Signed off": "success",
    "Sign-off outdated": "warning",
}


@dataclass(frozen=True, slots=True)
class ThreadLine:
    who: str
    act: str
    at: datetime
    comment: str
    # Whom a request is addressed to.
    reviewer: str


@dataclass(frozen=True)
class ReviewBox:
    state: ReviewState
    who: str
    thread: list[ThreadLine]
    # The last sign-off, if it no longer counts, against what is saved.
    comparison: Comparison | None
    # The pages that the user may open, by the end of their address.
    may: Collection[str]
    is_own_work: bool

    @property
    def colour(self) -> str:
        return STAGE_COLOURS[self.state.label]


@dataclass(frozen=True)
class Signature:
    """What a user's sign-off of an article would cover, and what follows from it."""

    # What stands there now, before the signature adds the review to it.
    content: Content
    # The article as readers would get it, as the API's values.
    document: dict[str, Any]
    reviewed_on: date | None
    review_due: date | None
    name: str
    credentials: str
    person: Person | None
    is_author: bool
    is_own_work: bool
    # What it is compared with: “the last sign-off” or “what is live”; empty where there is none.
    compared_with: str
    comparison: Comparison | None
    findings: list[Finding]


def box_of(
    article: Article, content_hash: str, *, by: "AbstractBaseUser", may: Collection[str]
) -> ReviewBox:
    """The box for `by`. One query, and a few more where a sign-off no longer counts."""
    thread = thread_of(article)
    state = state_in(thread, content_hash)
    return ReviewBox(
        state=state,
        who=review.name_of(state.entry.by) if state.entry else "",
        thread=[_line(entry) for entry in thread],
        comparison=_since_sign_off(state, article),
        may=may,
        is_own_work=review.is_own_work(article, by=by),
    )


def signature_on(article: Article, *, by: "AbstractBaseUser") -> Signature:
    content = load(article)
    person = Person.objects.filter(account=by.pk).first()
    signed = review.as_reviewed(content, person, on=timezone.localdate())
    compared_with, base = _base_of(article, content)
    return Signature(
        content=content,
        document=as_readers_get_it(signed),
        reviewed_on=signed.reviewed_on,
        review_due=signed.review_due,
        name=review.name_of(by),
        credentials=person.credentials if person else "",
        person=person,
        is_author=person is not None and person.pk in content.author_ids,
        is_own_work=review.is_own_work(article, by=by),
        compared_with=compared_with,
        comparison=_compare(base, content) if base else None,
        findings=[found for found in findings_for(signed) if found.id not in SIGN_OFF_CHECKS],
    )


def _base_of(article: Article, content: Content) -> tuple[str, Content | None]:
    """What the reviewer knows already: the last sign-off, else what is live."""
    state = state_in(thread_of(article), content.hash)
    if state.last_sign_off:
        return "the last sign-off", Content.from_json(state.last_sign_off.content)
    live = Edition.objects.filter(document=article.pk).first()
    return ("what is live", Content.from_json(live.content)) if live else ("", None)


def as_readers_get_it(content: Content) -> dict[str, Any]:
    """What admin/articles/article/reading.html takes."""
    now = timezone.now()
    publication = Publication(edition=1, published_at=now, updated_at=now)
    compiled = compile_document(content, surroundings_of([content]), publication)
    values: dict[str, Any] = orjson.loads(compiled.full)
    # As days, which the page writes as it writes every other.
    days = ("reviewed_on", "review_due", "first_published_on")
    return values | {name: values[name] and date.fromisoformat(values[name]) for name in days}


def _since_sign_off(state: ReviewState, article: Article) -> Comparison | None:
    if not (state.is_outdated and state.last_sign_off):
        return None
    return _compare(Content.from_json(state.last_sign_off.content), load(article))


def _compare(old: Content, new: Content) -> Comparison:
    return compare(old, new, names_in(old, new))


def _line(entry: ReviewEntry) -> ThreadLine:
    return ThreadLine(
        who=review.name_of(entry.by),
        act=ReviewAct(entry.act).label.lower(),
        at=entry.at,
        comment=entry.comment,
        reviewer=entry.reviewer.name if entry.reviewer else "",
    )
