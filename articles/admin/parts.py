"""The ordered parts of an article as inlines: sections, FAQs, people, references and picks."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest
from unfold.admin import StackedInline

from articles.models import FAQ, ArticleAuthor, ArticleReviewer, Reference, RelatedArticle, Section

from .fields import KnownAutocompleteSelect, without_deleting
from .part_forms import (
    RICH_TEXT,
    AnchoredFormSet,
    PartForm,
    PartFormSet,
    PersonFormSet,
    PickForm,
    RelatedForm,
    RelatedFormSet,
)
from .rich_text import RichTextField, as_html

# Fields whose help stands once above the list, not in every row.
EXPLAINED_ABOVE = {"level", "kind", "health_aspect"}
# Seldom needed, so folded away.
ANCHOR: tuple[str, dict[str, Any]] = (
    "Address within the page",
    {"fields": ["anchor"], "classes": ["collapse"]},
)


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
    readonly_preprocess_fields = dict.fromkeys(RICH_TEXT, as_html)

    # Parts have no permissions of their own: who may write the article writes them.

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("articles.view_article") or self._may_write(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        return self._may_write(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_write(request, obj)

    def _may_write(self, request: HttpRequest, obj: Any) -> bool:
        return request.user.has_perm(f"articles.{'change' if obj else 'add'}_article")

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
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_deleting(field, writing=db_field.name == "person")

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
    fieldsets = [(None, {"fields": ["question", "answer", "also_asked", "position"]}), ANCHOR]


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
