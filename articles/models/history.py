"""History: editions and changes. Written once, never altered."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import connections, models
from django.db.models import Q

from .article import Article
from .generation import announce_write
from .immutable import ImmutableModel, ImmutableQuerySet
from .review import SignOff

# The key of the advisory lock that puts changes in commit order: an arbitrary constant.
CHANGE_LOCK = 0x6A11E7


class Edition(ImmutableModel):
    """An article's own content at one publication. Written once."""

    # No constraint and DO_NOTHING: history survives the deletion of the working copy.
    article = models.ForeignKey(
        Article, on_delete=models.DO_NOTHING, db_constraint=False, related_name="editions"
    )
    number = models.PositiveIntegerField()
    # Text, not JSON: the hash is the SHA-256 of exactly these bytes, on every database.
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    # PROTECT: who published is part of history. Deactivate an account instead of deleting it.
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="editions",
    )
    # The public change note. A correction mends what was wrong, and readers are told so.
    note = models.TextField(blank=True)
    is_correction = models.BooleanField(default=False)
    # PROTECT: who approved is part of history.
    sign_off = models.ForeignKey(
        SignOff, null=True, blank=True, on_delete=models.PROTECT, related_name="editions"
    )
    # Why it went live without a sign-off, where one is required.
    exception_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["article_id", "-number"]
        indexes = [
            # What went live of late, on the desk. The contents stand before the time in a row, and
            # a scan would read through them.
            models.Index(fields=["-published_at"], name="edition_newest_first"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="edition_number_once_per_article"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_numbers_from_one"),
            models.CheckConstraint(condition=~Q(content_hash=""), name="edition_has_a_hash"),
            models.CheckConstraint(
                condition=Q(sign_off__isnull=True) | Q(exception_reason=""),
                name="edition_is_signed_off_or_an_exception",
            ),
        ]

    def __str__(self) -> str:
        return f"Edition {self.number} of {self.article_id}"


class ChangeKind(models.TextChoices):
    PUBLISHED = "published", "Published"
    UPDATED = "updated", "Updated"
    MOVED = "moved", "Moved"
    UNPUBLISHED = "unpublished", "Unpublished"
    # The document came out different because a topic, person, notice or linked article changed.
    REFRESHED = "refreshed", "Refreshed"
    SAVED = "saved", "Saved"
    DELETED = "deleted", "Deleted"


class ChangeSubject(models.TextChoices):
    ARTICLE = "article", "Article"
    TOPIC = "topic", "Topic"
    PERSON = "person", "Person"
    NOTICE = "notice", "Notice"


class ChangeQuerySet(ImmutableQuerySet):
    def lock(self: Self) -> None:
        """Make every other writer of changes wait until this transaction ends.

        Ids are then visible in the order in which they were taken, so a reader at 4 can't miss
        3. SQLite's IMMEDIATE transactions serialise already.
        """
        connection = connections[self.db]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGE_LOCK])
        announce_write(self.db)


class Change(ImmutableModel):
    """What happened to what: the service's heartbeat. Append-only."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    subject = models.CharField(max_length=10, choices=ChangeSubject.choices)
    # Ids without constraints: the log outlives what it tells of.
    subject_id = models.CharField(max_length=36)
    slug = models.CharField(max_length=200)
    edition_number = models.PositiveIntegerField(null=True)
    # Of an article that moved: where it was.
    previous_slug = models.CharField(max_length=200, blank=True, db_default="", default="")
    # Of a live article: the slugs of its topics, the widest first, each between slashes, as in
    # “/pain/headache/”. Whoever mirrors a topic is told what leaves it. Unknown in old rows.
    topic_path = models.TextField(null=True)

    objects: ClassVar[Any] = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            # The newest change of one article: a rebuilt document's `changed_at`.
            models.Index(fields=["subject", "subject_id", "-id"], name="change_by_subject")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=ChangeSubject.ARTICLE)
                & Q(
                    kind__in=[
                        ChangeKind.PUBLISHED,
                        ChangeKind.UPDATED,
                        ChangeKind.MOVED,
                        ChangeKind.UNPUBLISHED,
                        ChangeKind.REFRESHED,
                    ]
                )
                | ~Q(subject=ChangeSubject.ARTICLE)
                & Q(kind__in=[ChangeKind.SAVED, ChangeKind.DELETED]),
                name="change_kind_fits_its_subject",
            ),
            models.CheckConstraint(
                condition=Q(subject=ChangeSubject.ARTICLE, edition_number__isnull=False)
                | ~Q(subject=ChangeSubject.ARTICLE) & Q(edition_number__isnull=True),
                name="change_of_an_article_names_its_edition",
            ),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.MOVED) | Q(previous_slug=""),
                name="change_names_the_slug_before_a_move",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.subject} {self.slug} {self.kind}"
