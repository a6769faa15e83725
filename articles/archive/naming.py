"""By which names working copies are told apart in an export: slugs, beside the ids of the rows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from articles.models import Article, Notice, Person, Topic

from .problems import ArchiveProblem


@dataclass(slots=True)
class Names:
    """Ids by slug of all that an article names; accounts by username."""

    topics: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    notices: dict[str, int] = field(default_factory=dict)
    articles: dict[str, UUID] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def stored(cls, accounts: dict[str, int]) -> "Names":
        """Those in the database, in four queries."""
        return cls(
            topics=dict(Topic.objects.values_list("slug", "pk")),
            people=dict(Person.objects.values_list("slug", "pk")),
            notices=dict(Notice.objects.values_list("slug", "pk")),
            articles=dict(Article.objects.order_by("slug").values_list("slug", "pk")),
            accounts=accounts,
        )


@dataclass(slots=True)
class Slugs:
    """The other way round: slugs by id."""

    topics: dict[int, str]
    people: dict[int, str]
    notices: dict[int, str]
    articles: dict[UUID, str]
    accounts: dict[int, str]
    # Of articles again, by the id as links have it.
    by_id: dict[str, str]

    @classmethod
    def of(cls, names: Names) -> "Slugs":
        return cls(
            topics={key: slug for slug, key in names.topics.items()},
            people={key: slug for slug, key in names.people.items()},
            notices={key: slug for slug, key in names.notices.items()},
            articles={key: slug for slug, key in names.articles.items()},
            accounts={key: name for name, key in names.accounts.items()},
            by_id={str(key): slug for slug, key in names.articles.items()},
        )


def look_up(names: dict[str, Any], slug: Any, what: str) -> Any:
    """The id of what has this slug.

    Raises:
        ArchiveProblem: nothing has.
    """
    try:
        return names[slug]
    except (KeyError, TypeError):
        raise ArchiveProblem(f"There is no {what} “{slug}”.") from None
