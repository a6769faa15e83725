"""The ordered parts of an article as inlines: what sections, FAQs, people and picks share."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from unfold.admin import StackedInline

from articles.models import FAQ, ArticleAuthor, ArticleReviewer, Reference, RelatedArticle, Section

from .fields import KnownAutocompleteSelect
from .rich_text import RichTextField, with_readable_links

RICH_TEXT = {"body", "answer"}
# Fields whose help stands once above the list, not in every row.
EXPLAINED_ABOVE = {"level", "kind", "health_aspect"}
# Where a row goes that was posted without a position: behind all others.
LAST = 1_000_000
# Seldom needed, so folded away.
ANCHOR: tuple[str, dict[str, Any]] = (
    "Address within the page",
    {"fields": ["anchor"], "classes": ["collapse"]},
)


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
        return super()._get_validation_exclusions() | {"article"}  # type: ignore[misc]


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


class PartInline(StackedInline):
    """A sortable list of parts, by dragging and by keyboard (see static/galley/parts.js)."""

    template = "admin/articles/article/parts.html"
    formset = PartFormSet
    form = PartForm
    extra = 0
    # Shown below the heading.
    intro: ClassVar[str] = ""
    add_label: ClassVar[str] = ""
    # The field that names a row in its bar; empty for rows that are nothing but one choice.
    title_field: ClassVar[str] = ""
    joined: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        # Without names select_related() would follow every foreign key.
        return rows.select_related(*self.joined) if self.joined else rows

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "position":
            return db_field.formfield(widget=forms.HiddenInput)
        if db_field.name in RICH_TEXT:
            return RichTextField(required=False, label=db_field.verbose_name.capitalize())
        if db_field.name in EXPLAINED_ABOVE:
            kwargs["help_text"] = ""
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownAutocompleteSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SectionInline(PartInline):
    model = Section
    formset = AnchoredFormSet
    title_field = "heading"
    add_label = "Add a section"
    intro = (
        "A sub-section belongs to the section above it. A callout is set apart from the running "
        "text. The health aspect says what a section is about: readers filter by it, and search "
        "engines read it. To link to another article, give article:its-slug as the address."
    )
    fieldsets = [
        (None, {"fields": ["heading", ("level", "kind", "health_aspect"), "body", "position"]}),
        ANCHOR,
    ]


class FAQInline(PartInline):
    model = FAQ
    formset = AnchoredFormSet
    title_field = "question"
    add_label = "Add a question"
    verbose_name_plural = "Frequently asked questions"
    intro = (
        "Questions that readers type into a search engine, each with a short answer that can "
        "stand alone. To link to another article, give article:its-slug as the address."
    )
    fieldsets = [(None, {"fields": ["question", "answer", "position"]}), ANCHOR]


class ReferenceInline(PartInline):
    model = Reference
    title_field = "title"
    add_label = "Add a reference"
    intro = (
        "The sources, numbered for readers in this order. A DOI or PMID is enough as an address."
    )
    fields = [
        "title",
        ("publisher", "year", "evidence_level"),
        ("doi", "pmid", "url"),
        "position",
    ]


class AuthorInline(PartInline):
    model = ArticleAuthor
    formset = PersonFormSet
    form = PickForm
    joined = ("person",)
    autocomplete_fields = ["person"]
    add_label = "Add an author"
    intro = "The byline, in this order."
    fields = ["person", "position"]


class ReviewerInline(PartInline):
    model = ArticleReviewer
    formset = PersonFormSet
    form = PickForm
    joined = ("person",)
    autocomplete_fields = ["person"]
    add_label = "Add a reviewer"
    intro = "Who checked the facts. Their credentials are a sign of trust to readers."
    fields = ["person", "position"]


class RelatedInline(PartInline):
    model = RelatedArticle
    fk_name = "article"
    formset = RelatedFormSet
    form = RelatedForm
    joined = ("target",)
    autocomplete_fields = ["target"]
    add_label = "Add a related article"
    intro = "What to read next, in this order. Picks that are not live are left out for readers."
    fields = ["target", "position"]


INLINES: Iterable[type[PartInline]] = (
    SectionInline,
    FAQInline,
    AuthorInline,
    ReviewerInline,
    ReferenceInline,
    RelatedInline,
)
