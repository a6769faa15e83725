"""Two editors on one article: the second to save is told, sees the difference, and chooses."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.admin.utils import quote, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.documents.content import Content
from articles.documents.loading import load_many
from articles.editorial import setting_aside, working_copy
from articles.editorial.changes import summarise_changes
from articles.editorial.comparison import compare
from articles.editorial.merging import merge
from articles.editorial.naming import names_in
from articles.models import Article, SetAside, SetAsideBecause

from .based_on import BASE, MINE, Carried
from .confirmation import signed_in
from .decisions import decisions_of
from .kept_text import KeptText
from .posted import PostedAlone

# The buttons of the article's form: the one that was pressed says where to go after saving.
BUTTONS = ("_publish", "_save", "_continue")
# Those of the page that asks.
CHOICES = ("both", "only-mine", "theirs")


@dataclass(frozen=True)
class Clash:
    """A text that was written while another one was saved, or while the article was deleted."""

    mine: Content
    # None: the form didn't say what it was made from.
    base: Carried | None
    stored: Content | None


class ConflictPages(KeptText, PostedAlone):
    """Saves only over what the writer has seen."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.resolve_page)
        page = path("<path:object_id>/resolve/", view, name="articles_article_resolve")
        return [page, *super().get_urls()]

    # --- The article's own page ---

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        key = _key(object_id)
        context = {**(extra_context or {}), **self.kept_text_of(request)}
        if request.method != "POST":
            # Before the form reads its rows: what is saved between the two is then told of.
            content = _stored(key)
            if content:
                based_on = Carried(content, timezone.now())
                context |= {"base_content": content, "based_on": based_on.signed(salt=BASE)}
            shown: HttpResponse = super().changeform_view(request, object_id, form_url, context)
            return shown
        context["based_on"] = request.POST.get("based_on", "")
        if "_restore" in request.POST:
            request.is_shown_only = True  # type: ignore[attr-defined]
            messages.info(request, "Your text is back. It is not saved yet.")
        with transaction.atomic():
            answer = self._unless_current(request, key) if key else None
            if answer is None:
                answer = super().changeform_view(request, object_id, form_url, context)
        return self.noting_what_was_saved(request, answer)

    def _unless_current(self, request: HttpRequest, key: UUID) -> HttpResponse | None:
        """The answer to a form that was made from something else than what is stored now."""
        article = Article(pk=key)
        working_copy.lock(article)
        stored = _stored(key)
        base = Carried.read(request.POST.get("based_on", ""), salt=BASE)
        if stored and base and base.content.hash == stored.hash:
            return None
        if stored:
            article = Article.objects.get(pk=key)
        mine, is_valid = self.content_posted_alone(request, article)
        if "_restore" in request.POST and stored:
            return None
        if stored and mine in (stored, base and base.content):
            # Nothing of mine that isn't there: sent twice, or nothing was edited.
            answer: HttpResponse = self.response_change(request, article)
            return answer
        if not is_valid and stored:
            request.is_shown_only = True  # type: ignore[attr-defined]
            messages.warning(
                request,
                "Somebody saved this article while you were writing. Nothing of yours is lost: "
                "correct what is marked below, then save, and you can compare.",
            )
            return None
        return self._conflict_page(request, Clash(mine, base, stored))

    # --- The page that asks ---

    def _conflict_page(self, request: HttpRequest, clash: Clash) -> HttpResponse:
        mine, stored = clash.mine, clash.stored
        base = clash.base.content if clash.base else None
        article = Article.objects.filter(pk=mine.id).first() or Article(mine.id, title=mine.title)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            **self.kept_text_of(request),
            "opts": self.opts,
            "media": self.media,
            "title": f"Not saved yet: {article}",
            "article": article,
            "original": article if stored else None,
            "is_deleted": stored is None,
            "saves": _saves_since(mine.id, clash.base),
            "last_editor": article.modified_by,
            "their_changes": summarise_changes(base, stored) if base and stored else None,
            "my_changes": summarise_changes(base, mine) if base else None,
            "carried": {
                "mine": Carried(mine, timezone.now()).signed(salt=MINE),
                "based_on": clash.base.signed(salt=BASE) if clash.base else "",
                "seen": stored.hash if stored else "",
            },
            "button": next((name for name in BUTTONS if name in request.POST), "_continue"),
        }
        if stored:
            names = names_in(stored, mine)
            context["comparison"] = compare(stored, mine, names)
            if base:
                conflicts = merge(base, mine, stored).conflicts
                context["decisions"] = decisions_of(conflicts, names)
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/articles/article/conflict.html", context)

    def resolve_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Does what was chosen, if what was seen is still what is stored."""
        key = _key(object_id)
        mine = Carried.read(request.POST.get("mine", ""), salt=MINE)
        if request.method != "POST" or mine is None or mine.content.id != key:
            return HttpResponseRedirect(_address_of(object_id))
        article = Article.objects.filter(pk=key).first()
        may_save = (
            self.has_change_permission(request, article)
            if article
            else self.has_add_permission(request)
        )
        if not may_save:
            raise PermissionDenied
        base = Carried.read(request.POST.get("based_on", ""), salt=BASE)
        if not set(CHOICES) & set(request.POST):
            return self._conflict_page(request, Clash(mine.content, base, _stored(key)))
        try:
            with transaction.atomic():
                answer = self._resolve(request, mine.content, base)
            return self.noting_what_was_saved(request, answer)
        except setting_aside.EditedMeanwhile:
            messages.warning(request, "The article was saved once more. This is the newest.")
        except IntegrityError:
            messages.error(
                request,
                "It can't be saved like this: its address belongs to another article by now, or "
                "a person, topic or article that it names was deleted. Choose again.",
            )
        return self._conflict_page(request, Clash(mine.content, base, _stored(key)))

    def _resolve(self, request: HttpRequest, mine: Content, base: Carried | None) -> HttpResponse:
        user, seen = signed_in(request), request.POST.get("seen", "")
        if "theirs" in request.POST:
            kept = setting_aside.set_aside(
                mine, why=SetAsideBecause.DROPPED, written_by_id=user.pk, by=user
            )
            _tell_of(request, kept, "Nothing of yours was saved. Your text is set aside")
            if not seen:
                return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
            return HttpResponseRedirect(_address_of(str(mine.id)))
        content, told = mine, "Saved over what others had saved meanwhile."
        if "both" in request.POST and base:
            working_copy.lock(Article(pk=mine.id))
            stored = _stored(mine.id)
            if stored is None:
                raise setting_aside.EditedMeanwhile
            chosen = [
                name.removeprefix("decide-")
                for name, value in request.POST.items()
                if name.startswith("decide-") and value == "theirs"
            ]
            content = merge(base.content, mine, stored, theirs_wins=chosen).content
            told = "Saved together with what others had saved meanwhile."
        replaced = setting_aside.save_over(content, seen_hash=seen, by=user)
        article = Article.objects.get(pk=mine.id)
        self.log_change(request, article, told)
        if replaced and content == mine:
            _tell_of(request, replaced, "The text that yours replaces is set aside")
        answer: HttpResponse = self.response_change(request, article)
        return answer


def _stored(key: UUID | None) -> Content | None:
    return load_many([Article(pk=key)]).get(key) if key else None


def _key(object_id: str | None) -> UUID | None:
    try:
        return UUID(unquote(object_id)) if object_id else None
    except ValueError:
        return None


def _address_of(object_id: str) -> str:
    return reverse("admin:articles_article_change", args=[quote(object_id)])


def _saves_since(key: UUID, base: Carried | None) -> list[LogEntry]:
    """Who saved or deleted the article since `base` was read, oldest first."""
    if base is None:
        return []
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(key),
        action_flag__in=[CHANGE, DELETION],
        action_time__gte=base.at,
    )
    return list(
        entries.exclude(change_message="[]", action_flag=CHANGE)
        .select_related("user")
        .order_by("action_time", "pk")
    )


def _tell_of(request: HttpRequest, kept: SetAside, sentence: str) -> None:
    address = reverse("admin:articles_setaside_change", args=[kept.pk])
    link = '{}: <a class="message__link" href="{}">look at it or bring it back</a>.'
    messages.warning(request, format_html(link, sentence, address))
