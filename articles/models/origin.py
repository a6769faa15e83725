"""Where an imported article comes from."""

from django.db import models
from django.db.models import Q

from .article import Article


class Origin(models.Model):
    """What an article is called where it was imported from, so that it is found again there."""

    # Stable in the source: “wordpress https://blog.example.org/?p=12”.
    external_id = models.CharField(max_length=600, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="origins")
    # Of the working copy as the import stored it: another one says that it was edited since.
    content_hash = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(external_id=""), name="origin_has_an_id"),
        ]

    def __str__(self) -> str:
        return self.external_id
