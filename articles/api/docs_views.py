"""The pages for who builds on the API: the interactive reference, and the guides beside it."""

from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.renderers import StaticHTMLRenderer

from .guides import guides
from .service_views import ConstantView, service_address

# No inline script or style, no form, no frame, and nothing from elsewhere.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class DocsPage(ConstantView):
    """A page, not part of the schema. All it loads comes from this service."""

    operation_id, tag = "", ""
    renderer_classes = (StaticHTMLRenderer,)


class Docs(DocsPage):
    """The interactive reference."""

    def body(self, request: Any) -> bytes:
        return _reference()


@cache
def _reference() -> bytes:
    return _page("reference.html", {"here": "docs"})


class GuideIndex(DocsPage):
    """The guides, each with its summary."""

    other_headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}

    def body(self, request: Any) -> bytes:
        return _page("guides.html", {"here": "guides"})


class GuidePage(DocsPage):
    """A guide, with the address of this service in its examples."""

    other_headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}

    def body(self, request: Any) -> bytes:
        guide = guides().get(self.kwargs["name"])
        if guide is None:
            raise NotFound
        names = list(guides())
        following = names[names.index(guide.name) + 1 :]
        context = {
            "guide": guide,
            "html": guide.html_for(service_address(request)),
            "next": guides()[following[0]] if following else None,
        }
        return _page("guide.html", context)


def _page(template: str, context: dict[str, Any]) -> bytes:
    shown = {"guides": list(guides().values()), "schema_url": reverse("schema"), **context}
    return render_to_string(f"api/docs/{template}", shown).encode()
