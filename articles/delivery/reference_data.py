"""Topics and people, live as they are, with how many live articles show them.

All counts are of documents: a draft counts nowhere.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.documents.richtext import plain_text, safe_url
from articles.documents.surroundings import api_url
from articles.models import Document, DocumentPerson, Person, PersonRole, Topic

Row = Mapping[str, Any]
Named = type[Topic] | type[Person] | type[Document]
# Where there are no more than this, all slugs are named to one who asked for an unknown one.
FEW_SLUGS = 50
# How many are compared, at most, to find the nearest.
COMPARED_SLUGS = 500


@dataclass(frozen=True)
class ReferenceData:
    """One kind of reference data: its rows, and what readers get of each."""

    columns: tuple[str, ...]
    counts: tuple[str, ...]
    source: Callable[[], QuerySet]
    describe: Callable[[Row], dict[str, Any]]

    def rows(self, wanted: Collection[str]) -> QuerySet:
        """Rows for `describe`; only those counts that are wanted are counted."""
        return self.source().values("pk", *self.columns, *(n for n in self.counts if n in wanted))


def topics() -> QuerySet[Topic]:
    documents = Document.objects.filter(topic=OuterRef("pk"))
    return Topic.objects.annotate(articles_count=_count(documents, "topic"))


def people() -> QuerySet[Person]:
    def count(role: PersonRole) -> Coalesce:
        return _count(DocumentPerson.objects.filter(person=OuterRef("pk"), role=role), "person")

    return Person.objects.annotate(
        authored_count=count(PersonRole.AUTHOR), reviewed_count=count(PersonRole.REVIEWER)
    )


def _count(rows: QuerySet, group: str) -> Coalesce:
    """How many of `rows` there are, as a subquery: no join, so nothing counts twice."""
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _describe_topic(row: Row) -> dict[str, Any]:
    return {
        "slug": row["slug"],
        "name": plain_text(row["name"]),
        "description": plain_text(row["description"]),
        "url": api_url("topics", row["slug"]),
        **_counts(row),
    }


def _describe_person(row: Row) -> dict[str, Any]:
    texts = ("name", "credentials", "job_title", "organisation", "bio")
    return {
        "slug": row["slug"],
        **{name: plain_text(row[name]) for name in texts},
        "profile_url": safe_url(row["url"]),
        "url": api_url("people", row["slug"]),
        **_counts(row),
    }


def _counts(row: Row) -> dict[str, int]:
    return {name: value for name, value in row.items() if name.endswith("_count")}


TOPICS = ReferenceData(
    columns=("slug", "name", "description"),
    counts=("articles_count",),
    source=topics,
    describe=_describe_topic,
)
PEOPLE = ReferenceData(
    columns=("slug", "name", "credentials", "job_title", "organisation", "bio", "url"),
    counts=("authored_count", "reviewed_count"),
    source=people,
    describe=_describe_person,
)


@cache
def _slugs_and_ids(model: Named) -> QuerySet:
    """Made once, since every filter by name begins with it: see `lookup`."""
    return model._default_manager.order_by().values_list("slug", "pk")


def ids_of(model: Named, slugs: Collection[str]) -> dict[str, Any]:
    """The primary keys of those of `slugs` that exist. One query."""
    return dict(_slugs_and_ids(model).filter(slug__in=slugs))


def slugs_near(model: Named, slug: str) -> tuple[str, ...]:
    """What may have been meant by `slug`: all slugs where they are few, else the most alike."""
    slugs = model._default_manager.order_by("slug").values_list("slug", flat=True)
    all_slugs = tuple(slugs[: FEW_SLUGS + 1])
    if len(all_slugs) <= FEW_SLUGS:
        return all_slugs
    longest_word = max(slug.split("-"), key=len)
    alike = slugs.filter(Q(slug__startswith=slug[:3]) | Q(slug__contains=longest_word))
    return tuple(get_close_matches(slug, alike[:COMPARED_SLUGS], n=5, cutoff=0.4))
