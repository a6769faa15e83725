"""The shapes of answers: for the schema, for `fields=` and for the tests, never for rendering.

What the compiler stores is passed through as it is; a test holds real answers against these.
"""

from typing import Any, ClassVar

from rest_framework import serializers

from articles.models import EvidenceLevel, HealthAspect, PassageKind, SectionKind

from .blocks import BlockList


# A comment, not a docstring: that would describe every shape which has none of its own.
# All properties of a shape are there in every uncut answer, but for the optional ones.
class Shape(serializers.Serializer):
    optional: ClassVar[tuple[str, ...]] = ()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, field in fields.items():
            # Read-only properties are required ones in the schema of an answer.
            field.read_only = name not in self.optional
            field.required = False
        return fields


class Body(Shape):
    """A text in the formats that `body=` asks for: HTML if it isn't given."""

    html = serializers.CharField(
        help_text="Sanitised HTML: a small semantic subset without classes."
    )
    markdown = serializers.CharField(help_text="CommonMark with tables.")
    text = serializers.CharField(help_text="Plain text.")
    blocks = BlockList(help_text="Blocks, for rendering with own components.")

    optional = ("html", "markdown", "text", "blocks")


class TopicLink(Shape):
    slug = serializers.SlugField()
    name = serializers.CharField()
    url = serializers.CharField(help_text="The topic in this API.")


class Byline(Shape):
    """A person as named on a card."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    credentials = serializers.CharField(help_text="Degrees and registrations, or empty.")
    url = serializers.CharField(help_text="The person in this API.")


class Contributor(Byline):
    """A person as presented on an article's page."""

    job_title = serializers.CharField()
    organisation = serializers.CharField()
    bio = serializers.CharField(help_text="Plain text.")
    profile_url = serializers.URLField(allow_null=True, help_text="A public profile page.")


class ArticleCard(Shape):
    """An article's short form in lists."""

    id = serializers.UUIDField(help_text="Stays the same for ever, also when the slug changes.")
    slug = serializers.SlugField()
    url = serializers.CharField(help_text="The whole article in this API.")
    web_url = serializers.CharField(help_text="The article's page on the front end.")
    title = serializers.CharField()
    summary = serializers.CharField(help_text="Plain text.")
    topic = TopicLink(allow_null=True)
    authors = Byline(many=True, help_text="In the order of the byline.")
    reviewers = Byline(many=True)
    health_aspects = serializers.ListField(
        child=serializers.ChoiceField(choices=HealthAspect.choices),
        help_text="What the sections are about, in their order.",
    )
    featured = serializers.BooleanField()
    reading_minutes = serializers.IntegerField(min_value=1)
    reviewed_on = serializers.DateField(allow_null=True, help_text="The last medical review.")
    review_due = serializers.DateField(allow_null=True, help_text="When the next review is due.")
    first_published_on = serializers.DateField(
        allow_null=True, help_text="Its first day elsewhere, if that was before it came here."
    )
    published_at = serializers.DateTimeField(help_text="When it first went live here.")
    updated_at = serializers.DateTimeField(help_text="When this edition went live.")
    edition = serializers.IntegerField(min_value=1, help_text="1, then one more each publication.")


class ContentsEntry(Shape):
    anchor = serializers.CharField()
    heading = serializers.CharField()


class ContentsSection(ContentsEntry):
    """An entry of the table of contents, with those of its sub-sections."""

    contents = ContentsEntry(many=True)


class SubSection(Shape):
    anchor = serializers.CharField(help_text="The part of a link after #; it never changes.")
    heading = serializers.CharField()
    level = serializers.IntegerField(min_value=1, max_value=2)
    kind = serializers.ChoiceField(
        choices=SectionKind.choices, help_text="Running text, or a callout of rising urgency."
    )
    health_aspect = serializers.ChoiceField(choices=HealthAspect.choices, allow_null=True)
    body = Body()


class Section(SubSection):
    sections = SubSection(many=True, help_text="Its sub-sections.")


ALSO_ASKED = "Other wordings of the question, for search."


class Question(Shape):
    anchor = serializers.CharField(help_text="The part of a link after #; it never changes.")
    question = serializers.CharField()
    also_asked = serializers.ListField(child=serializers.CharField(), help_text=ALSO_ASKED)
    answer = Body()


class Reference(Shape):
    """A cited source."""

    number = serializers.IntegerField(min_value=1)
    title = serializers.CharField()
    publisher = serializers.CharField(help_text="A journal or a body; may be empty.")
    year = serializers.IntegerField(allow_null=True)
    doi = serializers.CharField(allow_null=True)
    pmid = serializers.CharField(allow_null=True, help_text="The PubMed number.")
    url = serializers.URLField(allow_null=True, help_text="As the editors gave it.")
    link = serializers.URLField(
        allow_null=True, help_text="Where readers find it: by DOI, else on PubMed, else at `url`."
    )
    evidence_level = serializers.ChoiceField(choices=EvidenceLevel.choices, allow_null=True)


class Disclaimer(Shape):
    slug = serializers.SlugField()
    name = serializers.CharField()
    body = Body()


class RelatedArticle(Shape):
    """Another live article that the editors picked."""

    slug = serializers.SlugField()
    url = serializers.CharField()
    web_url = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()


class Breadcrumb(Shape):
    """One step of the way from the front end's start to the article."""

    position = serializers.IntegerField(min_value=1)
    name = serializers.CharField()
    web_url = serializers.CharField()


class Article(ArticleCard):
    """The whole article: all that its page needs."""

    authors = Contributor(many=True, help_text="In the order of the byline.")
    reviewers = Contributor(many=True)
    word_count = serializers.IntegerField(min_value=0)
    reading_grade = serializers.FloatField(
        allow_null=True,
        help_text="School years that it takes to follow the text (Flesch-Kincaid); null for a "
        "text of under 100 words.",
    )
    also_called = serializers.ListField(
        child=serializers.CharField(), help_text="Other names of the article's subject."
    )
    meta_title = serializers.CharField(help_text="For search results; the title if none was given.")
    meta_description = serializers.CharField(help_text="The summary if none was given.")
    canonical_url = serializers.URLField(
        allow_null=True, help_text="Where this text first appeared, if that was elsewhere."
    )
    contents = ContentsSection(many=True, help_text="The table of contents.")
    sections = Section(many=True)
    faqs = Question(many=True)
    references = Reference(many=True)
    disclosure = serializers.CharField(help_text="Funding and conflicts of interest; plain text.")
    disclaimer = Disclaimer(allow_null=True)
    related = RelatedArticle(many=True)
    breadcrumbs = Breadcrumb(many=True, help_text="Home, the topics from the widest on, itself.")


class Edition(Shape):
    """One entry of an article's public change log."""

    number = serializers.IntegerField(min_value=1, help_text="1, then one more each publication.")
    published_at = serializers.DateTimeField(help_text="When it went live.")
    note = serializers.CharField(help_text="What changed, for readers: plain text, may be empty.")
    is_correction = serializers.BooleanField(help_text="It mends what was wrong before.")


class PassageArticle(Shape):
    """The article that a passage is part of."""

    slug = serializers.SlugField()
    url = serializers.CharField()
    web_url = serializers.CharField()
    title = serializers.CharField()
    topic = TopicLink(allow_null=True)


class SectionPassage(Shape):
    """One published section, with the article that it is part of."""

    article = PassageArticle()
    anchor = serializers.CharField()
    web_url = serializers.CharField(help_text="The very place on the article's page.")
    heading = serializers.CharField()
    level = serializers.IntegerField(min_value=1, max_value=2)
    kind = serializers.ChoiceField(choices=SectionKind.choices)
    health_aspect = serializers.ChoiceField(choices=HealthAspect.choices, allow_null=True)
    body = Body()


class FAQPassage(Shape):
    """One published question, with the article that it is part of."""

    article = PassageArticle()
    anchor = serializers.CharField()
    web_url = serializers.CharField(help_text="The very place on the article's page.")
    question = serializers.CharField()
    also_asked = serializers.ListField(child=serializers.CharField(), help_text=ALSO_ASKED)
    answer = Body()


class FoundPassage(Shape):
    """A section or FAQ that was found."""

    score = serializers.FloatField(help_text="Comparable within one answer only.")
    kind = serializers.ChoiceField(choices=PassageKind.choices)
    heading = serializers.CharField(help_text="The heading, or the question.")
    anchor = serializers.CharField()
    web_url = serializers.CharField(help_text="The very place on the article's page.")
    health_aspect = serializers.ChoiceField(choices=HealthAspect.choices, allow_null=True)
    snippet = serializers.CharField(help_text="HTML: escaped text with the words in `<mark>`.")


class SearchResult(Shape):
    """An article that was found, with its passages that were."""

    score = serializers.FloatField(help_text="That of its best passage, or of its title.")
    article = PassageArticle()
    passages = FoundPassage(many=True, help_text="The best five; none if only the title fits.")


class SuggestionText(Shape):
    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=("title", "name", "question", "heading"))


class Suggestions(Shape):
    suggestions = SuggestionText(many=True)


class Topic(Shape):
    slug = serializers.SlugField()
    name = serializers.CharField()
    description = serializers.CharField(help_text="Plain text.")
    url = serializers.CharField()
    articles_count = serializers.IntegerField(min_value=0, help_text="Live articles.")


class Person(Contributor):
    """An author or reviewer."""

    authored_count = serializers.IntegerField(min_value=0, help_text="Live articles.")
    reviewed_count = serializers.IntegerField(min_value=0, help_text="Live articles.")
