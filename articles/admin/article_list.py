"""The list of articles: where each stands, who reviewed it and when it is due again."""

import json
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.admin.views.main import ChangeList as DjangoChangeList
from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import AutocompleteSelectFilter, BooleanRadioFilter
from unfold.decorators import display
from unfold.views import ChangeList

from articles.editorial.review_state import ReviewState, Stage, states_of
from articles.editorial.status import Status, statuses
from articles.models import Article, ArticleReviewer

from .article_filters import ReviewDueFilter, ReviewFilter, StatusFilter
from .bulk_actions import BulkActions
from .reviewed import STAGE_COLOURS

# Unfold's colours for the four places where an article can stand.
STATUS_COLOURS = {
    "Draft": "info",
    "Live": "success",
    "Live, with unpublished changes": "warning",
    "Withdrawn": "danger",
}
# Sorts what was never published behind everything else, on every database alike.
NEVER = Value(datetime(1, 1, 1, tzinfo=UTC))


class ArticleChangeList(ChangeList):
    """Adds what the columns show, for all rows of the page at once."""

    def get_queryset(self, request: HttpRequest, *args: Any) -> QuerySet[Article]:
        reviewers = ArticleReviewer.objects.select_related("person")
        queryset: QuerySet[Article] = super().get_queryset(request, *args)
        return queryset.prefetch_related(Prefetch("reviewer_rows", queryset=reviewers))

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = statuses(self.result_list)
        hashes = {key: status.content_hash for key, status in found.items()}
        reviews = states_of(self.result_list, hashes=hashes)
        for row in self.result_list:
            row.status, row.review = found[row.pk], reviews[row.pk]


class ArticleList(BulkActions):
    list_display = [
        "headline",
        "status_label",
        "topic",
        "reviewer_names",
        "review_due_on",
        "published_on",
        "modified_on",
    ]
    list_filter = [
        StatusFilter,
        ReviewFilter,
        ("topic", AutocompleteSelectFilter),
        ("reviewers", AutocompleteSelectFilter),
        ReviewDueFilter,
        ("featured", BooleanRadioFilter),
    ]
    list_filter_submit = True
    list_select_related = ["topic"]
    list_per_page = 50
    search_fields = ["title", "slug", "summary", "also_called"]
    search_help_text = "Title, address, summary or other names"
    ordering = ["-modified_at", "pk"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DjangoChangeList]:
        return ArticleChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Articles in which every word of the term occurs. Serves the autocompletes too."""
        if request.GET.get("model_name") == "redirect":
            # The alternative to a withdrawn article: only what readers can go to.
            queryset = queryset.filter(document__isnull=False)
        for word in search_term.split():
            # SQLite keeps JSON as ASCII text, in which “ü” is written \u00fc.
            escaped = json.dumps(word)[1:-1]
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(slug__icontains=word)
                | Q(summary__icontains=word)
                | Q(also_called__icontains=word)
                | Q(also_called__icontains=escaped)
            )
        return queryset, False

    @display(description="Article", ordering="title", header=True)
    def headline(self, article: Article) -> list[str]:
        return [article.title, article.slug]

    @display(description="Status")
    def status_label(self, article: Any) -> SafeString:
        """Where it stands, and below it where its review does."""
        status: Status = article.status
        review: ReviewState = article.review
        labels = [_label(status.label, STATUS_COLOURS[status.label])]
        # What was signed off and then went live has nothing more to say.
        is_over = review.sign_off and status.is_live and not status.differs
        if review.stage is not Stage.NONE and not is_over:
            labels.append(_label(review.label, STAGE_COLOURS[review.label]))
        return format_html_join(" ", "{}", ([label] for label in labels))

    @display(description="Reviewers")
    def reviewer_names(self, article: Article) -> str:
        return ", ".join(row.person.name for row in article.reviewer_rows.all())

    @display(description="Review due", ordering="review_due")
    def review_due_on(self, article: Article) -> SafeString | str:
        if article.review_due is None:
            return ""
        day = _day(article.review_due)
        if article.review_due >= timezone.localdate():
            return day
        return format_html('<span class="overdue">{} <span>overdue</span></span>', day)

    @display(description="Published", ordering=Coalesce("document__published_at", NEVER))
    def published_on(self, article: Any) -> str:
        status: Status = article.status
        return _day(status.published_at and timezone.localtime(status.published_at))

    @display(description="Last saved", ordering="modified_at")
    def modified_on(self, article: Article) -> str:
        return _day(timezone.localtime(article.modified_at))


def _label(text: str, colour: str) -> SafeString:
    return render_to_string("unfold/helpers/label.html", {"text": text, "type": colour})


def _day(day: date | None) -> str:
    # With spaces that don't break: a date in a narrow column stays on one line.
    return date_format(day, "j M Y").replace(" ", "\u00a0") if day else ""
