"""How often articles are looked at: a number for each article and day, nothing of who looked."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import connections, models, transaction

Counts = Mapping[tuple[UUID, date], int]


class ViewCountQuerySet(models.QuerySet):
    def add(self, counts: Counts, *, at: datetime) -> None:
        """Add to what is counted already, in one transaction that other processes wait for."""
        if not counts:
            return
        table = self.model._meta.db_table
        quote = connections[self.db].ops.quote_name
        columns = ", ".join(quote(name) for name in ("article_id", "day", "count"))
        statement = (
            f"INSERT INTO {quote(table)} ({columns}) VALUES (%s, %s, %s) "  # noqa: S608
            f"ON CONFLICT ({quote('article_id')}, {quote('day')}) DO UPDATE "
            f"SET {quote('count')} = {quote(table)}.{quote('count')} + excluded.{quote('count')}"
        )
        with transaction.atomic(using=self.db):
            ViewsRevision.objects.using(self.db).advance(at=at)
            connection = connections[self.db]
            fields: list[Any] = [
                self.model._meta.get_field(name) for name in ("article_id", "day", "count")
            ]
            rows = [
                [
                    field.get_db_prep_save(value, connection)
                    for field, value in zip(fields, (*key, number), strict=True)
                ]
                for key, number in sorted(counts.items())
            ]
            with connection.cursor() as cursor:
                cursor.executemany(statement, rows)

    def replace(self, counts: Counts, *, at: datetime) -> None:
        """Put these counts in place of all that is counted on their days."""
        with transaction.atomic(using=self.db):
            ViewsRevision.objects.using(self.db).advance(at=at)
            days: Iterable[date] = {day for _, day in counts}
            self.filter(day__in=days).delete()
            self.bulk_create(
                (self.model(article_id=key, day=day, count=n) for (key, day), n in counts.items()),
                batch_size=500,
            )


class ViewCount(models.Model):
    """How often an article was looked at on a day, in the service's time zone."""

    # An id without a constraint: what was counted outlives a withdrawal.
    article_id = models.UUIDField()
    day = models.DateField()
    count = models.PositiveBigIntegerField()

    objects: ClassVar[Any] = ViewCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article_id", "day"], name="view_count_once_per_article_and_day"
            ),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="view_count_is_a_count"),
        ]
        # What popular articles are summed up from, without a look at the table.
        indexes = [models.Index(fields=["day", "article_id", "count"], name="view_count_by_day")]

    def __str__(self) -> str:
        return f"{self.count} of {self.article_id} on {self.day}"


class ViewsRevisionQuerySet(models.QuerySet):
    def advance(self, *, at: datetime) -> None:
        """Say that counts have changed. Until the transaction ends, no other can say so."""
        row, _ = self.get_or_create(pk=1, defaults={"number": 0, "at": at})
        self.filter(pk=row.pk).update(number=models.F("number") + 1, at=at)


class ViewsRevision(models.Model):
    """One row: how often the counts have changed, for the ETags of what is made of them.

    Counting isn't publishing, so it writes no change and leaves all other answers as they are.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    objects: ClassVar[Any] = ViewsRevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="views_revision_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.number)
