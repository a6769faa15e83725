"""What is answered below the address of an article that isn't live there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotFound

from articles.delivery.lookup import Moved, Withdrawn, trace
from articles.delivery.query_strings import canonical_query
from articles.documents.surroundings import api_url

from .problems import Gone, moved


def article_address(slug: str) -> str:
    return api_url("articles", slug)


def answer_of_missing(
    request: HttpRequest,
    slug: str,
    *,
    below: str = "",
    address: Callable[[str], str] = article_address,
) -> HttpResponse:
    """The 308 to where the article is now, with what stands `below` its `address` and the query.

    Raises:
        Gone: it was withdrawn.
        NotFound: there never was one.
    """
    fate, next_due = trace(slug)
    match fate:
        case Moved(new_slug):
            query = canonical_query(request.META["QUERY_STRING"])
            location = address(new_slug) + below + (f"?{query}" if query else "")
            return moved(location, next_due)
        case Withdrawn() as withdrawn:
            raise Gone(withdrawn, next_due)
        case _:
            raise NotFound(f"No article has, or ever had, the slug “{slug}”.")
