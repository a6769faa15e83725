"""Deleting: what stands in the way and where, what goes, and what stays."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime, now
from unfold.admin import ModelAdmin

from articles.models import (
    Article,
    Document,
    Edition,
    Notice,
    Person,
    Preview,
    RelatedArticle,
    ReviewEntry,
    Schedule,
    ScheduleState,
    Topic,
)

# As many are named; the number of the others is told.
NAMED = 20


class AsksBeforeDeleting(ModelAdmin):
    """One page for all: it refuses with what is in the way, or says what will happen."""

    delete_confirmation_template = "admin/articles/delete.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What will happen, in sentences; and what is in the way, likewise."""
        facts: list[Any] = []
        obstacles: list[Any] = []
        for row in objs:
            facts += _facts(row)
            obstacles += _obstacles(row)
        return facts, {}, set(), obstacles


def _facts(row: Any) -> list[str]:
    if not isinstance(row, Article):
        return ["No article names it, so nothing changes for readers."]
    facts = ["The working copy goes: its text, FAQs, references and picks."]
    pending = Schedule.objects.filter(article=row, state=ScheduleState.PENDING)
    for schedule in pending.order_by("due_at"):
        day = date_format(localtime(schedule.due_at), "j M Y, H:i")
        facts.append(f"What is scheduled is cancelled: {schedule.get_act_display()}, {day}.")
    previews = Preview.objects.filter(
        article=row, revoked_at__isnull=True, expires_at__gt=now()
    ).count()
    if previews:
        links = "One shared preview stops" if previews == 1 else f"{previews} shared previews stop"
        facts.append(f"{links} working.")
    editions = Edition.objects.filter(article=row.pk).count()
    if editions:
        kept = "Its edition stays" if editions == 1 else f"Its {editions} editions stay"
        facts.append(f"{kept} in the history, with reviews and sign-offs. Its addresses stay gone.")
        facts.append("A draft can be made of an edition again: Editions, filtered by deleted.")
    elif ReviewEntry.objects.filter(article=row.pk).exists():
        facts.append("The thread of its review stays.")
    return facts


def _obstacles(row: Any) -> list[SafeString | str]:
    if isinstance(row, Article):
        picks = RelatedArticle.objects.filter(target=row).values_list("article", flat=True)
        return _named("“{}” picks it as a related article", set(picks))
    obstacles: list[SafeString | str] = []
    live: Any = Document.objects.none()
    if isinstance(row, Topic):
        obstacles += _named("“{}” is filed under it", _keys(row.articles))
        live = Document.objects.filter(topic=row)
    elif isinstance(row, Notice):
        obstacles += _named("“{}” shows it below its text", _keys(row.articles))
        live = Document.objects.filter(disclaimer=row)
    elif isinstance(row, Person):
        obstacles += _named("“{}” names this person as an author", _keys(row.authored))
        obstacles += _named("“{}” names this person as a reviewer", _keys(row.reviewed))
        asked = ReviewEntry.objects.filter(reviewer=row).values_list("article_id", flat=True)
        obstacles += _named("“{}” was given to this person for review", set(asked))
        live = Document.objects.filter(people__person=row)
    seen = set(live.values_list("pk", flat=True))
    working = _keys(Article.objects.filter(pk__in=seen)) - _using(row)
    obstacles += _named("“{}” shows it to readers, until it is published again", working)
    return obstacles


def _using(row: Any) -> set[UUID]:
    """The articles whose working copy names it."""
    if isinstance(row, Person):
        return _keys(row.authored) | _keys(row.reviewed)
    return _keys(row.articles)


def _keys(articles: Any) -> set[UUID]:
    return set(articles.order_by().values_list("pk", flat=True))


def _named(sentence: str, keys: Iterable[UUID]) -> list[SafeString | str]:
    keys = set(keys)
    found = list(Article.objects.filter(pk__in=keys).order_by("title", "pk")[:NAMED])
    told: list[SafeString | str] = [
        format_html(
            sentence,
            format_html(
                '<a href="{}">{}</a>',
                reverse("admin:articles_article_change", args=[article.pk]),
                article,
            ),
        )
        for article in found
    ]
    left = len(keys) - len(found)
    if left > 0 and found:
        told.append(f"and {left} more")
    elif left > 0:
        told.append(f"The history of {left} deleted article{'s' if left > 1 else ''} names it")
    return told
