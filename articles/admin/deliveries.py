"""The log of webhooks: each delivery with its attempts, and the button that sends it again."""

import json

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from articles.models import Delivery
from articles.webhooks import endpoints

from .history import ReadOnlyAdmin
from .webhooks import CHANGE


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["told_at", "type", "endpoint", "status", "attempts_made", "due"]
    list_filter = [
        ("endpoint", RelatedDropdownFilter),
        ("state", ChoicesDropdownFilter),
        ("event__type", ChoicesDropdownFilter),
    ]
    list_select_related = ["endpoint", "event"]
    search_fields = ["event__id", "subject"]
    search_help_text = "webhook-id, or the article's id"
    ordering = ["-pk"]
    fields = [
        ("type", "endpoint"),
        ("status", "told_at"),
        ("message_id", "due"),
        "log",
        "body",
    ]
    readonly_fields = ["type", "status", "told_at", "message_id", "due", "log", "body"]
    change_form_outer_before_template = "admin/articles/delivery/again.html"

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["galley/admin.css", "galley/webhooks.css"]})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.again_view)
        return [
            path("<int:pk>/again/", view, name="articles_delivery_again"),
            *super().get_urls(),
        ]

    @display(description="Event", ordering="event__type")
    def type(self, delivery: Delivery) -> str:
        return delivery.event.type

    @display(description="At", ordering="event__created_at")
    def told_at(self, delivery: Delivery) -> object:
        return delivery.event.created_at

    @display(
        description="State",
        ordering="state",
        label={"Delivered": "success", "Waiting": "info", "Given up": "danger"},
    )
    def status(self, delivery: Delivery) -> str:
        return delivery.get_state_display()

    @display(description="Next attempt", ordering="due_at")
    def due(self, delivery: Delivery) -> object:
        return None if delivery.finished_at else delivery.due_at

    @display(description="webhook-id")
    def message_id(self, delivery: Delivery) -> str:
        return str(delivery.event_id)

    @display(description="Attempts")
    def log(self, delivery: Delivery) -> SafeString:
        attempts = delivery.attempts.order_by("pk")
        return mark_safe(  # noqa: S308  (rendered by a template, which escapes)
            render_to_string("admin/articles/delivery/attempts.html", {"attempts": attempts})
        )

    @display(description="Body")
    def body(self, delivery: Delivery) -> SafeString:
        indented = json.dumps(json.loads(delivery.event.body), indent=2, ensure_ascii=False)
        return format_html('<pre class="webhook__text" tabindex="0">{}</pre>', indented)

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        delivery = Delivery.objects.filter(pk=pk).first()
        if delivery is None:
            raise Http404
        endpoints.send_again(delivery)
        messages.success(request, "It is sent again, within seconds, if a worker runs.")
        return HttpResponseRedirect(reverse("admin:articles_delivery_change", args=[pk]))
