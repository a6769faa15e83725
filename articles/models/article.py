"""The working copy: what editors edit. Saving it changes nothing that readers see."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .people import Person
from .topics import Notice, Topic
from .vocabulary import EvidenceLevel, HealthAspect, SectionKind, SectionLevel


class Article(models.Model):
    """One article as its editors have it now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        max_length=200,
        unique=True,
        help_text="The article's address. Changing it on a live article leaves a redirect behind "
        "at the next publication.",
    )
    title = models.CharField(
        max_length=250, help_text="The headline on the page, in lists and in search results."
    )
    summary = models.TextField(
        blank=True,
        help_text="One or two sentences below the headline and on cards; plain text.",
    )
    also_called = models.JSONField(
        default=list,
        blank=True,
        help_text="Other names that readers search for, one a line. They lead to this article in "
        "the index and in search.",
    )
    # PROTECT: a topic that articles use must be emptied before it can go.
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    authors = models.ManyToManyField(Person, through="ArticleAuthor", related_name="authored")
    reviewers = models.ManyToManyField(Person, through="ArticleReviewer", related_name="reviewed")
    related = models.ManyToManyField(
        "self", through="RelatedArticle", symmetrical=False, related_name="picked_by"
    )
    featured = models.BooleanField(
        default=False, help_text="Front ends show featured articles first or larger."
    )

    meta_title = models.CharField(
        max_length=120,
        blank=True,
        help_text="The title in search results, best under 60 characters. Empty: the headline.",
    )
    meta_description = models.CharField(
        max_length=320,
        blank=True,
        help_text="The text below the title in search results, best 50 to 160 characters. "
        "Empty: the summary.",
    )
    canonical_url = models.URLField(
        "canonical URL",
        max_length=500,
        blank=True,
        help_text="Only if this text first appeared elsewhere: search engines then credit that "
        "page.",
    )

    reviewed_on = models.DateField(
        null=True, blank=True, help_text="The day of the last medical review; readers see it."
    )
    review_due = models.DateField(
        null=True, blank=True, help_text="The day by which the article has to be reviewed again."
    )
    first_published_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day it was first published, where that was before it came here. Readers "
        "see it.",
    )
    disclosure = models.TextField(
        blank=True,
        help_text="Funding and conflicts of interest of authors and reviewers; plain text.",
    )
    # PROTECT: a notice is part of what readers were told.
    disclaimer = models.ForeignKey(
        Notice,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        help_text="The notice that stands below the article.",
    )

    created_at = models.DateTimeField(auto_now_add=True)
    # `working_copy.settle` says when: saving without an edit leaves it as it is.
    modified_at = models.DateTimeField(default=timezone.now, editable=False)
    # SET_NULL: a working copy outlives the account of the last editor.
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["-modified_at", "pk"]
        permissions = [
            ("sign_off_article", "Can sign off articles and ask for changes"),
            ("publish_article", "Can publish and unpublish articles"),
            ("schedule_article", "Can schedule publishing and unpublishing"),
            ("move_article", "Can move live articles to another address"),
            ("publish_without_sign_off", "Can publish without a sign-off, giving a reason"),
        ]
        indexes = [
            # The admin's list opens newest first and filters by the day a review is due.
            models.Index(fields=["-modified_at"], name="article_newest_first"),
            models.Index(fields=["review_due"], name="article_review_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="article_has_a_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="article_has_a_slug"),
            models.CheckConstraint(
                condition=Q(review_due__isnull=True)
                | Q(reviewed_on__isnull=False, review_due__gte=F("reviewed_on")),
                name="article_review_due_follows_a_review",
                violation_error_message="The next review can only be due after the last review: "
                "give the day of that review, on or before the due date.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OrderedPart(models.Model):
    """A part of an article that editors put in order.

    The order is `position`, then the order of creation: positions may repeat, because a unique
    one makes every drag a shuffle of rows through temporary values.
    """

    position = models.PositiveIntegerField(default=0, db_index=False)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Section(OrderedPart):
    """One heading with its text. The list is flat; `level` says what nests in what."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=250)
    anchor = models.SlugField(
        max_length=100,
        blank=True,
        help_text="The part of a link after #. Made from the heading once; then it stays, so that "
        "links keep working.",
    )
    level = models.PositiveSmallIntegerField(
        choices=SectionLevel.choices,
        default=SectionLevel.SECTION,
        help_text="A sub-section belongs to the section above it.",
    )
    kind = models.CharField(
        max_length=20,
        choices=SectionKind.choices,
        default=SectionKind.PLAIN,
        help_text="A callout is set apart from the running text.",
    )
    health_aspect = models.CharField(
        max_length=40,
        choices=HealthAspect.choices,
        blank=True,
        help_text="What the section is about. Readers filter by it and search engines read it.",
    )
    body = models.TextField(blank=True)

    class Meta(OrderedPart.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["article", "anchor"],
                condition=~Q(anchor=""),
                name="section_anchor_once_per_article",
                violation_error_message="Another section of this article has this anchor.",
            ),
            models.CheckConstraint(condition=~Q(heading=""), name="section_has_a_heading"),
            models.CheckConstraint(
                condition=Q(level__in=SectionLevel.values), name="section_level_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SectionKind.values), name="section_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(health_aspect__in=["", *HealthAspect.values]),
                name="section_health_aspect_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class FAQ(OrderedPart):
    """A question that readers ask, with its answer."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="faqs")
    question = models.CharField(
        max_length=300, help_text="In the words of a reader, with a question mark."
    )
    anchor = models.SlugField(
        max_length=100,
        blank=True,
        help_text="The part of a link after #. Made from the question once; then it stays.",
    )
    answer = models.TextField(blank=True)
    also_asked = models.TextField(
        blank=True,
        default="",
        db_default="",
        max_length=3000,
        help_text="Other wordings that readers search with, one a line.",
    )

    class Meta(OrderedPart.Meta):
        verbose_name = "FAQ"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "anchor"],
                condition=~Q(anchor=""),
                name="faq_anchor_once_per_article",
                violation_error_message="Another FAQ of this article has this anchor.",
            ),
            models.CheckConstraint(condition=~Q(question=""), name="faq_has_a_question"),
        ]

    def __str__(self) -> str:
        return self.question


class Reference(OrderedPart):
    """A source that the article cites."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="references")
    title = models.CharField(max_length=500, help_text="The title of the source.")
    publisher = models.CharField(
        max_length=250, blank=True, help_text="The journal or the body that published it."
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    doi = models.CharField("DOI", max_length=250, blank=True, help_text="For example 10.1000/xyz.")
    pmid = models.CharField("PMID", max_length=20, blank=True, help_text="The PubMed number.")
    url = models.URLField("URL", max_length=1000, blank=True)
    evidence_level = models.CharField(max_length=30, choices=EvidenceLevel.choices, blank=True)

    class Meta(OrderedPart.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="reference_has_a_title"),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=1600, year__lte=2200),
                name="reference_year_is_plausible",
                violation_error_message="The year lies outside 1600 to 2200.",
            ),
            models.CheckConstraint(
                condition=Q(evidence_level__in=["", *EvidenceLevel.values]),
                name="reference_evidence_level_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleAuthor(OrderedPart):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="author_rows")
    # PROTECT: a byline can't lose its person unnoticed.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="author_rows")

    class Meta(OrderedPart.Meta):
        verbose_name = "author"
        constraints = [
            models.UniqueConstraint(fields=["article", "person"], name="author_once_per_article")
        ]

    def __str__(self) -> str:
        return str(self.person)


class ArticleReviewer(OrderedPart):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reviewer_rows")
    # PROTECT: as for authors.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviewer_rows")

    class Meta(OrderedPart.Meta):
        verbose_name = "reviewer"
        constraints = [
            models.UniqueConstraint(fields=["article", "person"], name="reviewer_once_per_article")
        ]

    def __str__(self) -> str:
        return str(self.person)


class RelatedArticle(OrderedPart):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_rows")
    # PROTECT: a pick is dropped by an editor's choice, not by a deletion elsewhere.
    target = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="picked_by_rows")

    class Meta(OrderedPart.Meta):
        verbose_name = "related article"
        constraints = [
            models.UniqueConstraint(fields=["article", "target"], name="related_once_per_article"),
            models.CheckConstraint(
                condition=~Q(article=F("target")),
                name="related_is_another_article",
                violation_error_message="An article can't be related to itself.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.target)
