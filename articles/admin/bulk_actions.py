"""Acts on many articles, from the list: a page that asks first, then a job (see `bulk_jobs`)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin

from articles.editorial import bulk, permissions
from articles.editorial.bulk_acts import PERMISSIONS
from articles.models import Article, BulkAct

from .bulk_consequences import Plan, of_bulk
from .bulk_forms import FORMS, BulkForm
from .confirmation import signed_in

Action = Callable[[Any, HttpRequest, QuerySet[Article]], HttpResponse]

# As they stand in the list's menu.
LABELS = {
    BulkAct.PUBLISH: "Publish…",
    BulkAct.UNPUBLISH: "Unpublish…",
    BulkAct.SET_TOPIC: "Set the topic…",
    BulkAct.SET_REVIEWER: "Set the reviewer…",
    BulkAct.EXPORT: "Export…",
}
# Names on the page: the others are counted.
SHOWN = 50


class BulkActions(ModelAdmin):
    """The menu of the article list, and the page to which it leads."""

    actions = list(BulkAct.values)

    def get_actions(
        self, request: HttpRequest, action_location: Any = None
    ) -> dict[str, tuple[Action, str, str]]:
        """Exactly ours: Django's own would delete without asking what is live.

        `action_location` is what Django passes from 6.1 on; they stand on the list alone.
        """
        if "_popup" in request.GET or getattr(action_location, "name", "") == "CHANGE_FORM":
            return {}
        return {
            str(act): (_action(act), str(act), label)
            for act, label in LABELS.items()
            if permissions.may(signed_in(request), *PERMISSIONS[act])
        }

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.bulk_page)
        urls: list[URLPattern] = super().get_urls()
        return [path("bulk/", view, name="articles_article_bulk"), *urls]

    def response_action(
        self, request: HttpRequest, queryset: QuerySet, **kwargs: Any
    ) -> HttpResponse | None:
        """Django answers an act that isn't offered with a message; a forged one is refused."""
        for name in request.POST.getlist("action"):
            if name in BulkAct.values:
                permissions.require(signed_in(request), *PERMISSIONS[BulkAct(name)])
        response: HttpResponse | None = super().response_action(request, queryset, **kwargs)
        return response

    def bulk_page(self, request: HttpRequest) -> HttpResponse:
        """The button of the page that asks."""
        try:
            act = BulkAct(request.POST["act"])
            ids = [UUID(key) for key in request.POST.get("articles", "").split()]
        except (KeyError, ValueError):
            # Opened by hand, or reloaded in a way that lost what was chosen.
            return self._to_list()
        articles = self.get_queryset(request).filter(pk__in=ids)
        return self.ask_or_start(request, act, articles, confirmed=True)

    def ask_or_start(
        self,
        request: HttpRequest,
        act: BulkAct,
        articles: QuerySet[Article],
        *,
        confirmed: bool,
    ) -> HttpResponse:
        by = signed_in(request)
        permissions.require(by, *PERMISSIONS[act])
        if not self.has_view_permission(request):
            raise PermissionDenied
        plan = of_bulk(act, list(articles.order_by("title", "pk")), by=by)
        if confirmed and request.POST.get("seen") != plan.mark(act):
            messages.warning(
                request,
                "Nothing has happened yet: some of these articles changed since you looked. Read "
                "again what will happen.",
            )
            # What was written stays; what was agreed to is asked again.
            questions = FORMS[act].questions
            said = {name: text for name, text in request.POST.items() if name not in questions}
            return self._ask(request, act, plan, FORMS[act](plan=plan, initial=said))
        form = FORMS[act](request.POST if confirmed else None, plan=plan)
        if confirmed and form.is_valid():
            return self._start(request, act, form)
        return self._ask(request, act, plan, form)

    def _start(self, request: HttpRequest, act: BulkAct, form: BulkForm) -> HttpResponse:
        options, takes = form.options, form.plan.takes
        if not options.get("exception_reason", "").strip():
            takes = [article for article in takes if article not in form.plan.unsigned]
        if not takes:
            form.add_error("exception_reason", "None of these articles is signed off.")
            return self._ask(request, act, form.plan, form)
        job = bulk.start(act, takes, by=signed_in(request), options=options)
        if len(takes) <= bulk.AT_ONCE:
            bulk.run(job)
        return HttpResponseRedirect(reverse("admin:articles_bulkjob_change", args=[job.pk]))

    def _ask(
        self, request: HttpRequest, act: BulkAct, plan: Plan, form: BulkForm
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        chosen = [*plan.takes, *(article for article, _ in plan.left_out)]
        number = len(plan.takes)
        return TemplateResponse(
            request,
            "admin/articles/article/bulk.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "media": self.media + form.media + Media(css={"all": ["galley/bulk.css"]}),
                "title": f"{act.label}: {number} article{'' if number == 1 else 's'}",
                "act": act,
                "plan": plan,
                "form": form,
                "seen": plan.mark(act),
                "chosen": " ".join(str(article.pk) for article in chosen),
                "shown": SHOWN,
                "in_background": number > bulk.AT_ONCE,
                "cancel": reverse("admin:articles_article_changelist"),
            },
        )

    def _to_list(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))


def _action(act: BulkAct) -> Action:
    def ask(pages: BulkActions, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse:
        return pages.ask_or_start(request, act, queryset, confirmed=False)

    return ask
