"""The forms of the page on which an article is scheduled."""

from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from .consequences import Publication
from .local_time import LocalTimeField
from .publish_form import PublishForm
from .publishing import UnpublishForm


class TimeForm(forms.Form):
    """When, on the editor's clock, whose zone stands beside the field."""

    due_at = LocalTimeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_at"].label = f"When ({timezone.get_current_timezone_name()} time)"


class SchedulePublishForm(TimeForm):
    note = PublishForm.base_fields["note"]
    is_correction = PublishForm.base_fields["is_correction"]
    exception_reason = forms.CharField(
        label="Why it goes live without a sign-off",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="Nobody has signed off exactly this content. The edition keeps your reason.",
    )
    read_warnings = forms.BooleanField(
        label="I have read these warnings",
        widget=UnfoldBooleanWidget,
        error_messages={"required": "Read the warnings and tick this, or mend them first."},
    )
    # The content that this page shows: nothing else is scheduled by its button.
    expected_hash = forms.CharField(widget=forms.HiddenInput)
    field_order = ("read_warnings", "due_at", "exception_reason")

    def __init__(self, *args: Any, publication: Publication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["expected_hash"] = publication.status.content_hash
        if not publication.needs_reason:
            del self.fields["exception_reason"]
        if not publication.warnings:
            del self.fields["read_warnings"]
        # The first edition has nothing to correct.
        if publication.changes is None:
            del self.fields["is_correction"]

    def wanted(self) -> dict[str, Any]:
        """What `schedule_publishing` is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "read_warnings"}


class ScheduleUnpublishForm(TimeForm, UnpublishForm):
    field_order = ("due_at", "explanation", "alternative")

    def wanted(self) -> dict[str, Any]:
        """What `schedule_unpublishing` is told."""
        return self.cleaned_data
