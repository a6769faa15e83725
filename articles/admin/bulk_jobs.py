"""Bulk jobs: how far each is, and what became of every article."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count, Q, QuerySet
from django.forms import Media
from django.forms.widgets import Script
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import display

from articles.editorial import bulk, permissions
from articles.editorial.bulk import Progress
from articles.editorial.bulk_acts import PERMISSIONS
from articles.models import BulkAct, BulkItem, BulkItemState, BulkJob, Person, Topic

from .confirmation import signed_in
from .history import ReadOnlyAdmin

# Who may see the jobs of everybody.
OVERSEE = "articles.change_bulkjob"
# Rows of each kind on the page; the file of failures has them all.
SHOWN = 200
# Seconds that a request works on a job which no worker has.
SLICE = 1.0


@admin.register(BulkJob)
class BulkJobAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "what", "created_by", "progress", "state"]
    list_select_related = ["created_by"]
    ordering = ["-created_at", "-pk"]

    # --- Who sees what ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkJob]:
        jobs: QuerySet[BulkJob] = super().get_queryset(request)
        if not permissions.may(signed_in(request), OVERSEE):
            jobs = jobs.filter(created_by=signed_in(request).pk)
        return jobs.annotate(
            total=Count("items"),
            done=Count("items", filter=Q(items__state=BulkItemState.DONE)),
            failed=Count("items", filter=Q(items__state=BulkItemState.FAILED)),
        )

    def has_view_permission(self, request: HttpRequest, obj: BulkJob | None = None) -> bool:
        """Whoever may start a job sees how it goes."""
        # Django asks this of visitors too, on the login page.
        return any(request.user.has_perm(name) for name in (permissions.VIEW, permissions.EDIT))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Any) -> URLPattern:
            url_name = f"articles_bulkjob_{name.partition('.')[0].strip('/')}"
            return path(f"<int:pk>/{name}", self.admin_site.admin_view(view), name=url_name)

        return [
            page("progress/", self.progress_view),
            page("again/", self.again_view),
            page("failures.csv", self.failures_view),
            page("export.json", self.export_view),
            *super().get_urls(),
        ]

    # --- The list ---

    @display(description="What", ordering="act")
    def what(self, job: Any) -> str:
        return f"{job.get_act_display()}: {job.total} article{'' if job.total == 1 else 's'}"

    @display(description="Progress")
    def progress(self, job: Any) -> str:
        failed = f", {job.failed} failed" if job.failed else ""
        return f"{job.done} of {job.total} done{failed}"

    @display(description="State", label={"Finished": "success", "Under way": "info"})
    def state(self, job: BulkJob) -> str:
        return "Finished" if job.finished_at else "Under way"

    # --- The page of a job ---

    def change_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        job = self.get_object(request, unquote(object_id))
        if job is None:
            response: HttpResponse = self._get_obj_does_not_exist_redirect(
                request, self.opts, object_id
            )
            return response
        self._refuse_unless_seen(request)
        request.current_app = self.admin_site.name
        progress = bulk.progress_of(job)
        failures = job.items.filter(state=BulkItemState.FAILED).defer("result")
        done = job.items.filter(state=BulkItemState.DONE).defer("result")
        script = Script("galley/bulk.js", type="module")
        return TemplateResponse(
            request,
            "admin/articles/bulkjob/report.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "media": self.media
                + Media(css={"all": ["galley/admin.css", "galley/bulk.css"]}, js=[script]),  # type: ignore[list-item]
                "title": f"{self.what(job)}",
                "job": job,
                "said": said(job),
                "progress": progress,
                "sentence": sentence(progress),
                "failures": failures.order_by("pk")[:SHOWN],
                "done": done.order_by("pk")[:SHOWN],
                "shown": SHOWN,
                "has_export": done.exclude(result="").exists(),
                "may_again": permissions.may(signed_in(request), *PERMISSIONS[BulkAct(job.act)]),
            },
        )

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far the job is. A POST works on it for a moment, where no worker does."""
        job = self._job(request, pk)
        if request.method == "POST":
            bulk.run(job, seconds=SLICE)
            job.refresh_from_db(fields=["finished_at"])
            if "back" in request.POST:  # The button for those without scripts.
                return self._to_job(job)
        progress = bulk.progress_of(job)
        return JsonResponse(
            {
                "total": progress.total,
                "done": progress.done,
                "failed": progress.failed,
                "percent": progress.percent,
                "finished": job.finished_at is not None,
                "sentence": sentence(progress),
            }
        )

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self._job(request, pk)
        again = bulk.start_again(job, by=signed_in(request))
        number = bulk.progress_of(again).total
        if number <= bulk.AT_ONCE:
            bulk.run(again)
        messages.info(request, "This is a job of its own: the report of the first one stays.")
        return self._to_job(again)

    def failures_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self._job(request, pk)
        failures = job.items.filter(state=BulkItemState.FAILED).order_by("pk")
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(["Article", "Id", "Why it failed"])
        for title, key, why in failures.values_list("title", "article_id", "message"):
            rows.writerow([harmless(title), key, harmless(why)])
        # With a mark at the start, by which spreadsheets know that it is UTF-8.
        answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
        answer["Content-Disposition"] = f'attachment; filename="failures-{job.pk}.csv"'
        return answer

    def export_view(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        job = self._job(request, pk)
        if job.act != BulkAct.EXPORT or job.finished_at is None:
            raise Http404
        answer = StreamingHttpResponse(export_of(job), content_type="application/json")
        name = f"articles-{timezone.localtime(job.created_at):%Y-%m-%d}-{job.pk}.json"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _job(self, request: HttpRequest, pk: int) -> BulkJob:
        self._refuse_unless_seen(request)
        job = self.get_queryset(request).filter(pk=pk).first()
        if job is None:
            raise Http404
        return job

    def _refuse_unless_seen(self, request: HttpRequest) -> None:
        permissions.require(signed_in(request), permissions.VIEW, permissions.EDIT)

    def _to_job(self, job: BulkJob) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_bulkjob_change", args=[job.pk]))


def said(job: BulkJob) -> list[tuple[str, str]]:
    """What the editor said at the start: label and value."""
    options = job.options
    facts = [
        ("For readers", options.get("note") or options.get("explanation")),
        ("Correction", "Yes" if options.get("is_correction") else ""),
        ("Why without a sign-off", options.get("exception_reason")),
        ("Topic", Topic.objects.filter(pk=options.get("topic")).first()),
        ("Reviewer", Person.objects.filter(pk=options.get("reviewer")).first()),
    ]
    return [(label, str(value)) for label, value in facts if value]


def sentence(progress: Progress) -> str:
    failed = f", {progress.failed} failed" if progress.failed else ""
    return f"{progress.done} of {progress.total} articles done{failed}."


def export_of(job: BulkJob) -> Iterator[str]:
    """One JSON object: `exported_at` and `articles`, each on a line of its own."""
    finished = job.finished_at.isoformat() if job.finished_at else ""
    yield f'{{"exported_at":"{finished}","articles":['
    results = BulkItem.objects.filter(job=job).exclude(result="").order_by("pk")
    comma = "\n"
    for text in results.values_list("result", flat=True).iterator(chunk_size=100):
        yield f"{comma}{text}"
        comma = ",\n"
    yield "\n]}\n"


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
