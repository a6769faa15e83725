"""The review of an article: its box on the article's page, and the pages of its buttons."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from articles.editorial import permissions, review
from articles.editorial.publishing import ContentChanged
from articles.editorial.review import ReviewError
from articles.models import Article, Person

from . import reviewed
from .confirmation import ConfirmationPages, posted, signed_in


class CommentForm(forms.Form):
    """`label` and `required` are those of the act."""

    comment = forms.CharField(
        required=False, max_length=5000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, label: str, required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = label
        self.fields["comment"].required = required


class RequestForm(CommentForm):
    reviewer = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        required=False,
        label="Who should review it",
        empty_label="Anybody who may sign off",
        widget=UnfoldAdminSelectWidget,
        help_text="People whose account may sign off.",
    )
    field_order = ("reviewer", "comment")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = review.people_who_sign_off()  # type: ignore[attr-defined]


class SignOffForm(CommentForm):
    # The content that this page shows: nothing else is signed by its button.
    expected_hash = forms.CharField(widget=forms.HiddenInput)


# The pages, by the end of their address: who may open them (one of the permissions is enough).
PAGES = {
    "ask-for-review": (permissions.EDIT,),
    "sign-off": (permissions.SIGN_OFF,),
    "ask-for-changes": (permissions.SIGN_OFF, permissions.PUBLISH),
    "comment": (permissions.EDIT, permissions.SIGN_OFF, permissions.PUBLISH),
}


class ReviewPages(ConfirmationPages):
    @property
    def media(self) -> Media:
        return super().media + Media(
            css={"all": [f"galley/{name}.css" for name in ("review", "comparison", "checks")]}
        )

    def get_urls(self) -> list[URLPattern]:
        views = {
            "ask-for-review": self.request_page,
            "sign-off": self.sign_off_page,
            "ask-for-changes": self.changes_page,
            "comment": self.comment_page,
        }
        own = [self.page_at(name, views[name], *needed) for name, needed in PAGES.items()]
        return own + super().get_urls()

    # --- The box on the article's page ---

    def add_to_article_page(
        self, request: HttpRequest, context: dict[str, Any], article: Article | None
    ) -> None:
        # `ArticleAdmin` has put the status there.
        if article is not None:
            user = signed_in(request)
            may = {name for name, needed in PAGES.items() if permissions.may(user, *needed)}
            context["review"] = reviewed.box_of(
                article, context["status"].content_hash, by=user, may=may
            )
        super().add_to_article_page(request, context, article)

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._to_review(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._to_review(request, obj) or super().response_change(request, obj)

    def _to_review(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Where a button of the box leads, once the page is saved."""
        name = request.POST.get("_review", "")
        if name not in PAGES or not permissions.may(signed_in(request), *PAGES[name]):
            return None
        address = f"admin:articles_article_{name.replace('-', '_')}"
        return HttpResponseRedirect(reverse(address, args=[article.pk]))

    # --- The pages ---

    def request_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = RequestForm(posted(request), label="What the reviewer should know")
        if request.method == "POST" and form.is_valid():
            return self._act(
                request, article, review.request_review, "Asked for a review", **form.cleaned_data
            )
        return self.page_of(request, article, "ask_for_review", "Ask for review", {"form": form})

    def sign_off_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = SignOffForm(posted(request), label="Comment, for your colleagues")
        if request.method == "POST" and form.is_valid():
            return self._act(request, article, review.sign_off, "Signed off", **form.cleaned_data)
        signature = reviewed.signature_on(article, by=signed_in(request))
        form.initial["expected_hash"] = signature.content.hash
        context = {"signature": signature, "form": form}
        return self.page_of(request, article, "sign_off", "Sign off", context)

    def changes_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = CommentForm(posted(request), label="What has to change", required=True)
        if request.method == "POST" and form.is_valid():
            return self._act(
                request, article, review.request_changes, "Asked for changes", **form.cleaned_data
            )
        state = reviewed.state_of(article)
        context = {"form": form, "state": state}
        return self.page_of(request, article, "ask_for_changes", "Ask for changes", context)

    def comment_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = CommentForm(posted(request), label="Comment, for your colleagues", required=True)
        if request.method == "POST" and form.is_valid():
            return self._act(request, article, review.add_comment, "Commented", **form.cleaned_data)
        return self.page_of(request, article, "comment", "Comment", {"form": form})

    def _act(
        self,
        request: HttpRequest,
        article: Article,
        act: Callable[..., Any],
        told: str,
        **values: Any,
    ) -> HttpResponse:
        try:
            act(article, by=signed_in(request), **values)
        except ContentChanged as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        except ReviewError as error:
            messages.error(request, str(error))
            return self.to_article(article)
        self.log_change(request, article, f"{told}.")
        messages.success(request, f"{told}: “{article}”.")
        return self.to_article(article)
