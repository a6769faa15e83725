"""`changes/`: delta sync. A page of what changed since a cursor, and the next cursor."""

from functools import cache
from typing import Any, ClassVar

import orjson
from django.db.models import Q
from django.http import HttpResponse

from articles.delivery import changes
from articles.documents.surrogate_keys import ARTICLES, NOTICES, PEOPLE, TOPICS
from articles.documents.surroundings import api_url
from articles.models import ChangeSubject

from . import problem_shapes, shapes, sync_shapes
from .conditional import etag_of, not_modified, validators
from .fields import BODY_FORMATS, HTML_ONLY, selection
from .filters import ArticleFilters
from .parameters import Choice, Choices, Integer, Parameter
from .problems import problem
from .projection import project
from .reading import ReadView
from .rendering import json_response

LIMIT = Integer(minimum=1, maximum=100, default=20, description="How many changes, at most.")
FILTERS = ("topic", "author", "reviewer", "health_aspect", "featured")
# Where the API has what changes are of.
_COLLECTIONS = {"article": "articles", "topic": "topics", "person": "people"}
START_OVER = "urn:galley:problem:start-over"


class CursorText(Parameter):
    """A cursor of this service: opaque to its clients."""

    # Others' may be long, and are told to start over all the same.
    max_length: ClassVar[int] = 4000

    def parse(self, text: str) -> str:
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}


class Changes(ReadView):
    """What changed since a cursor: keep a copy of all that is live, with no full re-fetch.

    Begin without a cursor: that gives all live articles, page by page. Take `next_cursor` on;
    while `has_more` is true there is more to fetch at once, then ask again whenever you like.
    Apply entries in their order: put `article` under its address, or take the address out where
    `is_tombstone` is true (`reason` says why). Of each article only the newest change is told.
    With a filter, an article that leaves it yields a tombstone; one for an article that you never
    had does no harm.
    """

    operation_id, tag = "listChanges", "Sync"
    surrogate_keys = f"{ARTICLES} {TOPICS} {PEOPLE} {NOTICES}"  # any change adds to it
    answer = "A page of changes."
    shape = sync_shapes.ChangePage
    other_answers = (410,)
    told: ClassVar[Any] = {
        410: (
            "The cursor is not one of this service, has expired, or was made for other filters: "
            "start over without one.",
            problem_shapes.StartOverProblem,
        )
    }

    @classmethod
    @cache
    def parameters(cls) -> dict[str, Parameter]:
        filters = ArticleFilters.parameters()
        return {
            "cursor": CursorText(
                description="`next_cursor` of the answer before, with the same filters."
            ),
            "limit": LIMIT,
            "subject": Choices(
                values=tuple(ChangeSubject.values),
                default=(ChangeSubject.ARTICLE.value,),
                description="What the changes are of. Topics and people are told without content.",
            ),
            "include": Choice(
                values=("card", "full", "none"),
                default="card",
                description="What `article` holds: its card, the whole article, or nothing but "
                "its id, edition and addresses.",
            ),
            "body": Choices(
                values=BODY_FORMATS,
                default=HTML_ONLY,
                description="With `include=full`: the formats of bodies and answers.",
            ),
            **{name: filters[name] for name in FILTERS},
        }

    def get(self, request: Any) -> HttpResponse:
        query = self.read_query(request)
        newest = changes.newest()
        try:
            cursor = self._cursor(newest)
        except changes.ForeignCursor:
            return self._start_over(
                request, "This cursor is not one of this service, or has expired."
            )
        except changes.OtherFilters:
            return self._start_over(
                request,
                "This cursor was made for other filters: go on with those that it was made for.",
                otherwise="Or start",
            )
        etag = etag_of(newest.id, newest.at, request.path, query.canonical())
        headers = validators(etag, newest.at, newest.next_due)
        if unchanged := not_modified(request, headers):
            return unchanged
        page = self._page(cursor, newest)
        return json_response(self._body(request, page), headers)

    # --- What is asked for ---

    def _filters(self) -> str:
        """The part of the query that a cursor is bound to."""
        kept = (*FILTERS, "subject")
        left_out = {name: None for name in self.query.texts if name not in kept}
        return self.query.canonical(**left_out)

    def _cursor(self, newest: changes.Newest) -> changes.Cursor | None:
        text = self.query.get("cursor")
        if text is None:
            return None
        return changes.Cursor.read(text, self._filters(), newest)

    def _page(self, cursor: changes.Cursor | None, newest: changes.Newest) -> changes.Page:
        query = self.query
        start = changes.Cursor(newest.id, newest.mark)
        limit = query.get("limit", LIMIT.default)
        matching = Q()
        for name in FILTERS:
            if name in query.values:
                condition = ArticleFilters.base_filters[name].condition(query.values[name])
                matching &= condition if isinstance(condition, Q) else Q(condition)
        subjects = query.get("subject", (ChangeSubject.ARTICLE.value,))
        is_snapshot = cursor is None or cursor.after is not None
        if is_snapshot and ChangeSubject.ARTICLE in subjects:
            return changes.snapshot(
                cursor or start,
                newest=newest,
                column=self.stored_column,
                matching=matching,
                limit=limit,
            )
        by_topic_alone = [name for name in FILTERS if name in query.values] == ["topic"]
        return changes.deltas(
            cursor or start,
            newest=newest,
            subjects=subjects,
            column=self.stored_column,
            matching=matching,
            topics=query.texts["topic"].split(",") if by_topic_alone else None,
            limit=limit,
        )

    @property
    def stored_column(self) -> str | None:
        match self.query.get("include", "card"):
            case "card":
                return "card"
            case "full":
                return str(self.column)
        return None

    # --- The answer ---

    def _start_over(self, request: Any, why: str, *, otherwise: str = "Start") -> HttpResponse:
        first = self._address(request, cursor=None)
        return problem(
            410,
            f"{why} {otherwise} over without a cursor, at {first}",
            type=START_OVER,
            title="Start over",
            members={"start_over": first},
        )

    def _address(self, request: Any, *, cursor: str | None) -> str:
        """Of the same page with another cursor, or with none."""
        query = self.query.canonical(cursor=cursor)
        return str(request.build_absolute_uri(f"{request.path}?{query}" if query else request.path))

    def _body(self, request: Any, page: changes.Page) -> bytes:
        text = page.cursor.signed(self._filters())
        results = b",".join(map(self._entry, page.entries))
        return b'{"next":%s,"next_cursor":%s,"has_more":%s,"results":[%s]}' % (
            orjson.dumps(self._address(request, cursor=text)),
            orjson.dumps(text),
            b"true" if page.has_more else b"false",
            results,
        )

    def _entry(self, entry: changes.Entry) -> bytes:
        collection = _COLLECTIONS.get(entry.subject)
        values = {
            "change": entry.change,
            "at": entry.at,
            "kind": entry.kind,
            "subject": entry.subject,
            "id": entry.id,
            "slug": entry.slug,
            "url": api_url(collection, entry.slug) if collection else None,
            "edition": entry.edition,
            "is_tombstone": entry.reason is not None,
            "reason": entry.reason,
        }
        head = orjson.dumps(values, option=orjson.OPT_UTC_Z)
        return b'%s,"article":%s}' % (head[:-1], self._article(entry))

    def _article(self, entry: changes.Entry) -> bytes:
        if not entry.article or entry.reason is not None:
            return b"null"
        is_cut = self.query.get("include") == "full" and self.formats not in (
            HTML_ONLY,
            BODY_FORMATS,
        )
        if not is_cut:
            return entry.article.encode()
        tree = selection(shapes.Article, None, (), self.formats)
        return orjson.dumps(project(orjson.loads(entry.article), tree))
