"""Asking for a time on the editor's own clock (see `middleware.time_zone`)."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from unfold.widgets import DATETIME_CLASSES


class LocalTimeField(forms.DateTimeField):
    """A time to the minute; one that clocks skip or show twice is told, not guessed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": " ".join(DATETIME_CLASSES)},
            format="%Y-%m-%dT%H:%M",
        )
        super().__init__(**{"widget": widget} | kwargs)

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            naive = parse_datetime(str(value).strip())
            if error.code != "ambiguous_timezone" or naive is None:
                raise
            raise ValidationError(_why_there_is_no_such_time(naive)) from error
        except OverflowError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def _why_there_is_no_such_time(naive: datetime) -> str:
    zone = timezone.get_current_timezone()
    before = naive.replace(tzinfo=zone, fold=0).utcoffset()
    after = naive.replace(tzinfo=zone, fold=1).utcoffset()
    skipped = before is not None and after is not None and before < after
    return (
        f"The clocks go {'forward' if skipped else 'back'} at that hour: {naive:%H:%M} "
        f"{'does not exist' if skipped else 'comes twice'} on that day in {zone}. "
        "Choose another time."
    )
