"""The shapes of what copies, routers and CDNs ask for: changes, redirects, addresses resolved."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.models import ChangeKind, ChangeSubject

from .shapes import Shape

TOMBSTONE_REASONS = ["unpublished", "moved", "left_filter", "deleted"]

_ARTICLE: dict[str, Any] = {
    "anyOf": [
        {"$ref": "#/components/schemas/ArticleCard"},
        {"$ref": "#/components/schemas/Article"},
    ],
    "readOnly": True,
    "description": "As `include=` says; null of a tombstone, a topic or a person, and with "
    "`include=none`.",
}


@extend_schema_field(_ARTICLE)
class CardOrArticle(serializers.Field):
    """An article's card, or all of it."""


class ChangeEntry(Shape):
    """One thing to do to a copy."""

    change = serializers.IntegerField(
        allow_null=True, help_text="The change's id, ever growing; null in a snapshot."
    )
    at = serializers.DateTimeField(help_text="When it happened.")
    kind = serializers.ChoiceField(choices=ChangeKind.choices)
    subject = serializers.ChoiceField(choices=ChangeSubject.choices)
    id = serializers.CharField(help_text="Of the article: a UUID. Of topics and people: a number.")
    slug = serializers.CharField(help_text="Of a tombstone: where it was.")
    url = serializers.CharField(allow_null=True, help_text="In this API.")
    edition = serializers.IntegerField(allow_null=True, min_value=1)
    is_tombstone = serializers.BooleanField(help_text="It is no more at this slug.")
    reason = serializers.ChoiceField(
        choices=TOMBSTONE_REASONS,
        allow_null=True,
        help_text="Of a tombstone. After `moved` the same article follows under its new slug.",
    )
    article = CardOrArticle(allow_null=True)


class ChangePage(Shape):
    """A page of changes, and where to go on."""

    next = serializers.URLField(help_text="This address with `next_cursor`.")
    next_cursor = serializers.CharField(help_text="Keep it: all up to here is in your copy.")
    has_more = serializers.BooleanField(help_text="There is more to fetch at once.")
    results = ChangeEntry(many=True, help_text="To be applied in this order.")


class Target(Shape):
    """A live article that readers are sent to."""

    slug = serializers.SlugField()
    url = serializers.CharField(help_text="The article in this API.")
    web_url = serializers.CharField(help_text="The article's page on the front end.")
    title = serializers.CharField()


class Redirect(Shape):
    """An address that an article had and has no more."""

    slug = serializers.SlugField(
        allow_null=True, help_text="None of a path that is from another system."
    )
    path = serializers.CharField(help_text="The path that it had on the front end.")
    status = serializers.ChoiceField(choices=[308, 410], help_text="Moved, or withdrawn.")
    location = serializers.CharField(
        allow_null=True, help_text="Of a 308: the address on the front end to redirect to."
    )
    target = Target(allow_null=True, help_text="Of a 308: the article.")
    explanation = serializers.CharField(help_text="Of a 410: why, or empty.")
    alternative = Target(allow_null=True, help_text="Of a 410: what readers are sent to instead.")
    created_at = serializers.DateTimeField(help_text="When the address was left.")


class Resolved(Shape):
    """What is at an address."""

    status = serializers.ChoiceField(
        choices=[200, 308, 410],
        help_text="Show it, redirect to `location`, or tell it is gone.",
    )
    kind = serializers.ChoiceField(choices=["article"])
    slug = serializers.SlugField(help_text="In the address that was asked for.")
    location = serializers.CharField(
        allow_null=True, help_text="Of a 308: the address on the front end to redirect to."
    )
    target = Target(allow_null=True, help_text="The article, of a 200 and a 308.")
    explanation = serializers.CharField(help_text="Of a 410: why, or empty.")
    alternative = Target(allow_null=True, help_text="Of a 410: what readers are sent to instead.")
