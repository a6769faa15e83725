"""What stands at the root of a site for programs that look there: feeds, sitemap, robots, llms."""

from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse

from articles.delivery.heartbeat import heartbeat
from articles.delivery.syndication import site
from articles.documents.surrogate_keys import ARTICLES, TOPICS

from .conditional import etag_of, not_modified, validators
from .parameters import Parameter
from .reading import ReadView
from .rendering import AnyAccept


class RootLevelView(ReadView):
    """Made of all live articles, and different only after a change. It takes no parameters.

    Feed readers and crawlers ask with any Accept header, and get what they came for.
    """

    # Not part of the API: no operation of its schema.
    operation_id, tag = "", ""
    surrogate_keys = f"{ARTICLES} {TOPICS}"
    content_negotiation_class: Any = AnyAccept
    content_type: ClassVar[str]

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        return {}

    def body(self, request: Any, **where: Any) -> bytes:
        """The answer.

        Raises:
            NotFound: there is nothing at this address.
        """
        raise NotImplementedError

    def get(self, request: Any, **where: Any) -> HttpResponse:
        self.read_query(request)
        number, self.changed_at, next_due = heartbeat()
        # The settings and the host are in the addresses.
        etag = etag_of(
            number,
            self.changed_at,
            request.path,
            request.get_host(),
            str(site()),
            settings.SITE_DESCRIPTION,
        )
        headers = validators(etag, self.changed_at, next_due)
        if unchanged := not_modified(request, headers):
            return unchanged
        return HttpResponse(
            self.body(request, **where), content_type=self.content_type, headers=headers
        )
