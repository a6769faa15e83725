"""Scheduling from the admin: what waits for an article, and the page to add or change it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import Form, Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial import permissions, scheduling
from articles.editorial.approval import standing_sign_off
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
        return super().media + Media(css={"all": ["galley/schedule.css"]})

    def get_urls(self) -> list[URLPattern]:
        return [self.page_at("schedule", self.schedule_page), *super().get_urls()]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Article | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        # `ArticleAdmin` has put the content and the status there.
        if obj is not None:
            updated_at = context["status"].updated_at
            context["waiting"] = [
                row
                for row in waiting_for(obj, context["content"])
                if not row.failed or not updated_at or row.schedule.finished_at > updated_at
            ]
            context["can_schedule"] = permissions.may(signed_in(request), permissions.SCHEDULE)
        response: HttpResponse = super().render_change_form(
            request, context, *args, obj=obj, **kwargs
        )
        return response

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What is scheduled goes with its article: nobody deletes it by itself."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking - {Schedule._meta.verbose_name}, protected

    def schedule_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        article = self.article_for(request, object_id, permissions.SCHEDULE)
        if article is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        acts: dict[str, Callable[..., HttpResponse | Form]] = {
            "publish": self._publish_later,
            "unpublish": self._unpublish_later,
            "reschedule": self._reschedule,
            "cancel": self._cancel,
        }
        refused: Form | None = None
        if request.method == "POST":
            if request.POST.get("act") not in acts:
                raise PermissionDenied
            outcome = acts[request.POST["act"]](request, article)
            if isinstance(outcome, HttpResponse):
                return outcome
            refused = outcome
        return self.page_of(
            request, article, "schedule", "Schedule", self._page_context(request, article, refused)
        )

    # --- The page ---

    def _page_context(
        self, request: HttpRequest, article: Article, refused: Form | None
    ) -> dict[str, Any]:
        """`refused`: the form that was sent and has to be corrected."""
        content = load(article)
        rows = [
            Waiting(row.schedule, row.outlook, self._time_form(row.schedule, refused))
            for row in waiting_for(article, content)
            if not row.failed
        ]
        acts = {row.schedule.act for row in rows}
        publication = consequences.of_publishing(article)
        may_publish = ScheduledAct.PUBLISH not in acts and not publication.nothing_to_do
        lacks_sign_off = settings.REQUIRE_SIGN_OFF and standing_sign_off(content) is None
        may_except = permissions.may(signed_in(request), permissions.PUBLISH_WITHOUT_SIGN_OFF)
        unpublish_form = self._form_or_new(refused, ScheduleUnpublishForm, "unpublish", article)
        may_withdraw = ScheduledAct.UNPUBLISH not in acts and (
            publication.status.is_live or ScheduledAct.PUBLISH in acts
        )
        publish_form = None
        if may_publish and (may_except or not lacks_sign_off):
            publish_form = self._form_or_new(refused, SchedulePublishForm, "publish", article)
            publish_form.initial["expected_hash"] = content.hash
        return {
            "rows": rows,
            "publication": publication,
            "nothing_to_publish": publication.nothing_to_do,
            "publication_waits": ScheduledAct.PUBLISH in acts,
            "publish_form": publish_form,
            "unpublish_form": unpublish_form if may_withdraw else None,
            "requires_sign_off": settings.REQUIRE_SIGN_OFF,
            "media": self.media + unpublish_form.media,
        }

    def _form_or_new(
        self, refused: Form | None, kind: type[Form], prefix: str, article: Article
    ) -> Form:
        if isinstance(refused, kind):
            return refused
        return self._form(kind, None, prefix, article)

    def _form(self, kind: type[Form], data: Any, prefix: str, article: Article) -> Form:
        if issubclass(kind, ScheduleUnpublishForm):
            return kind(data, prefix=prefix, article=article)
        content = load(article)
        lacks = settings.REQUIRE_SIGN_OFF and standing_sign_off(content) is None
        return kind(data, prefix=prefix, needs_reason=lacks)  # type: ignore[call-arg]

    def _time_form(self, schedule: Schedule, refused: Form | None) -> Form:
        if refused is not None and refused.prefix == f"schedule-{schedule.pk}":
            return refused
        return TimeForm(prefix=f"schedule-{schedule.pk}", initial={"due_at": schedule.due_at})

    # --- What its buttons do: a response, or the form that is wrong ---

    def _publish_later(self, request: HttpRequest, article: Article) -> HttpResponse | Form:
        form = self._form(SchedulePublishForm, request.POST, "publish", article)
        return self._schedule(request, article, form, scheduling.schedule_publishing)

    def _unpublish_later(self, request: HttpRequest, article: Article) -> HttpResponse | Form:
        form = self._form(ScheduleUnpublishForm, request.POST, "unpublish", article)
        return self._schedule(request, article, form, scheduling.schedule_unpublishing)

    def _schedule(
        self, request: HttpRequest, article: Article, form: Form, act: Callable[..., Schedule]
    ) -> HttpResponse | Form:
        if not form.is_valid():
            return form
        try:
            schedule = act(article, by=signed_in(request), **form.cleaned_data)
        except PublishingError as error:
            form.add_error(None, str(error))
            return form
        what = "goes live" if schedule.act == ScheduledAct.PUBLISH else "is withdrawn"
        return self._done(request, article, f"“{article}” {what} on {moment(schedule)}.")

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


def moment(schedule: Schedule) -> str:
    """When it is due, on the editor's clock."""
    local = timezone.localtime(schedule.due_at)
    return f"{date_format(local, 'j M Y, H:i')} ({timezone.get_current_timezone_name()} time)"
