"""What the page of an article holds before it is saved, as Content. Writes nothing."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, fields, replace
from typing import Any

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from articles.documents.anchors import filled_anchors
from articles.documents.content import (
    OWN_FIELDS,
    Content,
    FAQContent,
    ReferenceContent,
    SectionContent,
)
from articles.documents.richtext import without_control_characters
from articles.models import Article

from .part_forms import LAST

# A slug and a title that can't be saved are taken in their own way.
_AS_THEY_ARE = [name for name in OWN_FIELDS if name not in {"slug", "title"}]


@dataclass(frozen=True)
class PostedRow:
    """A row that will be there after saving.

    `prefix` is that of its fields on the page (`sections-3`), and empty for a row that the page
    doesn't have: somebody else added it meanwhile, and saving leaves it where it is.
    """

    values: dict[str, Any]
    prefix: str = ""


def content_of_form(
    form: forms.ModelForm, formsets: Iterable[BaseInlineFormSet], article: Article
) -> Content:
    """The working copy of `article` as it will be after saving its bound form.

    What can't be saved as it was typed is taken as it was typed where it is text, and else as it
    is stored: a page half written can be looked at and checked.
    """
    form.is_valid()
    rows = {formset.prefix: rows_of_form(formset) for formset in formsets}
    sections = [_part(SectionContent, row) for row in rows["sections"]]
    faqs = [_part(FAQContent, row) for row in rows["faqs"]]
    anchors = filled_anchors(
        [(part.anchor, part.heading) for part in sections],
        [(part.anchor, part.question) for part in faqs],
    )
    return Content(
        id=article.pk,
        slug=_slug(form),
        title=_value(form, "title"),
        also_called=tuple(_value(form, "also_called")),
        sections=_anchored(sections, anchors[0]),
        faqs=_anchored(faqs, anchors[1]),
        references=tuple(_part(ReferenceContent, row) for row in rows["references"]),
        author_ids=_picked(rows["author_rows"], "person_id"),
        reviewer_ids=_picked(rows["reviewer_rows"], "person_id"),
        related_ids=_picked(rows["related_rows"], "target_id"),
        **{name: _value(form, name) for name in _AS_THEY_ARE},
    )


def rows_of_form(formset: BaseInlineFormSet) -> list[PostedRow]:
    """The rows of a bound formset that will be there after saving, in their order."""
    formset.is_valid()
    stored = _stored_rows(formset)
    found = []
    for number, form in enumerate(formset.forms):
        kept = stored.pop(form.instance.pk, None)
        if form.cleaned_data.get(DELETION_FIELD_NAME) or not (kept or form.has_changed()):
            continue
        values = _values_of_row(form, formset, kept)
        place = (values["position"], kept is None, form.instance.pk if kept else number)
        found.append((place, PostedRow(values, form.prefix or "")))
    for key, values in stored.items():
        found.append(((values["position"], False, key), PostedRow(values)))
    return [row for _, row in sorted(found, key=lambda each: each[0])]


def _stored_rows(formset: BaseInlineFormSet) -> dict[int, dict[str, Any]]:
    """The stored rows by their key. Read anew: validating a form has changed its instance."""
    model: Any = formset.model
    rows = model._default_manager.filter(article=formset.instance.pk)
    return {row["id"]: row for row in rows.values(*_columns(model))}


def _columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _values_of_row(
    form: forms.ModelForm, formset: BaseInlineFormSet, kept: dict[str, Any] | None
) -> dict[str, Any]:
    if kept and not form.has_changed():
        # Not written at all, so not even white space at its edges changes.
        return kept
    values = {name: _value(form, name) for name in _columns(formset.model)}
    if "position" in form.errors:
        values["position"] = kept["position"] if kept else LAST
    return values


def _value(form: forms.ModelForm, column: str) -> Any:
    """The value of a column of the form's instance, or the text that was typed for it."""
    name = column.removesuffix("_id")
    field = form.fields.get(name)
    is_wrong = field is not None and name in form.errors
    if is_wrong and isinstance(field, forms.CharField):
        typed = without_control_characters(str(form.data.get(form.add_prefix(name), "")))
        try:
            return field.to_python(typed)
        except ValidationError:
            return typed.strip()
    return getattr(form.instance, column)


def _slug(form: forms.ModelForm) -> str:
    """A slug goes into addresses, so only one that could be one is taken as it was typed."""
    slug = str(_value(form, "slug"))
    try:
        validate_slug(slug)
    except ValidationError:
        return str(form.initial.get("slug", "") or "")
    return slug


def _part(shape: Callable[..., Any], row: PostedRow) -> Any:
    return shape(**{field.name: row.values[field.name] for field in fields(shape)})  # type: ignore[arg-type]


def _anchored(parts: list[Any], anchors: list[str]) -> tuple[Any, ...]:
    named = zip(parts, anchors, strict=True)
    return tuple(replace(part, anchor=anchor) for part, anchor in named)


def _picked(rows: list[PostedRow], column: str) -> tuple[Any, ...]:
    """Ids in their order, each once; nothing for a row in which nothing is chosen yet."""
    ids = dict.fromkeys(row.values[column] for row in rows)
    return tuple(key for key in ids if key is not None)


class UnsavedContent(ModelAdmin):
    """What any page of the article's admin can ask of a posted form that isn't saved."""

    def posted_content(self, request: HttpRequest, article: Article) -> Content:
        """The content that the posted form of `article` would save; `article` stays as it is.

        Args:
            article: one that isn't stored yet gives the content its id.

        Raises:
            PermissionDenied: the user may not save the form.
        """
        form, formsets = self.posted_forms(request, article)
        return content_of_form(form, formsets, article)

    def posted_forms(
        self, request: HttpRequest, article: Article
    ) -> tuple[forms.ModelForm, list[BaseInlineFormSet]]:
        """The bound forms of the page, as Django's own view makes them to save it."""
        exists = not article._state.adding
        may_save = (
            self.has_change_permission(request, article)
            if exists
            else self.has_add_permission(request)
        )
        if not may_save:
            raise PermissionDenied
        instance = copy(article)
        known = instance if exists else None
        names = flatten_fieldsets(self.get_fieldsets(request, known))
        form_class = self.get_form(request, known, change=exists, fields=names)
        form = form_class(request.POST, request.FILES, instance=instance)
        formsets, _ = self._create_formsets(request, instance, change=exists)
        return form, formsets
