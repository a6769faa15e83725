"""Which rows of each list a request asks for: what may be asked, and the condition that it sets."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from articles.delivery.review_status import DUE_SOON_DAYS, REVIEW_STATUSES, has_review_status
from articles.delivery.search import in_columns
from articles.models import (
    Document,
    DocumentAspect,
    DocumentCitation,
    DocumentPerson,
    HealthAspect,
    Person,
    PersonRole,
    SectionKind,
)

from .filtering import (
    Known,
    KnownTopics,
    OwnRowsFilter,
    ParameterFilter,
    ParameterFilterSet,
    RankedFilter,
    Source,
)
from .parameters import Boolean, Choice, Choices, Moment, Slugs, Words

INCLUSIVE = "a date or date-time (UTC), itself included"
EXCLUSIVE = "a date or date-time (UTC), itself excluded"
DAYS = "; of a date-time the day counts"


def _by_person(role: PersonRole, description: str) -> OwnRowsFilter:
    return OwnRowsFilter(
        Known(model=Person, description=description),
        lambda ids: DocumentPerson.objects.filter(person__in=ids, role=role),
    )


def since(column: str, what: str) -> ParameterFilter:
    parameter = Moment(description=f"{what} at or after this: {INCLUSIVE}.")
    return ParameterFilter(parameter, lambda moment: Q(**{f"{column}__gte": moment}))


def _until(column: str, what: str) -> ParameterFilter:
    parameter = Moment(description=f"{what} before this: {EXCLUSIVE}.")
    return ParameterFilter(parameter, lambda moment: Q(**{f"{column}__lt": moment}))


def _day(moment: datetime) -> Any:
    return moment.date()


def _day_since(column: str, what: str) -> ParameterFilter:
    parameter = Moment(description=f"{what} on or after this: {INCLUSIVE}{DAYS}.")
    return ParameterFilter(parameter, lambda moment: Q(**{f"{column}__gte": _day(moment)}))


def _day_until(column: str, what: str) -> ParameterFilter:
    parameter = Moment(description=f"{what} before this: {EXCLUSIVE}{DAYS}.")
    return ParameterFilter(parameter, lambda moment: Q(**{f"{column}__lt": _day(moment)}))


class ArticleFilters(ParameterFilterSet):
    topic = ParameterFilter(
        KnownTopics(description="In any of these topics or those under them, by slug."),
        lambda ids: Q(topic__in=ids),
    )
    author = _by_person(PersonRole.AUTHOR, "Written by any of these people, by slug.")
    reviewer = _by_person(PersonRole.REVIEWER, "Reviewed by any of these people, by slug.")
    health_aspect = OwnRowsFilter(
        Choices(
            values=tuple(HealthAspect.values),
            description="With a section on any of these health aspects.",
        ),
        lambda aspects: DocumentAspect.objects.filter(health_aspect__in=aspects),
    )
    featured = ParameterFilter(
        Boolean(description="Featured articles only, or all others only."),
        lambda featured: Q(featured=featured),
    )
    slug = ParameterFilter(
        Slugs(
            description="Exactly these articles, by slug, at most 100: a batch fetch. A slug that "
            "is not live is simply not in the answer."
        ),
        lambda slugs: Q(slug__in=slugs),
    )
    published_after = since("published_at", "First published")
    published_before = _until("published_at", "First published")
    updated_after = since("updated_at", "Last updated")
    updated_before = _until("updated_at", "Last updated")
    reviewed_after = _day_since("reviewed_on", "Reviewed")
    reviewed_before = _day_until("reviewed_on", "Reviewed")
    review_due_before = _day_until("review_due", "With a review due")
    review_status = ParameterFilter(
        Choices(
            values=tuple(REVIEW_STATUSES),
            description=f"How the review stands today: `overdue` (due before today), `due_soon` "
            f"(due today or within {DUE_SOON_DAYS} days), `current` (due later). Articles without "
            "a due day have none of these.",
        ),
        has_review_status,
    )
    by_day = ("review_status",)
    cites = ParameterFilter(
        Source(
            description="With a reference to this DOI, PMID or URL, in any usual spelling: "
            "`10.1000/xyz`, `doi:…`, `https://doi.org/…`, `12345678`, `PMID: …`, a URL with or "
            "without scheme and last slash."
        ),
        # Not EXISTS: few documents cite one source, and the index names them.
        lambda identifier: Q(
            pk__in=DocumentCitation.objects.filter(identifier=identifier).values("document")
        ),
    )
    search = RankedFilter("in titles, other names, summaries, headings, questions and texts")


def _of_article() -> ParameterFilter:
    return ParameterFilter(
        Known(model=Document, description="Of any of these articles, by slug."),
        lambda ids: Q(document__in=ids),
    )


def _of_topic() -> ParameterFilter:
    return ParameterFilter(
        KnownTopics(description="Of articles in any of these topics or those under them."),
        # Not EXISTS: that would look up the document of every passage there is.
        lambda ids: Q(document__in=Document.objects.filter(topic__in=ids).values("pk")),
    )


class SectionFilters(ParameterFilterSet):
    article = _of_article()
    topic = _of_topic()
    health_aspect = ParameterFilter(
        Choices(values=tuple(HealthAspect.values), description="On any of these health aspects."),
        # The second part is that of the index: without it SQLite doesn't know that it serves.
        lambda aspects: Q(health_aspect__in=aspects) & ~Q(health_aspect=""),
    )
    kind = ParameterFilter(
        Choices(
            values=tuple(SectionKind.values),
            description="Running text (`plain`) or any of these kinds of callout.",
        ),
        lambda kinds: Q(callout__in=kinds),
    )
    search = RankedFilter("in headings and texts")


class FAQFilters(ParameterFilterSet):
    article = _of_article()
    topic = _of_topic()
    search = RankedFilter("in questions, their other wordings and answers")


def _search_columns(*columns: str) -> ParameterFilter:
    return ParameterFilter(
        Words(description=f"Words that must all occur in {', '.join(columns)}."),
        lambda words: in_columns(words, *columns),
    )


class TopicFilters(ParameterFilterSet):
    search = _search_columns("name", "description")


class PersonFilters(ParameterFilterSet):
    role = ParameterFilter(
        Choice(
            values=tuple(PersonRole.values),
            description="Those who wrote, or those who reviewed, at least one live article.",
        ),
        lambda role: Exists(DocumentPerson.objects.filter(person=OuterRef("pk"), role=role)),
    )
    search = _search_columns("name", "credentials", "job_title", "organisation", "bio")
