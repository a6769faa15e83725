"""Derived rows beside a document: what the index by letter, `cites=` and related articles look up.

Written with the document and compiled from the same edition, as those in `publication` are.
"""

from django.db import models

from .publication import Document


class DocumentName(models.Model):
    """A name under which a document stands in the index: its title, or another name of it."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="names", db_index=False
    )
    name = models.CharField(max_length=250)
    sort_name = models.CharField(max_length=250)
    # A to Z, or # for all else.
    letter = models.CharField(max_length=1)
    is_title = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "name"], name="document_name_once"),
            models.CheckConstraint(
                condition=models.Q(letter__in=list("#ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
                name="document_name_letter_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["letter", "sort_name", "id"], name="document_name_by_letter"),
            models.Index(fields=["sort_name", "id"], name="document_name_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DocumentCitation(models.Model):
    """A source that a document cites, by its normal form (see `documents.citations`)."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="citations", db_index=False
    )
    identifier = models.CharField(max_length=600)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "identifier"], name="document_citation_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(identifier=""), name="document_citation_names_a_source"
            ),
        ]
        indexes = [models.Index(fields=["identifier", "document"], name="document_citation_lookup")]

    def __str__(self) -> str:
        return f"{self.document_id} cites {self.identifier}"


class DocumentTerm(models.Model):
    """A word that a document is about, and how much: from 1 to 1000, its strongest word."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="terms", db_index=False
    )
    term = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "term"], name="document_term_once"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=1000),
                name="document_term_weight_is_in_range",
            ),
        ]
        indexes = [
            # The documents that a word matters most to: as many as are asked for, and no more.
            models.Index(fields=["term", "-weight", "document"], name="document_term_lookup")
        ]

    def __str__(self) -> str:
        return f"{self.term} in {self.document_id}"
