"""A posted article form read on its own: without the stored rows that it was loaded from."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, QueryDict

from articles.documents.content import Content
from articles.models import Article

from .unsaved import UnsavedContent, content_of_form


class NeverSaved(forms.ModelForm):
    """A bound form that is shown again whatever is in it, so Django's view saves nothing."""

    def is_valid(self) -> bool:
        super().is_valid()
        return False


class PostedAlone(UnsavedContent):
    """What a form says by itself, whatever became of the article meanwhile."""

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        form: type[forms.ModelForm] = super().get_form(request, *args, **kwargs)
        if getattr(request, "is_shown_only", False):
            return type(form.__name__, (NeverSaved, form), {})
        return form

    def content_posted_alone(self, request: HttpRequest, article: Article) -> tuple[Content, bool]:
        """What the form says, and whether it could be saved like that.

        Every row counts as it was posted, also one that somebody else has changed or removed.
        `request.POST` knows nothing of stored rows from here on.
        """
        request.POST = _without_stored_rows(request.POST)  # type: ignore[assignment]
        form, formsets = self.posted_forms(request, article)
        for formset in formsets:
            # Nobody's rows are stored under this key.
            formset.instance = Article(pk=uuid4())
        content = content_of_form(form, formsets, article)
        return content, form.is_valid() and all(formset.is_valid() for formset in formsets)


def _without_stored_rows(post: QueryDict) -> QueryDict:
    """The same rows, each as if it was new."""
    alone = post.copy()
    suffix = "-INITIAL_FORMS"
    for prefix in [name.removesuffix(suffix) for name in post if name.endswith(suffix)]:
        alone[f"{prefix}{suffix}"] = "0"
        for name in [name for name in post if name.startswith(f"{prefix}-")]:
            if name.endswith(("-id", "-article")):
                del alone[name]
    return alone
