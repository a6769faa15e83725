"""Import: a file is taken, looked through, and imported once somebody has seen the report.

Export: everything, as a zip file.
"""

import csv
import io
from collections import Counter
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Media
from django.forms.widgets import Script
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminURLInputWidget,
)

from articles.archive.exporting import export
from articles.archive.layout import Style
from articles.archive.targets import zip_of
from articles.editorial import importing
from articles.models import ImportJob, ImportState

from .bulk_jobs import harmless
from .confirmation import signed_in
from .history import ReadOnlyAdmin

# Entries of the report on the page; the file has them all.
SHOWN = 200
CHUNK = 1_000_000
# Bytes.
LARGEST = 300_000_000
# What an import is going to do, as long as it was only looked through.
PLANNED = ("created", "updated")


def in_words(outcome: str, *, is_checked: bool) -> str:
    """What came of an entry, or would come of it.

    >>> in_words("created", is_checked=True)
    'would be created'
    """
    return f"would be {outcome}" if is_checked and outcome in PLANNED else outcome


class ImportForm(forms.ModelForm):
    file = forms.FileField(
        widget=UnfoldAdminFileFieldWidget,
        help_text="A WordPress or Ghost export, a page, or a zip of such; up to 300 MB.",
    )

    class Meta:
        model = ImportJob
        fields: ClassVar = ["file", "format", "address"]
        widgets: ClassVar = {
            "format": UnfoldAdminSelectWidget,
            "address": UnfoldAdminURLInputWidget,
        }

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 300 MB: use import_articles.")
        return file


@admin.register(ImportJob)
class ImportJobAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "file_name", "created_by", "status"]
    list_select_related = ["created_by"]
    ordering = ["-created_at", "-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(importing.IMPORT)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportJob]:
        rows: QuerySet[ImportJob] = super().get_queryset(request)
        return rows.defer("report")

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Any) -> URLPattern:
            url_name = f"articles_importjob_{name.partition('.')[0]}"
            return path(f"<int:pk>/{name}", self.admin_site.admin_view(view), name=url_name)

        export = self.admin_site.admin_view(self.export_view)
        return [
            path("export.zip", export, name="articles_importjob_export"),
            page("store", self.store_view),
            page("failures.csv", self.failures_view),
            *super().get_urls(),
        ]

    @display(
        description="State",
        label={"Looked through": "warning", "Imported": "success", "Being imported": "info"},
    )
    def status(self, job: ImportJob) -> str:
        return job.get_state_display()

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            job = importing.start(
                file.chunks(CHUNK),
                name=file.name,
                by=signed_in(request),
                format_name=form.cleaned_data["format"],
                address=form.cleaned_data["address"],
            )
            return self._to(job.pk)
        return self._page(request, "add", {"title": "Import", "form": form})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        key = unquote(object_id)
        job = self._job(request, int(key) if key.isdecimal() else 0)
        is_checked = job.state == ImportState.CHECKED
        entries: list[dict[str, Any]] = job.report
        counts = Counter(entry["outcome"] for entry in entries)
        told = sorted(
            (in_words(name, is_checked=is_checked), number) for name, number in counts.items()
        )
        context = {
            "title": job.file_name,
            "job": job,
            "is_under_way": job.state in {ImportState.CHECKING, ImportState.STORING},
            "is_checked": is_checked,
            "told": ", ".join(f"{number} {words}" for words, number in told),
            "importable": sum(counts[name] for name in PLANNED),
            "edited": counts["edited since"] + counts["different"],
            "failed": counts["failed"],
            # Reports of imports before this was counted don't say it.
            "links": sum(entry.get("links", 0) for entry in entries),
            # What failed comes first: it is what there is to do.
            "entries": [
                entry | {"words": in_words(entry["outcome"], is_checked=is_checked)}
                for entry in sorted(entries, key=lambda entry: not entry["problem"])[:SHOWN]
            ],
            "more": max(0, len(entries) - SHOWN),
        }
        return self._page(request, "report", context)

    def store_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self._job(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        overwrite = "overwrite" in request.POST
        if not importing.store(job, by=signed_in(request), overwrite=overwrite):
            messages.info(request, "It is being imported already.")
        return self._to(pk)

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """All that people wrote, as `export_articles` writes it, while it is made."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        style = Style.MARKDOWN if request.POST.get("format") == Style.MARKDOWN else Style.JSON
        answer = StreamingHttpResponse(zip_of(export(style)), content_type="application/zip")
        name = f"galley-{timezone.localtime():%Y-%m-%d}-{style}.zip"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def failures_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What failed and why, and what was left out of the others: one row each."""
        job = self._job(request, pk)
        is_checked = job.state == ImportState.CHECKED
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(["Source", "Title", "What came of it", "Why, or what was left out"])
        for entry in job.report:
            reasons = [entry["problem"]] if entry["problem"] else entry["notes"]
            for reason in reasons:
                words = in_words(entry["outcome"], is_checked=is_checked)
                named = (entry["name"], entry["title"], words, reason)
                rows.writerow([harmless(value) for value in named])
        # With a mark at the start, by which spreadsheets know that it is UTF-8.
        answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
        answer["Content-Disposition"] = f'attachment; filename="import-{job.pk}.csv"'
        return answer

    def _job(self, request: HttpRequest, pk: int) -> ImportJob:
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = ImportJob.objects.select_related("created_by").filter(pk=pk).first()
        if job is None:
            raise Http404
        return job

    def _to(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_importjob_change", args=[pk]))

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        media = Media(
            css={"all": ["galley/admin.css", "galley/bulk.css", "galley/webhooks.css"]},
            js=[Script("galley/imports.js", type="module")],  # type: ignore[list-item]
        )
        return TemplateResponse(
            request,
            f"admin/articles/importjob/{name}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "media": self.media + media,
                **context,
            },
        )
