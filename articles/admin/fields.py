"""Form fields and widgets that several screens use."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Model
from unfold.widgets import UnfoldAdminTextareaWidget


class LinesField(forms.CharField):
    """A list of short texts, written one a line."""

    widget = UnfoldAdminTextareaWidget

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().to_python(value) or ""
        lines = (" ".join(line.split()) for line in text.splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


def without_deleting(field: forms.Field | None, *, writing: bool = True) -> forms.Field | None:
    """The field of a related row without the link that deletes that row from afar.

    Without `writing`, the links that add and change one go too.
    """
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = False
        field.widget.can_add_related &= writing
        field.widget.can_change_related &= writing
    return field


class KnownAutocompleteSelect(AutocompleteSelect):
    """An autocomplete that is told the chosen row, so showing it costs no query."""

    known: Model | None = None

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        if self.known is None or [str(item) for item in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        label = self.choices.field.label_from_instance(self.known)
        option = self.create_option(name, str(self.known.pk), label, True, 0)
        return [(None, [*self._empty(name), option], 0)]

    def _empty(self, name: str) -> Iterator[Any]:
        if not self.is_required:
            yield self.create_option(name, "", "", False, 0)
