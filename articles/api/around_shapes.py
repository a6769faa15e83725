"""The shapes of what stands around an article: related, popular, the index, the navigation."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.delivery.names import LETTERS
from articles.models import HealthAspect

from . import shapes
from .foreign_shapes import LINKED_DATA
from .shapes import Shape


@extend_schema_field(LINKED_DATA)
class LinkedData(serializers.DictField):
    """JSON-LD, as compiled at publishing."""


class Reason(Shape):
    """Why an article is related to another."""

    kind = serializers.ChoiceField(
        choices=["picked", "words", "topic"],
        help_text="By hand, by what both are about, or by the topic alone.",
    )
    text = serializers.CharField(help_text="As a sentence.")
    words = serializers.ListField(
        child=serializers.CharField(), help_text="What both are about, the most telling first."
    )
    topic = shapes.TopicLink(allow_null=True, help_text="The topic, if both are in the same.")
    health_aspects = serializers.ListField(
        child=serializers.ChoiceField(choices=HealthAspect.choices), help_text="That both cover."
    )


class RelatedCard(shapes.ArticleCard):
    """A card, with the reason why it is related."""

    reason = Reason()


class PopularCard(shapes.ArticleCard):
    """A card, with how often the article was looked at."""

    views = serializers.IntegerField(min_value=1, help_text="In the days that were asked for.")


class NamedArticle(Shape):
    """The article that a name leads to."""

    slug = serializers.SlugField()
    url = serializers.CharField()
    web_url = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()


class IndexEntry(Shape):
    """A name in the index: an article's title, or another name of its subject."""

    name = serializers.CharField()
    letter = serializers.ChoiceField(choices=list(LETTERS), help_text="`#`: no letter A to Z.")
    kind = serializers.ChoiceField(choices=["title", "also_called"])
    article = NamedArticle()


_TOPIC: dict[str, Any] = {"$ref": "#/components/schemas/NavigationTopic"}


@extend_schema_field({"type": "array", "items": _TOPIC, "readOnly": True})
class Topics(serializers.Field):
    """The topics below one: each like the one itself."""


class NavigationTopic(Shape):
    """A topic, with those that stand under it."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    url = serializers.CharField(help_text="The topic in this API.")
    web_url = serializers.CharField(help_text="The topic's page on the front end.")
    articles_count = serializers.IntegerField(min_value=0, help_text="Live articles in itself.")
    total_articles_count = serializers.IntegerField(
        min_value=0, help_text="With those in all topics under it, as `articles/?topic=` lists."
    )
    topics = Topics(help_text="Those under it, by name.")


class Navigation(Shape):
    topics = NavigationTopic(many=True, help_text="Of the first level, by name.")


class Expanded(Shape):
    """What `expand=` asked for, each under its name."""

    related = RelatedCard(many=True)
    popular = PopularCard(many=True)
    topic_articles = shapes.ArticleCard(many=True)
    author_articles = shapes.ArticleCard(many=True)
    json_ld = LinkedData()
    breadcrumbs = shapes.Breadcrumb(many=True)

    optional = (
        *("related", "popular", "topic_articles", "author_articles"),
        *("json_ld", "breadcrumbs"),
    )


class ExpandableArticle(shapes.Article):
    """The whole article; with `expand=` also what stands around it."""

    expanded = Expanded()

    optional = ("expanded",)
