"""Fieldsets and inlines of a form, arranged in tabs that follow how one writes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PanelLayout:
    """A tab: its title, and the fieldsets (by name) and inlines (by prefix) in it, in order."""

    slug: str
    title: str
    parts: tuple[str, ...]


@dataclass
class Panel:
    layout: PanelLayout
    # Fieldset or InlineAdminFormSet, in the order of the layout.
    parts: list[dict[str, Any]] = field(default_factory=list)
    error_count: int = 0


def arrange(
    layouts: Iterable[PanelLayout], fieldsets: Iterable[Any], inlines: Iterable[Any]
) -> list[Panel]:
    """The panels of a form that is about to be shown, with the number of errors in each."""
    by_name: dict[str, tuple[dict[str, Any], int]] = {}
    for fieldset in fieldsets:
        names = {name for line in fieldset for name in line.fields}
        errors = sum(1 for name in names if name in fieldset.form.errors)
        by_name[fieldset.name] = ({"fieldset": fieldset}, errors)
    for inline in inlines:
        formset = inline.formset
        errors = sum(len(form.errors) for form in formset.forms) + len(formset.non_form_errors())
        by_name[formset.prefix] = ({"inline": inline}, errors if formset.is_bound else 0)
    panels = []
    for layout in layouts:
        # A user who may not see an inline gets the tab without it.
        found = [by_name[name] for name in layout.parts if name in by_name]
        parts = [part for part, _ in found]
        panels.append(Panel(layout, parts, sum(errors for _, errors in found)))
    return panels
