"""What an answer is made of, told to whoever writes the headers (`middleware.surrogate_keys`)."""

from django.http import HttpResponse

from articles.documents.surrogate_keys import ARTICLES


def keyed(response: HttpResponse, keys: str) -> HttpResponse:
    """`response`, made of what has these surrogate keys (with spaces); of all articles without."""
    response.surrogate_keys = keys or ARTICLES  # type: ignore[attr-defined]
    return response
