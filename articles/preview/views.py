"""The endpoint of previews: a working copy in the shape of a published article."""

from collections.abc import Mapping
from typing import Any, ClassVar

import orjson
from django.http import HttpResponse

from articles.api import problem_shapes, shapes
from articles.api.problems import problem
from articles.api.projection import project
from articles.api.reading import ReadView
from articles.api.rendering import json_response
from articles.documents.loading import load
from articles.editorial.previewing import PreviewError, PreviewUnknown, open_preview

from .drafts import compile_draft

EXPIRED = "urn:galley:problem:preview-expired"
# Neither caches nor search engines keep a draft, and its address goes to no other site.
PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


class PreviewDetail(ReadView):
    """The working copy of one article as it is saved now, in the shape of a published one.

    The token is part of a link that an editor made: it opens this article only, expires, and can
    be revoked. Nothing of the answer may be kept. `edition` is the number that publishing would
    give, `updated_at` the moment of the last save, and `published_at` that of the first
    publication, or of the last save if there was none; for a working copy that is what is live,
    all three are those of the live article. Links and related articles that aren't live are left
    out, as they are for readers.
    """

    operation_id, tag = "getPreview", "Preview"
    answer = "The article as it would be."
    other_answers = (404, 410)
    told: ClassVar[Mapping[int, tuple[str, Any]]] = {
        404: ("There is no such preview.", problem_shapes.Problem),
        410: ("The preview has expired or was revoked.", problem_shapes.Problem),
    }
    is_kept = False
    shape = shapes.Article

    def get(self, request: Any, token: str) -> HttpResponse:
        self.read_query(request)
        try:
            preview = open_preview(token)
        except PreviewUnknown as error:
            return problem(404, str(error))
        except PreviewError as error:
            return problem(410, str(error), type=EXPIRED, title="The link works no longer")
        article = preview.article
        compiled = compile_draft(load(article), saved_at=article.modified_at)
        text = compiled.full if self.column == "full" else compiled.formats
        if self.is_stored_whole():
            return json_response(text.encode(), {})
        return json_response(orjson.dumps(project(orjson.loads(text), self.tree())), {})

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(*args, **kwargs)
        for name, value in PRIVATE.items():
            response[name] = value
        return response
