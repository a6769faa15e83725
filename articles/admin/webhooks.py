"""Webhook endpoints: who is told of what, and the acts on them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from articles.models import EventType, Topic, WebhookEndpoint, WebhookTopic
from articles.webhooks import endpoints
from articles.webhooks.sending import succeeded

from .confirmation import signed_in

CHANGE = "articles.change_webhookendpoint"


class EndpointForm(forms.ModelForm):
    event_types = forms.MultipleChoiceField(
        label="Events",
        required=False,
        choices=[choice for choice in EventType.choices if choice[0] != EventType.TEST],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="None chosen: all of them.",
    )
    of_topics = forms.ModelMultipleChoiceField(
        label="Topics",
        required=False,
        queryset=Topic.objects.order_by("name", "pk"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Articles in these topics and those under them, and the topics themselves. "
        "None chosen: everything.",
    )

    class Meta:
        model = WebhookEndpoint
        fields: ClassVar = ["name", "url", "owner", "is_active"]

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        if self.instance.pk:
            self.initial["of_topics"] = list(self.instance.topics.all())


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ModelAdmin):
    form = EndpointForm
    fields = ["name", "url", "event_types", "of_topics", "owner", "is_active"]
    autocomplete_fields = ["owner"]
    list_display = ["name", "url", "state", "last_success_at", "waiting"]
    search_fields = ["name", "url"]
    compressed_fields = False
    warn_unsaved_form = True
    actions = None
    change_form_outer_before_template = "admin/articles/webhookendpoint/state.html"

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["galley/admin.css", "galley/webhooks.css"]})

    def get_urls(self) -> list[URLPattern]:
        def act(name: str, view: Callable[..., HttpResponse]) -> URLPattern:
            url_name = f"articles_webhookendpoint_{name}"
            return path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=url_name)

        return [
            act("test", self.test_view),
            act("rotate", self.rotate_view),
            act("resume", self.resume_view),
            *super().get_urls(),
        ]

    # --- The list ---

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookEndpoint]:
        unfinished = Count("deliveries", filter=Q(deliveries__finished_at__isnull=True))
        rows: QuerySet[WebhookEndpoint] = super().get_queryset(request)
        return rows.annotate(waiting_count=unfinished).order_by("name", "pk")

    @display(
        description="State",
        label={"On": "success", "Off": "info", "Paused": "danger", "Failing": "warning"},
    )
    def state(self, endpoint: WebhookEndpoint) -> str:
        if endpoint.paused_at:
            return "Paused"
        if not endpoint.is_active:
            return "Off"
        return "Failing" if endpoint.failing_since else "On"

    @display(description="Waiting", ordering="waiting_count")
    def waiting(self, endpoint: Any) -> int:
        return int(endpoint.waiting_count)

    # --- The form ---

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": signed_in(request).pk, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.event_types = form.cleaned_data["event_types"]
        if not change:
            obj.secret = endpoints.new_secret()
        obj.save()
        chosen = form.cleaned_data["of_topics"]
        WebhookTopic.objects.filter(endpoint=obj).exclude(topic__in=chosen).delete()
        WebhookTopic.objects.bulk_create(
            (WebhookTopic(endpoint=obj, topic=topic) for topic in chosen), ignore_conflicts=True
        )
        if not change:
            self._show(request, obj.secret)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """To the endpoint's page, where its secret is shown and a test can be sent."""
        return self._to(obj.pk)

    def _show(self, request: HttpRequest, secret: str) -> None:
        messages.warning(
            request,
            format_html(
                'The secret, shown this once: <code class="webhook__secret">{}</code> '
                "Give it to the receiver, which verifies by it.",
                secret,
            ),
        )

    # --- Acts ---

    def test_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        endpoint = self._endpoint(request, pk)
        if isinstance(endpoint, HttpResponse):
            return endpoint
        made = endpoints.send_test(endpoint)
        told = f"{made.status}" if made.status else made.error
        if succeeded(made):
            messages.success(request, f"It answered {told} in {made.milliseconds} ms.")
        else:
            messages.error(request, f"The test failed. {self._told(told)}")
        return self._to(pk)

    @staticmethod
    def _told(told: str) -> str:
        return f"It answered {told}; 200 to 299 count as success." if told.isdigit() else told

    def rotate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        endpoint = self._endpoint(request, pk)
        if isinstance(endpoint, HttpResponse):
            return endpoint
        self._show(request, endpoints.rotate_secret(endpoint))
        hours = int(endpoints.OVERLAP.total_seconds() // 3600)
        messages.info(request, f"For {hours} hours the old secret signs too.")
        return self._to(pk)

    def resume_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        endpoint = self._endpoint(request, pk)
        if isinstance(endpoint, HttpResponse):
            return endpoint
        waiting = endpoints.resume(endpoint)
        messages.success(request, f"Resumed. Deliveries that wait: {waiting}.")
        return self._to(pk)

    def _endpoint(self, request: HttpRequest, pk: int) -> WebhookEndpoint | HttpResponse:
        """The endpoint that a POST is about; the answer to anything else.

        Raises:
            PermissionDenied: the user may not change endpoints.
        """
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        endpoint = WebhookEndpoint.objects.select_related("owner").filter(pk=pk).first()
        if endpoint is None:
            raise Http404
        return endpoint

    def _to(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_webhookendpoint_change", args=[pk]))
