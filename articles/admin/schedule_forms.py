"""The forms of the page on which an article is scheduled."""

from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from .local_time import LocalTimeField
from .publishing import PublishForm, UnpublishForm


class TimeForm(forms.Form):
    """When, on the editor's clock, whose zone stands beside the field."""

    due_at = LocalTimeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_at"].label = f"When ({timezone.get_current_timezone_name()} time)"


class SchedulePublishForm(TimeForm):
    note = PublishForm.base_fields["note"]
    is_correction = forms.BooleanField(
        label="This is a correction",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="It mends what was wrong, and readers are told so.",
    )
    exception_reason = forms.CharField(
        label="Why it goes live without a sign-off",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="Nobody has signed off exactly this content. The edition keeps your reason.",
    )
    # The content that this page shows: nothing else is scheduled by its button.
    expected_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["exception_reason"]


class ScheduleUnpublishForm(TimeForm, UnpublishForm):
    field_order = ("due_at", "explanation", "alternative")
