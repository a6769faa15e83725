"""The built-in page of a preview, for teams whose front end shows none."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from articles.documents.loading import load
from articles.editorial.previewing import PreviewError, PreviewUnknown, open_preview

from .drafts import compile_draft
from .presentation import present
from .views import PRIVATE

# No script, no form, no frame, and nothing from elsewhere: whatever a body holds, it stays text.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {**PRIVATE, "Content-Security-Policy": CONTENT_SECURITY_POLICY}


@require_safe
def preview_page(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """What the API would answer, as a plain page; a token that opens nothing gets a page too."""
    try:
        preview = open_preview(token)
    except PreviewError as error:
        status = 404 if isinstance(error, PreviewUnknown) else 410
        closed = render_to_string("preview/closed.html", {"reason": str(error)})
        return HttpResponse(closed, status=status, headers=HEADERS)
    article = preview.article
    context = {
        "document": present(compile_draft(load(article), saved_at=article.modified_at)),
        "saved_at": article.modified_at,
        "expires_at": preview.expires_at,
    }
    return HttpResponse(render_to_string("preview/page.html", context), headers=HEADERS)
