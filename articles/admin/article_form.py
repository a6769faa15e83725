"""The form of an article's own fields, and how its page is laid out in tabs."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget

from .fields import LinesField
from .panels import PanelLayout

# Lengths, in characters, that search engines show in full.
META_TITLE_LENGTH = (0, 60)
META_DESCRIPTION_LENGTH = (50, 160)

FIELDSETS: list[tuple[str, dict[str, Any]]] = [
    ("The article", {"fields": ["title", "slug", "summary", "also_called", "topic"]}),
    ("Review", {"fields": [("reviewed_on", "review_due")]}),
    ("First publication elsewhere", {"fields": ["first_published_on"]}),
    ("Below the article", {"fields": ["disclosure", "disclaimer"]}),
    (
        "In search results",
        {"fields": ["meta_title", "meta_description", "canonical_url"]},
    ),
    ("On your pages", {"fields": ["featured"]}),
]

PANELS = (
    PanelLayout("content", "Content", ("The article", "sections")),
    PanelLayout("faqs", "FAQs", ("faqs",)),
    PanelLayout(
        "trust",
        "Trust",
        (
            *("author_rows", "reviewer_rows", "Review", "First publication elsewhere"),
            *("references", "Below the article"),
        ),
    ),
    PanelLayout(
        "search",
        "Search and share",
        ("In search results", "On your pages", "related_rows"),
    ),
)


class ArticleForm(forms.ModelForm):
    also_called = LinesField(
        required=False,
        help_text="Other names that readers search for, one a line. They lead to this article in "
        "the index and in search.",
    )

    # The admin names the model and its fields.
    class Meta:
        # A line of its own is too short for a description.
        widgets = {"meta_description": UnfoldAdminTextareaWidget}
        error_messages = {
            "slug": {
                "unique": "Another article has this address already. Choose a different slug.",
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read by static/galley/counters.js.
        for name, (low, high) in {
            "meta_title": META_TITLE_LENGTH,
            "meta_description": META_DESCRIPTION_LENGTH,
        }.items():
            if name in self.fields:
                counted = {"data-count-from": low, "data-count-to": high}
                self.fields[name].widget.attrs.update(counted)
        for name in {"summary", "also_called", "disclosure", "meta_description"} & set(self.fields):
            self.fields[name].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        reviewed_on, review_due = values.get("reviewed_on"), values.get("review_due")
        # The constraint says the same; here the message stands beside its field.
        if review_due and (reviewed_on is None or review_due < reviewed_on):
            self.add_error(
                "review_due",
                "The next review can only be due after the last one: give the day of that review, "
                "on or before this day.",
            )
        return values
