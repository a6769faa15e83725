"""The sidebar, in the order of work. Named in settings.UNFOLD."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from articles.editorial.waiting import waiting_count

from .queue import may_see_the_queue

SECTIONS: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        "Content",
        [
            ("Articles", "articles.article", "article"),
            ("Topics", "articles.topic", "category"),
            ("People", "articles.person", "groups"),
            ("Notices", "articles.notice", "info"),
            ("Not found", "articles.missedquery", "search_off"),
            ("Scheduled", "articles.schedule", "schedule"),
            ("Bulk jobs", "articles.bulkjob", "checklist"),
            ("Imports", "articles.importjob", "upload_file"),
        ],
    ),
    (
        "History",
        [
            ("Editions", "articles.edition", "history_edu"),
            ("Reviews", "articles.reviewentry", "rate_review"),
            ("Sign-offs", "articles.signoff", "verified"),
            ("Changes", "articles.change", "timeline"),
            ("Redirects", "articles.redirect", "alt_route"),
            ("Texts set aside", "articles.setaside", "inventory_2"),
        ],
    ),
    (
        "Webhooks",
        [
            ("Endpoints", "articles.webhookendpoint", "webhook"),
            ("Deliveries", "articles.delivery", "outbox"),
        ],
    ),
    (
        "Accounts",
        [
            ("Users", "auth.user", "person"),
            ("Groups", "auth.group", "group"),
        ],
    ),
]


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Unfold's navigation: groups of links to what the user may see."""
    groups: list[dict[str, Any]] = (
        [{"title": "Desk", "items": [_queue(request)]}] if may_see_the_queue(request.user) else []
    )
    for title, entries in SECTIONS:
        items = [
            {"title": name, "icon": icon, "link": _list_of(model)}
            for name, model, icon in entries
            if _may_see(request, model)
        ]
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def _queue(request: HttpRequest) -> dict[str, Any]:
    entry = {"title": "Queue", "icon": "inbox", "link": reverse("admin:queue")}
    waiting = waiting_count(request.user)  # type: ignore[arg-type]  # may_see_the_queue: no visitor
    return entry | ({"badge": str(waiting), "badge_variant": "primary"} if waiting else {})


def _list_of(model: str) -> str:
    return reverse(f"admin:{model.replace('.', '_')}_changelist")


def _may_see(request: HttpRequest, model: str) -> bool:
    app, name = model.split(".")
    names = {"missedquery": "article"}
    name = names.get(name, name)  # Seen with the articles.
    return any(request.user.has_perm(f"{app}.{act}_{name}") for act in ("view", "change"))
