"""Scheduling from the admin: what waits for an article, and the page to add or change it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import Form, Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial import permissions, scheduling
from articles.editorial.publishing import PublishingError
from articles.editorial.scheduling import Outlook, outlook_of
from articles.models import Article, Schedule, ScheduledAct, ScheduleState

from . import consequences
from .confirmation import ConfirmationPages, signed_in
from .schedule_forms import SchedulePublishForm, ScheduleUnpublishForm, TimeForm


@dataclass(frozen=True)
class Waiting:
    """One scheduled act of an article, or its last that failed, as editors are told of it."""

    schedule: Schedule
    outlook: Outlook | None
    form: Form | None = None

    @property
    def is_publication(self) -> bool:
        return self.schedule.act == ScheduledAct.PUBLISH

    @property
    def failed(self) -> bool:
        return self.schedule.state == ScheduleState.FAILED

    @property
    def in_doubt(self) -> bool:
        return bool(self.outlook and self.outlook.content is None)


def waiting_for(article: Article, content: Content) -> list[Waiting]:
    """What is scheduled, and what failed last, unless something was scheduled since."""
    rows = Schedule.objects.filter(
        Q(finished_at__isnull=True) | Q(state=ScheduleState.FAILED), article=article
    )
    newest: dict[str, Schedule] = {}
    for row in rows.select_related("scheduled_by", "alternative").order_by("pk"):
        row.article = article
        newest[row.act] = row
    return [
        Waiting(row, outlook_of(row, content) if _is_pending_publication(row) else None)
        for row in sorted(newest.values(), key=lambda row: row.due_at)
    ]


def _is_pending_publication(row: Schedule) -> bool:
    return row.act == ScheduledAct.PUBLISH and row.state == ScheduleState.PENDING


class SchedulePages(ConfirmationPages):
    """The page behind the button Schedule, and what the article's page says of it."""

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["galley/schedule.css", "galley/checks.css"]})

    def get_urls(self) -> list[URLPattern]:
        return [
            self.page_at("schedule", self.schedule_page, permissions.SCHEDULE),
            *super().get_urls(),
        ]

    def add_to_article_page(
        self, request: HttpRequest, context: dict[str, Any], article: Article | None
    ) -> None:
        # `ArticleAdmin` has put the content and the status there.
        if article is not None:
            updated_at = context["status"].updated_at
            context["waiting"] = [
                row
                for row in waiting_for(article, context["content"])
                if not row.failed or not updated_at or row.schedule.finished_at > updated_at
            ]
            context["can_schedule"] = permissions.may(signed_in(request), permissions.SCHEDULE)
        super().add_to_article_page(request, context, article)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What is scheduled goes with its article: nobody deletes it by itself."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking - {Schedule._meta.verbose_name}, protected

    def schedule_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        publication = consequences.of_publishing(article)
        new: dict[str, SchedulePublishForm | ScheduleUnpublishForm] = {
            "publish": SchedulePublishForm(
                posted_for(request, "publish"), prefix="publish", publication=publication
            ),
            "unpublish": ScheduleUnpublishForm(
                posted_for(request, "unpublish"), prefix="unpublish", article=article
            ),
        }
        wrong: Form | None = None
        if request.method == "POST":
            outcome = self._do(request, article, new)
            if isinstance(outcome, HttpResponse):
                return outcome
            wrong = outcome
        rows = [
            Waiting(row.schedule, row.outlook, self._time_form(row.schedule, wrong))
            for row in waiting_for(article, load(article))
            if not row.failed
        ]
        waits = {row.schedule.act for row in rows}
        may_except = permissions.may(signed_in(request), permissions.PUBLISH_WITHOUT_SIGN_OFF)
        may_withdraw = publication.status.is_live or ScheduledAct.PUBLISH in waits
        context = {
            "rows": rows,
            "publication": publication,
            "publication_waits": ScheduledAct.PUBLISH in waits,
            "is_approved": may_except or not publication.needs_reason,
            "publish_form": new["publish"],
            "unpublish_form": new["unpublish"]
            if may_withdraw and ScheduledAct.UNPUBLISH not in waits
            else None,
            "requires_sign_off": settings.REQUIRE_SIGN_OFF,
            "media": self.media + new["unpublish"].media,
        }
        return self.page_of(request, article, "schedule", "Schedule", context)

    # --- What its buttons do: a response, or the form that is wrong ---

    def _do(
        self,
        request: HttpRequest,
        article: Article,
        new: dict[str, SchedulePublishForm | ScheduleUnpublishForm],
    ) -> HttpResponse | Form:
        match request.POST.get("act"):
            case "publish":
                return self._schedule(
                    request, article, new["publish"], scheduling.schedule_publishing
                )
            case "unpublish":
                return self._schedule(
                    request, article, new["unpublish"], scheduling.schedule_unpublishing
                )
            case "reschedule":
                return self._reschedule(request, article)
            case "cancel":
                return self._cancel(request, article)
        raise PermissionDenied

    def _schedule(
        self,
        request: HttpRequest,
        article: Article,
        form: SchedulePublishForm | ScheduleUnpublishForm,
        act: Callable[..., Schedule],
    ) -> HttpResponse | Form:
        if not form.is_valid():
            return form
        try:
            schedule = act(article, by=signed_in(request), **form.wanted())
        except PublishingError as error:
            form.add_error(None, str(error))
            return form
        what = "goes live" if schedule.act == ScheduledAct.PUBLISH else "is withdrawn"
        return self._done(request, article, f"“{article}” {what} on {moment(schedule)}.")

    def _time_form(self, schedule: Schedule, refused: Form | None) -> Form:
        if refused is not None and refused.prefix == f"schedule-{schedule.pk}":
            return refused
        return TimeForm(prefix=f"schedule-{schedule.pk}", initial={"due_at": schedule.due_at})

    def _reschedule(self, request: HttpRequest, article: Article) -> HttpResponse | Form:
        schedule = self._asked_for(request, article)
        if schedule is None:
            return self._again(request)
        form = TimeForm(request.POST, prefix=f"schedule-{schedule.pk}")
        if not form.is_valid():
            return form
        try:
            scheduling.reschedule(schedule, by=signed_in(request), **form.cleaned_data)
        except PublishingError as error:
            form.add_error("due_at", str(error))
            return form
        return self._done(request, article, f"The new time is {moment(schedule)}.")

    def _cancel(self, request: HttpRequest, article: Article) -> HttpResponse:
        schedule = self._asked_for(request, article)
        if schedule is None:
            return self._again(request)
        try:
            scheduling.cancel(schedule, by=signed_in(request))
        except PublishingError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        return self._done(
            request, article, f"Cancelled: nothing will happen on {moment(schedule)}."
        )

    def _asked_for(self, request: HttpRequest, article: Article) -> Schedule | None:
        key = request.POST.get("schedule", "")
        rows = scheduling.pending(article.pk)
        return next((row for row in rows if str(row.pk) == key), None)

    def _again(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, "This is not scheduled any more. Look again at what has happened.")
        return HttpResponseRedirect(request.path)

    def _done(self, request: HttpRequest, article: Article, said: str) -> HttpResponse:
        self.log_change(request, article, said)
        messages.success(request, said)
        return self.to_article(article)


def posted_for(request: HttpRequest, act: str) -> QueryDict | None:
    """What was sent, if it was by this button: the other form stays as it was."""
    return request.POST if request.POST.get("act") == act else None


def moment(schedule: Schedule) -> str:
    """When it is due, on the editor's clock."""
    local = timezone.localtime(schedule.due_at)
    return f"{date_format(local, 'j M Y, H:i')} ({timezone.get_current_timezone_name()} time)"
