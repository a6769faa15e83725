"""Rows that are written once and then only read."""

from typing import Any, ClassVar, NoReturn, Self

from django.db import models


class ImmutableRowError(TypeError):
    """An attempt to change or delete a row that is history."""


class ImmutableQuerySet(models.QuerySet):
    """A queryset that reads and inserts, and refuses to update or delete."""

    def _refuse(self, act: str) -> NoReturn:
        raise ImmutableRowError(f"{self.model.__name__} rows are immutable: {act} is refused.")

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse("update")

    def bulk_update(self, objs: Any, fields: Any, batch_size: Any = None) -> NoReturn:
        self._refuse("bulk_update")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse("update_or_create")

    def delete(self) -> NoReturn:
        self._refuse("delete")

    # Django asks for these two marks, so that templates and related managers can't call delete().
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _raw_delete(self, using: Any) -> NoReturn:
        self._refuse("delete")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_conflicts"):
            self._refuse("bulk_create(update_conflicts=True)")
        return super().bulk_create(objs, *args, **kwargs)


class ImmutableModel(models.Model):
    """A model whose rows can be inserted, and neither updated nor deleted."""

    objects: ClassVar[Any] = ImmutableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self: Self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableRowError(f"{type(self).__name__} {self.pk} is immutable.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableRowError(f"{type(self).__name__} {self.pk} can't be deleted.")
