"""The OpenAPI schema, from what the views declare."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from . import around_shapes, problem_shapes, shapes, sync_shapes
from .around_examples import INDEX_ENTRY, NAVIGATION, POPULAR, RELATED
from .examples import ARTICLE, EDITION
from .form_examples import FORMS
from .parameters import SLUG_PATTERN, CommaList, Parameter
from .problems import PROBLEM_JSON
from .reading import ListView
from .rendering import JSON
from .sync_examples import CHANGES, REDIRECT, RESOLVED

TEXT = {"type": "string"}
NO_CONTENT = 204
# Of the links to drafts. The signature, behind the dot, is what counts.
SIGNED_PATTERN = r"^[-a-zA-Z0-9_]+\.[-a-zA-Z0-9_]+$"

# Headers of the answers: name, description, the statuses that have it, whether they all do.
HEADERS = (
    ("ETag", "Changes whenever the answer does.", [200, 304], True),
    ("Last-Modified", "When what is answered last changed.", [200, 304], False),
    ("Cache-Control", "How long the answer may be kept and used.", [200, 304, 308, 410], True),
    ("Location", "Where the article is now.", [308], True),
)

# Examples of answers, and of rows of lists: shape, name, value.
EXAMPLES: tuple[tuple[Any, str, Any], ...] = (
    (shapes.Article, "An article", ARTICLE),
    (shapes.Edition, "A correction", EDITION),
    (around_shapes.RelatedCard, "Related by content", RELATED),
    (around_shapes.PopularCard, "A popular article", POPULAR),
    (around_shapes.IndexEntry, "Another name", INDEX_ENTRY),
    (around_shapes.Navigation, "Two levels", NAVIGATION),
    (sync_shapes.ChangePage, "A new edition, and one that was withdrawn", CHANGES),
    (sync_shapes.Redirect, "An article that moved", REDIRECT),
    (sync_shapes.Resolved, "A redirect", RESOLVED),
)

ANSWERS: dict[int, tuple[str, Any]] = {
    304: ("You have it: the answer is what your validators describe.", None),
    308: ("The article is now at the address in `Location`.", problem_shapes.MovedProblem),
    400: ("Parameters that can't be followed.", problem_shapes.ParameterProblem),
    404: ("There is nothing at this address, or no such page of the list.", problem_shapes.Problem),
    406: ("The Accept header excludes all there is.", problem_shapes.Problem),
    410: ("The article was withdrawn.", problem_shapes.WithdrawnProblem),
    429: (
        "Too many in too short a time; `Retry-After` says how long to wait.",
        problem_shapes.Problem,
    ),
    503: (
        "The database does not answer right now; `Retry-After` says when to ask again.",
        problem_shapes.Problem,
    ),
}


class Schema(AutoSchema):
    """One operation, described by the view's own declarations."""

    view: Any

    def is_excluded(self) -> bool:
        return not self.view.operation_id

    def get_operation_id(self) -> str:
        return self.view.operation_id

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_auth(self) -> list[Any]:
        return []

    def get_summary(self) -> str:
        return self._docstring()[0].replace("`", "")  # It is plain text, unlike a description.

    def get_description(self) -> str:  # type: ignore[override]
        return self._docstring()[1]

    def _docstring(self) -> tuple[str, str]:
        """The first paragraph of the view's docstring, and the rest."""
        paragraphs = (type(self.view).__doc__ or "").split("\n\n", 1)
        first, rest = (*paragraphs, "")[:2]
        return " ".join(first.split()).rstrip("."), " ".join(rest.split())

    def get_filter_backends(self) -> list[Any]:
        return []  # The view's own declaration has them all.

    def _get_pagination_parameters(self) -> list[Any]:
        return []

    def get_override_parameters(self) -> list[Any]:
        parameters = [_documented(name, each) for name, each in self.view.parameters().items()]
        if "{slug}" in self.path:
            slug = {**TEXT, "pattern": f"^{SLUG_PATTERN}$"}
            parameters.append(OpenApiParameter("slug", slug, "path", required=True))
        if "{token}" in self.path:
            token = {**TEXT, "pattern": SIGNED_PATTERN}
            parameters.append(OpenApiParameter("token", token, "path", required=True))
        if self.view.success == NO_CONTENT:
            return parameters
        return parameters + (_validators() if self.view.is_kept else _privacy())

    def get_request_serializer(self) -> Any:
        return None  # No request has a body that is read.

    def get_response_serializers(self) -> Any:
        view = self.view
        statuses = {304, 400, 406, 503, *view.other_answers} - (set() if view.is_kept else {304})
        if view.success == NO_CONTENT:
            statuses -= {406}
        shape = view.described_shape or view.shape
        answers: dict[Any, Any] = {}
        # An answer in several forms: each with its shape under its media type.
        forms = [each.media_type for each in view.renderer_classes if each.media_type in FORMS]
        if forms:
            for media_type in (each.media_type for each in view.renderer_classes):
                form = FORMS[media_type][0] if media_type in FORMS else shape
                answers[view.success, media_type] = OpenApiResponse(form, view.answer)
        else:
            answers[view.success] = OpenApiResponse(shape, view.answer)
        for status in sorted(statuses):
            description, shape = view.told.get(status) or ANSWERS[status]
            key = (status, PROBLEM_JSON) if shape else status
            answers[key] = OpenApiResponse(shape, description)
        return answers

    def _is_list_view(self, serializer: Any = None) -> bool:
        return isinstance(self.view, ListView)

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}List"

    def get_examples(self) -> list[Any]:
        return [
            OpenApiExample(name, value, response_only=True, status_codes=["200"], media_type=JSON)
            for shape, name, value in EXAMPLES
            if shape is self.view.shape
        ] + [
            OpenApiExample(
                "An article",
                FORMS[each.media_type][1],
                response_only=True,
                status_codes=["200"],
                media_type=each.media_type,
            )
            for each in self.view.renderer_classes
            if each.media_type in FORMS
        ]


def _documented(name: str, parameter: Parameter) -> OpenApiParameter:
    documented = OpenApiParameter(name, parameter.schema(), description=parameter.description)
    documented.required = parameter.required
    if parameter.example:
        documented.examples = [OpenApiExample("Such as this", parameter.example)]
    if isinstance(parameter, CommaList):
        documented.style, documented.explode = "form", False
    return documented


def _header(name: str, text: str, statuses: list[int], *, always: bool) -> OpenApiParameter:
    return OpenApiParameter(
        name, TEXT, "header", description=text, response=statuses, required=always
    )


def _validators() -> list[OpenApiParameter]:
    """The headers of requests for, and of, answers that may be kept."""
    tag_hint = "ETags that you have; if the answer's is one of them, it is a 304."
    time_hint = "An HTTP date; if nothing changed since, the answer is a 304."
    return [
        OpenApiParameter("If-None-Match", TEXT, "header", description=tag_hint),
        OpenApiParameter("If-Modified-Since", TEXT, "header", description=time_hint),
        *(_header(name, text, statuses, always=each) for name, text, statuses, each in HEADERS),
    ]


def _privacy() -> list[OpenApiParameter]:
    """The headers of answers that nobody may keep."""
    return [
        _header("Cache-Control", "`no-store`.", [200, 404, 410], always=True),
        _header("X-Robots-Tag", "`noindex`.", [200, 404, 410], always=True),
    ]
