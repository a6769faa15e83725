"""`POST articles/{slug}/views/`: what `navigator.sendBeacon` tells of a look at an article."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from articles.delivery.counting import article_of, client_address, count, is_crawler, throttle
from articles.delivery.days import today

from .missing import answer_of_missing
from .parameters import Parameter
from .problems import problem
from .reading import ReadView
from .rendering import AnyAccept


class ViewBeacon(ReadView):
    """Count a look at an article.

    For `navigator.sendBeacon(url)`: no body, no cookie, no preflight; whatever a body has is not
    read. No address is kept. Crawlers are answered and not counted, one client counts only so
    often in a minute (429). Counts show in `articles/popular/` within seconds. Under an old
    address the article counts that is there now.
    """

    http_method_names = ("post", "options")
    content_negotiation_class = AnyAccept
    operation_id, tag = "countView", "Articles"
    answer = "Taken."
    success = 204
    is_kept = False
    other_answers = (404, 410, 429)
    shape = None  # type: ignore[assignment]  # no answer

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {}

    def post(self, request: Any, slug: str) -> HttpResponse:
        self.read_query(request)
        now = timezone.now()
        remote = request.META.get("REMOTE_ADDR", "")
        address = client_address(remote, request.META.get("HTTP_X_FORWARDED_FOR", ""))
        if not throttle.takes(address, now=now):
            left = 60 - int(now.timestamp()) % 60
            text = "More views in a minute than one reader can have."
            return problem(429, text, headers={"Retry-After": str(left)})
        article_id = article_of(slug)
        if article_id is None:
            return answer_of_missing(request, slug)
        if not is_crawler(request.META.get("HTTP_USER_AGENT", "")[:500]):
            count(article_id, today().day)
        response = HttpResponse(status=204, headers={"Cache-Control": "no-store"})
        del response["Content-Type"]
        return response
