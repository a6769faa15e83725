"""Where a preview is read: on the team's own front end, or on the built-in page."""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from articles.editorial.previewing import token_of
from articles.models import Preview


def preview_url(preview: Preview) -> str:
    """The address to send somebody to: absolute, or a path of this service.

    The slug is that of the working copy now.
    """
    token = token_of(preview)
    if not settings.PREVIEW_URL:
        return reverse("preview-page", args=[token])
    slug = quote(preview.article.slug)
    return str(settings.PREVIEW_URL).replace("{slug}", slug).replace("{token}", token)
