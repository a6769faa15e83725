"""Live reference data that articles point at: topics and notices.

Saving one takes effect at once (`articles.editorial.recompiling` carries it into the documents).
"""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from django.db import models


class SlugQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)


class TopicQuerySet(SlugQuerySet):
    def tree(self) -> "TopicTree":
        """All topics, from which ways up and down can be read. One query."""
        return TopicTree(self.order_by("name", "pk").values_list("pk", "parent", "slug", "name"))


class TopicNode(NamedTuple):
    pk: int
    parent: int | None
    slug: str
    name: str


class TopicTree:
    """Which topic stands under which. Walks end in a loop too, should rows ever form one."""

    def __init__(self, rows: Iterable[tuple[int, int | None, str, str]]) -> None:
        self.nodes = {row[0]: TopicNode(*row) for row in rows}
        self.children: dict[int | None, list[int]] = {}
        for node in self.nodes.values():
            self.children.setdefault(node.parent, []).append(node.pk)

    def above(self, pk: int) -> list[TopicNode]:
        """The topics that this one stands under, the widest first."""
        way: dict[int, TopicNode] = {}
        parent = self.nodes[pk].parent if pk in self.nodes else None
        while parent in self.nodes and parent not in way and parent != pk:
            way[parent] = self.nodes[parent]
            parent = self.nodes[parent].parent
        return list(way.values())[::-1]

    def below(self, pks: Iterable[int]) -> set[int]:
        """These topics with all that stand under them."""
        found: set[int] = set()
        waiting = list(pks)
        while waiting:
            pk = waiting.pop()
            if pk not in found:
                found.add(pk)
                waiting += self.children.get(pk, ())
        return found


class Topic(models.Model):
    """A subject area that articles are filed under."""

    slug = models.SlugField(max_length=100, unique=True, help_text="Part of addresses and filters.")
    name = models.CharField(max_length=120, unique=True, help_text="Shown to readers.")
    description = models.TextField(
        blank=True, help_text="One or two sentences for the topic's page; plain text."
    )
    # PROTECT: a topic that others stand under isn't deleted by accident.
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="The wider topic that this one is part of; empty for one of the first level.",
    )
    review_interval_months = models.PositiveSmallIntegerField(
        "review interval, in months",
        null=True,
        blank=True,
        help_text="How long a review holds. Empty: as in the settings of the service.",
    )

    objects: ClassVar[Any] = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="topic_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="topic_has_a_slug"),
            # Longer loops are refused by the act that saves a topic.
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="topic_is_not_its_own_parent",
                violation_error_message="A topic can't stand under itself.",
            ),
            models.CheckConstraint(
                condition=models.Q(review_interval_months__isnull=True)
                | models.Q(review_interval_months__gte=1, review_interval_months__lte=600),
                name="topic_review_interval_is_plausible",
                violation_error_message="The review interval lies outside 1 to 600 months.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Notice(models.Model):
    """A reusable text that stands below articles, such as a medical disclaimer."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(
        max_length=120, unique=True, help_text="Shown to readers above the notice."
    )
    body = models.TextField(help_text="What readers see under every article that uses the notice.")

    objects = SlugQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="notice_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="notice_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)
