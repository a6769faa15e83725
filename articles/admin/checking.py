"""What the checks find, on the page of an article: in a box at its top and beside the fields."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.forms.models import BaseInlineFormSet
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from articles.editorial.checking import findings_for
from articles.editorial.checks import Finding, Severity
from articles.editorial.checks.places import split
from articles.models import Article

from .confirmation import ConfirmationPages
from .unsaved import UnsavedContent, content_of_form, rows_of_form

# What stands in the address of the page on which an article is added.
ADDED = "add"
# The lists of a Content: the prefix of their rows on the page, and the field of a row that is
# nothing but one choice.
_LISTS = {
    "sections": ("sections", ""),
    "faqs": ("faqs", ""),
    "references": ("references", ""),
    "author_ids": ("author_rows", "person"),
    "reviewer_ids": ("reviewer_rows", "person"),
    "related_ids": ("related_rows", "target"),
}
# The prefixes of the rows that stand on the page, by the prefix of their list.
RowPrefixes = dict[str, list[str]]


class ArticleChecks(UnsavedContent, ConfirmationPages):
    """Shows findings beside their fields, and finds them anew as one types."""

    @property
    def media(self) -> Media:
        return super().media + Media(
            css={"all": ["galley/checks.css"]},
            js=[Script("galley/checks.js", type="module")],  # type: ignore[list-item]
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.checks_view))
        url = path("<path:object_id>/checks/", view, name="articles_article_checks")
        return [url, *super().get_urls()]

    def add_to_article_page(
        self, request: HttpRequest, context: dict[str, Any], article: Article | None
    ) -> None:
        place = str(article.pk) if article else ADDED
        context["checks_url"] = reverse("admin:articles_article_checks", args=[place])
        # A page that comes back with errors holds what was posted, and asks for its findings.
        if article is not None and request.method != "POST":
            findings = findings_for(context["content"])
            context |= shown(findings, prefixes_in_order(context["inline_admin_formsets"]))
        super().add_to_article_page(request, context, article)

    def checks_view(self, request: HttpRequest, object_id: str) -> JsonResponse:
        """The findings of the posted form, which isn't saved."""
        article = Article() if object_id == ADDED else self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        if object_id != ADDED and not self.has_change_permission(request, article):
            raise PermissionDenied
        form, formsets = self.posted_forms(request, article)
        content = content_of_form(form, formsets, article)
        context = shown(findings_for(content), posted_prefixes(formsets))
        box = render_to_string("admin/articles/article/checks_box.html", context, request)
        response = JsonResponse({"box": box, "marks": context["marks"]})
        response["Cache-Control"] = "no-store"
        return response


def shown(findings: list[Finding], prefixes: RowPrefixes) -> dict[str, Any]:
    """What the templates need: the findings with the ids of their fields, and their counts."""
    targets = [target_of(finding.field, prefixes) for finding in findings]
    return {
        "found": list(zip(findings, targets, strict=True)),
        "counts": [
            (severity, count)
            for severity in Severity
            if (count := sum(finding.severity is severity for finding in findings))
        ],
        "marks": [
            {
                "target": target,
                "severity": finding.severity,
                "label": finding.severity.label,
                "message": finding.message,
                "hint": finding.hint,
            }
            for finding, target in zip(findings, targets, strict=True)
            if target
        ],
    }


def target_of(field: str, prefixes: RowPrefixes) -> str:
    """The id of the element that a finding stands at: an input, or the heading of a list."""
    name, index, inner = split(field)
    if not name:
        return ""
    if name not in _LISTS:
        return f"id_{name.removesuffix('_id')}"
    prefix, choice = _LISTS[name]
    rows = prefixes.get(prefix, [])
    if index is None or index >= len(rows):
        return f"{prefix}-heading"
    # A row that somebody else added meanwhile isn't on this page.
    return f"id_{rows[index]}-{inner or choice}" if rows[index] else f"{prefix}-heading"


def prefixes_in_order(inlines: Iterable[Any]) -> RowPrefixes:
    """The rows of a page that shows what is stored: they stand in its order."""
    return {
        inline.formset.prefix: [form.prefix for form in inline.formset.initial_forms]
        for inline in inlines
    }


def posted_prefixes(formsets: Iterable[BaseInlineFormSet]) -> RowPrefixes:
    """The rows of a posted page as its content has them, in its order."""
    return {str(formset.prefix): _prefixes(formset) for formset in formsets}


def _prefixes(formset: BaseInlineFormSet) -> list[str]:
    rows = rows_of_form(formset)
    column = {"person": "person_id", "target": "target_id"}.get(_choice(str(formset.prefix)))
    if column is None:
        return [row.prefix for row in rows]
    # Content holds each choice once, and none that isn't made yet.
    chosen: dict[Any, str] = {}
    for row in rows:
        if row.values[column] is not None:
            chosen.setdefault(row.values[column], row.prefix)
    return list(chosen.values())


def _choice(prefix: str) -> str:
    return next(choice for name, choice in _LISTS.values() if name == prefix)
