"""What the page's scripts need to keep a writer's text: is the session alive, was it saved?"""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin

# The session remembers which pages were saved, so that their copies in the browser can go.
SAVED_PAGES = "saved_pages"
REMEMBERED = 50


class KeptText(ModelAdmin):
    """See static/galley/session.js and static/galley/backup.js."""

    def get_urls(self) -> list[URLPattern]:
        # Not within admin_view: it tells that nobody is logged in, instead of asking to.
        page = path("session/", self.session_state, name="articles_article_session")
        return [page, *super().get_urls()]

    def session_state(self, request: HttpRequest) -> HttpResponse:
        """Who is logged in, with a fresh token for forms; nobody where the session has ended."""
        state = {"user": None, "name": "", "token": ""}
        if self.admin_site.has_permission(request):
            user = request.user
            name = user.get_username()
            state = {"user": str(user.pk), "name": name, "token": get_token(request)}
        answer = JsonResponse(state)
        answer["Cache-Control"] = "no-store"
        return answer

    def kept_text_of(self, request: HttpRequest) -> dict[str, Any]:
        """What the template `kept_text.html` shows."""
        return {
            "page_id": request.POST.get("page_id") or uuid4().hex,
            "page_user": request.user.pk,
            "saved_pages": json.dumps(request.session.get(SAVED_PAGES, [])),
            "restored_page": request.POST.get("_restore", ""),
            "session_url": reverse("admin:articles_article_session"),
        }

    def noting_what_was_saved(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Every answer to a posted form passes here: one that leads on has saved the text."""
        page_id = request.POST.get("page_id", "")
        if isinstance(answer, HttpResponseRedirect) and page_id:
            saved = [*request.session.get(SAVED_PAGES, []), page_id[:64]]
            request.session[SAVED_PAGES] = saved[-REMEMBERED:]
        return answer
