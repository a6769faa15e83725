"""The public change log of an article: its editions, without their contents."""

from typing import Any

import orjson
from django.http import HttpResponse

from articles.delivery import editions
from articles.documents.surrogate_keys import key_of

from . import shapes
from .conditional import etag_of, not_modified, validators
from .filtering import ParameterFilterSet
from .missing import answer_of_missing
from .projection import project
from .reading import ListView
from .rendering import json_response
from .surrogates import keyed


class EditionList(ListView):
    """The public change log of a live article: its editions, newest first.

    An address that an article once had answers 308 to where it is now; a withdrawn article
    answers 410, as the article does.
    """

    operation_id, tag = "listEditions", "Articles"
    other_answers = (308, 404, 410)
    shape = shapes.Edition
    filterset_class = ParameterFilterSet  # No filters, and one order.
    filter_backends = ()

    def get(self, request: Any, slug: str) -> HttpResponse:  # type: ignore[override]
        self.read_query(request)
        live = editions.live_edition(slug)
        if live is None:
            return answer_of_missing(request, slug, below="editions/")
        # Editions never change: the newest one stands for them all.
        etag = etag_of("editions", live.edition_id, request.path, self.query.canonical())
        keys = key_of("article", live.article_id)
        headers = validators(etag, live.updated_at, live.next_due)
        if unchanged := not_modified(request, headers):
            return keyed(unchanged, keys)
        pagination = self.pagination_class()
        rows = pagination.paginate_queryset(editions.public_log(live.article_id), request, self)
        return keyed(json_response(pagination.envelope(self.results(rows)), headers), keys)

    def results(self, rows: list[Any]) -> bytes:
        tree = self.tree()
        described = [project(editions.describe(row), tree) for row in rows]
        return orjson.dumps(described, option=orjson.OPT_UTC_Z)
