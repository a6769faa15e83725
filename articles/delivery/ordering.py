"""Orders of lists: the same on every database, stable, what has no value last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, QuerySet


class ByBytes(Func):
    """A text compared byte by byte: SQLite's way, whatever PostgreSQL's collation is."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **context)


@dataclass(frozen=True, slots=True)
class Order:
    """What a list can be sorted by. `index_falls` says that its index has the greatest first."""

    column: str
    nullable: bool = False
    text: bool = False
    index_falls: bool = False

    def by(self, *, descending: bool) -> Any:
        expression = ByBytes(self.column) if self.text else F(self.column)
        # Said only where it matters: an index serves the plain order alone.
        nulls_last = True if self.nullable else None
        if descending:
            return expression.desc(nulls_last=nulls_last)
        return expression.asc(nulls_last=nulls_last)


ARTICLES: Mapping[str, Order] = {
    "published_at": Order("published_at", index_falls=True),
    "updated_at": Order("updated_at", index_falls=True),
    "title": Order("sort_title", text=True),
    "reviewed_on": Order("reviewed_on", nullable=True),
    "review_due": Order("review_due", nullable=True),
    "reading_minutes": Order("reading_minutes"),
}
TOPICS: Mapping[str, Order] = {
    "name": Order("name", text=True),
    "articles_count": Order("articles_count"),
}
PEOPLE: Mapping[str, Order] = {
    "name": Order("name", text=True),
    "authored_count": Order("authored_count"),
    "reviewed_count": Order("reviewed_count"),
}


def ordered(
    queryset: QuerySet, terms: Sequence[str], orders: Mapping[str, Order], *, tiebreak: str
) -> QuerySet:
    """`queryset` by `terms`, names in `orders` with an optional `-`; the unique one ends it.

    That one rises where the first term's index is read forwards, and falls where it is read
    backwards, so that the index gives the whole order.
    """
    by = [orders[term.removeprefix("-")].by(descending=term.startswith("-")) for term in terms]
    first = terms[0]
    backwards = first.startswith("-") != orders[first.removeprefix("-")].index_falls
    return queryset.order_by(*by, f"-{tiebreak}" if backwards else tiebreak)
