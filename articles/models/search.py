"""The search index: derived from the documents, written with them, and what searches missed."""

from django.db import models
from django.db.models import Q

from .publication import Document, Passage


class SearchEntry(models.Model):
    """One passage, or an article as such, as the index has it. See `articles.search.entries`."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="search_entries")
    # Null for the article as such: its title, other names, summary and headings.
    passage = models.OneToOneField(
        Passage, null=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    lexemes = models.TextField()
    impacts = models.TextField()
    # What `suggest/` offers because of this entry, as JSON: kind and text.
    suggests = models.TextField(default="[]")

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(passage__isnull=True),
                name="search_entry_one_of_the_article",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.passage_id or ''}".strip()


class SearchTerm(models.Model):
    """A term with the number of entries that have it: rare terms weigh more.

    Also the vocabulary against which misspelt words are held.
    """

    term = models.CharField(max_length=80, primary_key=True)
    word = models.CharField(max_length=80)
    entries = models.IntegerField()

    def __str__(self) -> str:
        return self.term


class Suggestion(models.Model):
    """A text to complete what is typed with, by its folded words from any of them on."""

    key = models.CharField(max_length=100, db_index=True)
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=10)
    is_start = models.BooleanField()
    uses = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "text"], name="suggestion_once")]

    def __str__(self) -> str:
        return self.text


class MissedQuery(models.Model):
    """Words that were searched for on a day and found nothing. Says nothing of who asked."""

    text = models.CharField(max_length=100)
    day = models.DateField()
    count = models.PositiveIntegerField()
    is_dismissed = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["-day", "-count", "text"]
        verbose_name = "search that found nothing"
        verbose_name_plural = "searches that found nothing"
        constraints = [
            models.UniqueConstraint(fields=["text", "day"], name="missed_query_once_a_day"),
            models.CheckConstraint(condition=Q(count__gte=1), name="missed_query_was_asked"),
        ]

    def __str__(self) -> str:
        return self.text
