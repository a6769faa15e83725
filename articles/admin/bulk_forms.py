"""What an editor says once for many articles: one form for each act."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from articles.models import Article, ArticleReviewer, BulkAct

from .bulk_consequences import Plan


class BulkForm(forms.Form):
    """Fields that aren't options are listed in `questions`."""

    questions: tuple[str, ...] = ()

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    @property
    def options(self) -> dict[str, Any]:
        """The options of the job; rows by their key."""
        return {
            name: getattr(value, "pk", value)
            for name, value in self.cleaned_data.items()
            if name not in self.questions
        }


class PublishManyForm(BulkForm):
    questions = ("accept_warnings",)

    note = forms.CharField(
        label="What changed, for readers",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Stands in the public change log of each of these articles. May stay empty; "
        "plain text.",
    )
    is_correction = forms.BooleanField(
        label="This is a correction",
        required=False,
        widget=UnfoldBooleanWidget(),
        help_text="It mends what was wrong, and readers are told so.",
    )
    exception_reason = forms.CharField(
        label="Why it can't wait for a sign-off",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="The edition of each article that is not signed off keeps this reason. Without "
        "one, those articles are left out.",
    )
    accept_warnings = forms.BooleanField(
        label="Publish with these warnings",
        widget=UnfoldBooleanWidget(),
        error_messages={"required": "The checks warn of something: look at it, or tick this."},
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        if not plan.unsigned:
            del self.fields["exception_reason"]
        if not plan.asks:
            del self.fields["accept_warnings"]
        elif not plan.is_checked:
            self.fields["accept_warnings"].label = "Publish even where the checks warn"


class UnpublishManyForm(BulkForm):
    explanation = forms.CharField(
        label="Why, for readers",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Readers who come to any of these articles are told this. May stay empty; "
        "plain text.",
    )


def _choice(field: Any, **values: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        queryset=field.remote_field.model._default_manager.all(),
        widget=AutocompleteSelect(field, admin.site),
        **values,
    )


class SetTopicForm(BulkForm):
    topic = _choice(Article._meta.get_field("topic"), label="Topic")


class SetReviewerForm(BulkForm):
    reviewer = _choice(ArticleReviewer._meta.get_field("person"), label="Reviewer")


FORMS: dict[BulkAct, type[BulkForm]] = {
    BulkAct.PUBLISH: PublishManyForm,
    BulkAct.UNPUBLISH: UnpublishManyForm,
    BulkAct.SET_TOPIC: SetTopicForm,
    BulkAct.SET_REVIEWER: SetReviewerForm,
    BulkAct.EXPORT: BulkForm,
}
