"""What the page that publishes an article asks for."""

from typing import Any
from uuid import UUID

from django import forms
from unfold.widgets import CHECKBOX_CLASSES, UnfoldAdminTextareaWidget, UnfoldBooleanWidget

from articles.models import Article

from .consequences import Companion, Publication


class PublishForm(forms.Form):
    """The fields that this publication needs: those without a reason to be there are left out."""

    together = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": "An article that was to go live along with it was edited since, or "
            "is live by now. Look at it again."
        },
    )
    exception_reason = forms.CharField(
        label="Why without a sign-off",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="Kept with the edition and shown to your colleagues, for example “Urgent: "
        "recall of 25 November”.",
    )
    read_warnings = forms.BooleanField(
        label="I have read these warnings", required=False, widget=UnfoldBooleanWidget
    )
    note = forms.CharField(
        label="What changed, for readers",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Stands in the article's public change log, for example “Added the 2026 "
        "guideline”. May stay empty; plain text.",
    )
    is_correction = forms.BooleanField(
        label="This is a correction",
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="It mends something that was wrong. Readers of the change log are told so.",
    )
    # The content that this page shows: nothing else is published by its button.
    expected_hash = forms.CharField(widget=forms.HiddenInput)

    # Of the boxes that the page draws itself, as Unfold draws others.
    box_classes = " ".join(CHECKBOX_CLASSES)

    def __init__(
        self, *args: Any, publication: Publication, may_except: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.publication = publication
        self.initial["expected_hash"] = publication.status.content_hash
        # Whoever may not make exceptions can take along only what is signed off.
        self.on_offer = {
            companion.key: companion
            for companion in publication.not_live
            if not companion.errors and (may_except or not companion.needs_reason)
        }
        together: Any = self.fields["together"]
        together.choices = [(key, one.article.title) for key, one in self.on_offer.items()]
        needs_reason = publication.needs_reason or self._any("needs_reason")
        if not (may_except and needs_reason):
            del self.fields["exception_reason"]
        if not (publication.warnings or self._any("warnings")):
            del self.fields["read_warnings"]
        # The first edition has nothing to correct.
        if publication.changes is None:
            del self.fields["is_correction"]
        self.is_blocked = bool(publication.errors) or (publication.needs_reason and not may_except)
        self.may_except = may_except

    @property
    def is_stale(self) -> bool:
        """Whether what was sent was judged by another content than this."""
        return self.is_bound and (
            self.data.get("expected_hash") != self.publication.status.content_hash
        )

    @property
    def companions(self) -> list[Companion]:
        """Those that were chosen to go live along with the article."""
        return [self.on_offer[key] for key in self.cleaned_data.get("together", ())]

    @property
    def choices(self) -> list[tuple[Companion, bool, bool]]:
        """Everything that isn't live: with whether it is on offer, and whether it is chosen."""
        chosen = self.data.getlist("together") if self.is_bound else []  # type: ignore[attr-defined]
        return [
            (one, one.key in self.on_offer, one.key in chosen) for one in self.publication.not_live
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        going: list[Companion | Publication] = [self.publication, *self.companions]
        needs_reason = any(one.needs_reason for one in going)
        if (
            needs_reason
            and "exception_reason" in self.fields
            and not values.get("exception_reason")
        ):
            self.add_error("exception_reason", "Say why this goes live without a sign-off.")
        if any(one.warnings for one in going) and not values.get("read_warnings"):
            self.add_error("read_warnings", "Read the warnings and tick this, or mend them first.")
        return values

    def expected_hashes(self, article: Article) -> dict[UUID, str]:
        hashes = {one.article.pk: one.content_hash for one in self.companions}
        return {article.pk: self.cleaned_data["expected_hash"], **hashes}

    def wanted(self) -> dict[str, Any]:
        """What `publish_together` is told besides the articles."""
        values = self.cleaned_data
        return {
            "note": values["note"],
            "is_correction": values.get("is_correction", False),
            "exception_reason": values.get("exception_reason", ""),
        }

    def _any(self, name: str) -> bool:
        return any(getattr(one, name) for one in self.on_offer.values())
