"""What readers get: documents, passages, redirects. Derived from the editions."""

from django.db import models
from django.db.models import Q

from .article import Article
from .history import Edition
from .people import Person
from .topics import Notice, Topic
from .vocabulary import HealthAspect, PassageKind, PersonRole, SectionKind, SectionLevel


class Document(models.Model):
    """The compiled answer for one live article, derived from its newest edition."""

    # PROTECT: a live article can't be deleted; unpublish it first.
    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.PROTECT, related_name="document"
    )
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="document")

    slug = models.SlugField(max_length=200, unique=True, db_index=False)
    title = models.CharField(max_length=250)
    sort_title = models.CharField(max_length=250)
    # PROTECT: what a live document shows can't be deleted, whatever the working copy says now.
    topic = models.ForeignKey(
        Topic, null=True, on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    disclaimer = models.ForeignKey(
        Notice, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    featured = models.BooleanField(default=False)
    reviewed_on = models.DateField(null=True)
    review_due = models.DateField(null=True)
    reading_minutes = models.PositiveIntegerField()
    word_count = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # When this row last came out different: an edition, or a change of what it shows.
    changed_at = models.DateTimeField()

    digest = models.CharField(max_length=64)
    search_text = models.TextField()
    # What a CDN may know the article's answer by: see `documents.surrogate_keys`. Empty only until
    # the documents are rebuilt after the migration that brought it.
    surrogate_keys = models.TextField(default="", db_default="")
    # Finished JSON. `full` carries bodies as HTML, `formats` carries them in every format. They
    # stand last: SQLite reads through a large column to get at those behind it.
    card = models.TextField()
    full = models.TextField()
    formats = models.TextField()
    # Empty only until the documents are rebuilt after the migration that brought it.
    json_ld = models.TextField(default="", db_default="")
    # Where the text first appeared, if that was elsewhere. Lists read it from an index.
    canonical_url = models.TextField(default="", db_default="")

    class Meta:
        ordering = ["-published_at", "pk"]
        # One index for each order and filter of the article list; each ends in the tiebreak.
        indexes = [
            models.Index(fields=["-published_at", "article"], name="document_by_published"),
            models.Index(fields=["-updated_at", "article"], name="document_by_updated"),
            models.Index(fields=["sort_title", "article"], name="document_by_title"),
            models.Index(fields=["reviewed_on", "article"], name="document_by_reviewed"),
            models.Index(fields=["review_due", "article"], name="document_by_review_due"),
            models.Index(fields=["reading_minutes", "article"], name="document_by_minutes"),
            models.Index(fields=["topic", "-published_at", "article"], name="document_by_topic"),
            models.Index(
                fields=["-published_at", "article"],
                name="document_featured",
                condition=Q(featured=True),
            ),
            # All that the sitemap tells, so that it reads no document: see `delivery.sitemap`.
            models.Index(
                fields=["published_at", "article", "slug", "updated_at", "canonical_url"],
                name="document_by_first_day",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reading_minutes__gte=1), name="document_takes_a_minute"
            ),
            models.CheckConstraint(
                condition=Q(updated_at__gte=models.F("published_at")),
                name="document_updated_after_published",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class DocumentPerson(models.Model):
    """Who stands on a document: for the filters `author` and `reviewer`."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="people", db_index=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="document_rows", db_index=False
    )
    role = models.CharField(max_length=10, choices=PersonRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "role", "person"], name="document_person_once_per_role"
            ),
            models.CheckConstraint(
                condition=Q(role__in=PersonRole.values), name="document_person_role_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "role", "document"], name="document_person_lookup")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id} of {self.document_id}"


class DocumentAspect(models.Model):
    """A health aspect that a document covers: for the filter `health_aspect`."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="aspects", db_index=False
    )
    health_aspect = models.CharField(max_length=40, choices=HealthAspect.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "health_aspect"], name="document_aspect_once"
            )
        ]
        indexes = [
            models.Index(fields=["health_aspect", "document"], name="document_aspect_lookup")
        ]

    def __str__(self) -> str:
        return f"{self.health_aspect} in {self.document_id}"


class DocumentLink(models.Model):
    """An article that a document links to or picks as related, live or not.

    Recompilation looks here for what shows an article that moved, changed or was withdrawn.
    """

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="links", db_index=False
    )
    # An id without a constraint: the target may be a draft, or gone.
    target_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "target_id"], name="document_link_once")
        ]
        indexes = [models.Index(fields=["target_id", "document"], name="document_link_lookup")]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.target_id}"


class Passage(models.Model):
    """One published section or FAQ: what `sections/` and `faqs/` list."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="passages", db_index=False
    )
    kind = models.CharField(max_length=10, choices=PassageKind.choices)
    position = models.PositiveIntegerField()
    anchor = models.CharField(max_length=100)
    heading = models.CharField(max_length=300)
    level = models.PositiveSmallIntegerField(choices=SectionLevel.choices, null=True)
    callout = models.CharField(max_length=20, choices=SectionKind.choices, blank=True)
    health_aspect = models.CharField(max_length=40, choices=HealthAspect.choices, blank=True)

    search_text = models.TextField()
    # Finished JSON, as in Document.
    full = models.TextField()
    formats = models.TextField()

    class Meta:
        ordering = ["document", "kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "anchor"], name="passage_anchor_once_per_document"
            ),
            models.UniqueConstraint(
                fields=["document", "kind", "position"], name="passage_position_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=PassageKind.SECTION, level__in=SectionLevel.values)
                | Q(kind=PassageKind.FAQ, level__isnull=True, callout="", health_aspect=""),
                name="passage_is_a_section_or_an_faq",
            ),
        ]
        indexes = [
            # The lists of all sections and all FAQs, and sections by aspect.
            models.Index(fields=["kind", "document", "position"], name="passage_by_document"),
            models.Index(
                fields=["health_aspect", "document", "position"],
                name="passage_by_aspect",
                condition=~Q(health_aspect=""),
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class Redirect(models.Model):
    """An address that was an article's and is not any more: a slug, or a path of another system.

    It names the article, not another slug, so chains collapse and loops can't happen: if the
    article is live, the slug answers 308 to where it is now; if it was withdrawn, 410.
    """

    slug = models.SlugField(max_length=200, unique=True, db_index=False, null=True)
    # Of a front end before Galley, without the last slash: it leads nowhere until the article is
    # live for the first time. Empty where there is a slug.
    path = models.CharField(max_length=500, blank=True, default="", db_default="")
    article_id = models.UUIDField(db_index=True)
    # What readers are told where the article was withdrawn.
    explanation = models.TextField(blank=True)
    # SET_NULL: the explanation stands without its alternative.
    alternative = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["slug", "path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__isnull=False, path="") & ~Q(slug="")
                | Q(slug__isnull=True) & ~Q(path=""),
                name="redirect_has_a_slug_or_a_path",
            ),
            models.UniqueConstraint(
                fields=["path"], condition=~Q(path=""), name="redirect_path_once"
            ),
        ]

    def __str__(self) -> str:
        return self.slug or self.path
