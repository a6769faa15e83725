"""Topics, people and notices: live reference data, so saving one changes what readers get."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Field, Q, QuerySet
from django.forms import Field as FormField
from django.forms import Media, ModelForm
from django.forms.widgets import Script
from django.http import HttpRequest
from unfold.decorators import display

from articles.editorial import recompiling
from articles.models import Notice, Person, PersonRole, Topic

from .deleting import AsksBeforeDeleting
from .fields import without_deleting
from .rich_text import RichTextField

LIVE_NOTE = "Saving takes effect at once in every live article that shows it."


class ReferenceDataAdmin(AsksBeforeDeleting):
    """What the three screens share: saved and deleted through `recompiling`."""

    prepopulated_fields = {"slug": ["name"]}
    compressed_fields = False
    warn_unsaved_form = True
    list_per_page = 100
    # Said here too: the models' own order gives way where rows are counted.
    ordering = ["name", "pk"]
    # The default bulk action would delete without recompiling and without a change.
    actions = None

    @property
    def media(self) -> Media:
        labels = Script("galley/labels.js", type="module")
        return super().media + Media(js=[labels])  # type: ignore[list-item]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        recompiling.save(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        recompiling.delete(obj)

    @display(description="Live articles", ordering="live_count")
    def live_articles(self, obj: Any) -> int:
        return int(obj.live_count)


class TopicForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and values.get("parent"):
            chosen = Topic(pk=self.instance.pk, parent=values["parent"])
            recompiling.refuse_loop(chosen)
        return values


@admin.register(Topic)
class TopicAdmin(ReferenceDataAdmin):
    form = TopicForm
    list_display = ["name", "slug", "parent", "live_articles"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "parent", "description"], "description": LIVE_NOTE}),
        ("Review", {"fields": ["review_interval_months"]}),
    ]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        return without_deleting(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        queryset: QuerySet[Topic] = super().get_queryset(request)
        return queryset.annotate(live_count=Count("documents"))


@admin.register(Person)
class PersonAdmin(ReferenceDataAdmin):
    list_display = [
        "name",
        "credentials",
        "job_title",
        "organisation",
        "written_articles",
        "reviewed_articles",
    ]
    search_fields = ["name", "slug", "credentials", "organisation"]
    fieldsets = [
        (None, {"fields": ["name", "slug"], "description": LIVE_NOTE}),
        ("Expertise", {"fields": ["credentials", ("job_title", "organisation")]}),
        ("About", {"fields": ["bio", "url"]}),
    ]
    autocomplete_fields = ["account"]

    def get_fieldsets(self, request: HttpRequest, obj: Person | None = None) -> Any:
        """The login only for those who keep the accounts: sign-offs by it carry this name."""
        fieldsets = super().get_fieldsets(request, obj)
        if not request.user.has_perm("auth.change_user"):
            return fieldsets
        return [*fieldsets, ("Account", {"fields": ["account"]})]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        return without_deleting(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        queryset: QuerySet[Person] = super().get_queryset(request)
        # One join for both: a person stands at most once per role on a document.
        return queryset.annotate(
            written_count=Count("document_rows", filter=Q(document_rows__role=PersonRole.AUTHOR)),
            reviewed_count=Count(
                "document_rows", filter=Q(document_rows__role=PersonRole.REVIEWER)
            ),
        )

    @display(description="Live articles written", ordering="written_count")
    def written_articles(self, person: Any) -> int:
        return int(person.written_count)

    @display(description="Live articles reviewed", ordering="reviewed_count")
    def reviewed_articles(self, person: Any) -> int:
        return int(person.reviewed_count)


@admin.register(Notice)
class NoticeAdmin(ReferenceDataAdmin):
    list_display = ["name", "slug", "live_articles"]
    search_fields = ["name", "slug"]
    fieldsets = [(None, {"fields": ["name", "slug", "body"], "description": LIVE_NOTE})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        queryset: QuerySet[Notice] = super().get_queryset(request)
        return queryset.annotate(live_count=Count("documents"))

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if db_field.name == "body":
            return RichTextField(label="Body", help_text=db_field.help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
