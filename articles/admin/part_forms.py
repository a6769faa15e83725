"""The forms behind the ordered parts of an article: what one row, and all of them, must be."""

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet

from .rich_text import with_readable_links

RICH_TEXT = {"body", "answer"}
# Fields that take one of a few values, as their form fields see to. Left out when a row is
# checked against the constraints of its table, which is a query for each constraint of each row.
CHOICES = {"level", "kind", "health_aspect", "evidence_level"}
# Where a row goes that was posted without a position: behind all others.
LAST = 1_000_000


class PartForm(forms.ModelForm):
    """One row. Its position is set by the page's script and is no content of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False

    def has_changed(self) -> bool:
        # An added row that was left empty is no row, wherever it stands.
        if self.instance._state.adding:
            return bool(set(self.changed_data) - {"position"})
        return super().has_changed()

    def clean_position(self) -> int:
        position = self.cleaned_data.get("position")
        if position is None:
            return LAST if self.instance._state.adding else self.instance.position
        return min(position, LAST)

    def _get_validation_exclusions(self) -> set[str]:
        # What has to be unique in the article is compared with the rows of this form, not with
        # those in the database: a row may take over what another one gives up in the same save.
        return super()._get_validation_exclusions() | {"article"} | CHOICES  # type: ignore[misc]


class PartFormSet(BaseInlineFormSet):
    """All rows of one kind. Keeps what has to be unique within the article unique."""

    model: type[Model]
    unique_field: ClassVar[str] = ""
    unique_message: ClassVar[str] = ""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            value = values.get(self.unique_field)
            if not value or values.get(DELETION_FIELD_NAME):
                continue
            if value in seen:
                form.add_error(self.unique_field, ValidationError(self.unique_message))
            seen.add(value)

    def save_existing_objects(self, commit: bool = True) -> list[Model]:
        # Rows that change their unique value are inserted anew, so that two rows can swap theirs
        # whatever the order in which they are written.
        moved = [
            form.instance.pk
            for form in self.initial_forms
            if self.unique_field in form.changed_data or form in self.deleted_forms
        ]
        if commit and moved:
            self.model._default_manager.filter(pk__in=moved).delete()
        return super().save_existing_objects(commit)


class AnchoredFormSet(PartFormSet):
    unique_field = "anchor"
    unique_message = "Another one above has this anchor."

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form: forms.ModelForm = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if form.instance.pk in self._readable:
            name, text = self._readable[form.instance.pk]
            form.initial[name] = text
        return form

    @cached_property
    def _readable(self) -> dict[int, tuple[str, str]]:
        """The rich text of every stored row, by its key, as editors read it."""
        name = next(iter(RICH_TEXT & {field.name for field in self.model._meta.fields}))
        rows = list(self.get_queryset()) if self.instance.pk else []
        texts = with_readable_links(getattr(row, name) for row in rows)
        return {row.pk: (name, text) for row, text in zip(rows, texts, strict=True)}


class PersonFormSet(PartFormSet):
    unique_field = "person"
    unique_message = "This person is listed already."


class RelatedFormSet(PartFormSet):
    unique_field = "target"
    unique_message = "This article is picked already."


class PickForm(PartForm):
    """A row that is nothing but a chosen person or article."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"person", "target"} & self.fields.keys():
            if getattr(self.instance, f"{name}_id"):
                self.fields[name].widget.widget.known = getattr(self.instance, name)


class RelatedForm(PickForm):
    def clean_target(self) -> Any:
        target = self.cleaned_data["target"]
        if target == self.instance.article:
            raise ValidationError("An article can't be related to itself.")
        return target
