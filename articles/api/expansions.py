"""`expand=`: what stands around an article, in the same answer. Each is declared once, below.

A new one is a line in `EXPANSIONS` and a field of `around_shapes.Expanded`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Exists, OuterRef, QuerySet

from articles.delivery import popularity, related
from articles.models import Document, DocumentPerson, PersonRole

from .parameters import Choices

MOST = 6
Json = Any


@dataclass(frozen=True, slots=True)
class Expansion:
    """`load` takes the subject and gives the member's value, in a constant number of queries."""

    load: Callable[[related.Subject], Json]
    # Views change with no publication, so they count in the ETag.
    shows_views: bool = False


def _cards(rows: QuerySet, subject: related.Subject) -> Json:
    newest = rows.exclude(pk=subject.pk).order_by("-published_at", "pk")
    return [orjson.loads(card) for card in newest.values_list("card", flat=True)[:MOST]]


def _topic_articles(subject: related.Subject) -> Json:
    if subject.topic_id is None:
        return []
    return _cards(Document.objects.filter(topic=subject.topic_id), subject)


def _author_articles(subject: related.Subject) -> Json:
    authors = DocumentPerson.objects.filter(document=subject.pk, role=PersonRole.AUTHOR)
    theirs = DocumentPerson.objects.filter(
        document=OuterRef("pk"), role=PersonRole.AUTHOR, person__in=authors.values("person")
    )
    return _cards(Document.objects.filter(Exists(theirs)), subject)


def _popular(_: related.Subject) -> Json:
    ranked = popularity.ranking(days=popularity.WINDOWS[0])
    return popularity.cards_of(list(ranked[:MOST]))


def _json_ld(subject: related.Subject) -> Json:
    rows = Document.objects.order_by().filter(pk=subject.pk).values_list("json_ld", flat=True)
    return orjson.loads(rows.first() or "{}")


EXPANSIONS: Mapping[str, Expansion] = {
    "related": Expansion(lambda subject: related.related(subject, limit=MOST)),
    "popular": Expansion(_popular, shows_views=True),
    "topic_articles": Expansion(_topic_articles),
    "author_articles": Expansion(_author_articles),
    "json_ld": Expansion(_json_ld),
    "breadcrumbs": Expansion(lambda subject: subject.card["breadcrumbs"]),
}

PARAMETER = Choices(
    values=tuple(EXPANSIONS),
    description="What stands around the article, under `expanded`; `fields` and `omit` leave it "
    f"as it is. Lists have at most {MOST} cards.",
)


def shows_views(names: tuple[str, ...]) -> bool:
    return any(EXPANSIONS[name].shows_views for name in names)


def expanded(body: bytes, slug: str, names: tuple[str, ...]) -> bytes:
    """The article's JSON with the member `expanded`."""
    subject = related.subject_of(slug)
    if subject is None:  # Withdrawn between two queries.
        return body
    member = orjson.dumps({name: EXPANSIONS[name].load(subject) for name in names})
    # Where there is JSON-LD, a front end may put all of it into a script element as it is.
    member = member.replace(b"<", rb"\u003c")
    rest = body[:-1] + b"," if len(body) > 2 else b"{"  # noqa: PLR2004  (more than "{}")
    return b'%s"expanded":%s}' % (rest, member)
