"""Every screen of ours, and how one gets there; for tests that look at all of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Page

from articles.documents.loading import load
from articles.editorial import publishing, review
from articles.editorial.setting_aside import set_aside
from articles.models import (
    Article,
    BulkItem,
    BulkJob,
    ImportJob,
    Preview,
    Schedule,
    SetAsideBecause,
    WebhookEndpoint,
)
from articles.webhooks.endpoints import new_secret
from tests.factories import make_article, make_notice, make_person, make_topic, publish

BASE = "/admin/articles/article"
# An entry of an import's report.
IMPORTED = {
    "name": "post-1",
    "title": "",
    "outcome": "created",
    "problem": "",
    "notes": ["left out: a player"],
    "article": None,
}


class World:
    """An article with everything that can be there, and some beside it."""

    def __init__(self, editor: Any) -> None:
        now = timezone.now()
        self.endpoint = WebhookEndpoint.objects.create(
            name="Front end", url="https://example.org/hook", secret=new_secret(), owner=editor
        )
        self.topic, self.person = make_topic("Pain"), make_person("Ida Voss", credentials="MD")
        self.notice = make_notice()
        draft = make_article(title="A draft that is linked")
        body = f'<p>Words, <a href="article:{draft.pk}">a link</a> and <strong>more</strong>.</p>'
        table = "<table><tbody><tr><th>Drug</th><td>5 mg</td></tr></tbody></table>"
        self.article = make_article(
            title="Nerve pain at night",
            summary="What helps, and what the evidence says.",
            topic=self.topic,
            disclaimer=self.notice,
            authors=[self.person],
            reviewers=[self.person],
            related=[draft],
            sections=[("Overview", body), ("Treatments", table), ("Overview of care", "")],
            faqs=[("Does it go away?", "<p>Often.</p>"), ("No question mark", "")],
            references=[{"title": "A guideline", "year": 2001, "doi": "10.1000/xyz"}],
        )
        publish(self.article, note="First.")
        self.delivery = self.endpoint.deliveries.get()
        Article.objects.filter(pk=self.article.pk).update(title="Nerve pain by night")
        self.article.sections.filter(heading="Overview").update(body="<p>Other words.</p>")
        publish(self.article, note="Second.", is_correction=True)
        Article.objects.filter(pk=self.article.pk).update(summary="A summary that is not live.")
        content = load(self.article)
        asked = review.request_review(self.article, by=editor, comment="Please look at it.")
        self.asked = asked.pk
        self.article.refresh_from_db()
        self.set_aside = set_aside(
            content, why=SetAsideBecause.DROPPED, written_by_id=editor.pk, by=editor
        )
        Article.objects.filter(pk=self.article.pk).update(title="Nerve pain, again")
        Schedule.objects.create(
            article=self.article,
            act="unpublish",
            due_at=now + timedelta(days=30),
            scheduled_at=now,
            scheduled_by=editor,
        )
        Preview.objects.create(
            article=self.article,
            label="Dr Voss",
            created_by=editor,
            created_at=now,
            expires_at=now + timedelta(days=1),
        )
        self.draft = draft
        self.import_job = ImportJob.objects.create(
            file_name="export.xml",
            created_by=editor,
            created_at=now,
            state="checked",
            report=[
                IMPORTED | {"title": "Gout & you"},
                IMPORTED | {"outcome": "failed", "problem": "There is no title."},
            ],
        )
        lost = make_article(title="An article that was deleted", slug="lost")
        self.lost = publish(lost, note="Only edition.")
        publishing.unpublish(lost, by=None)
        lost.delete()
        self.job = BulkJob.objects.create(
            act="export", created_by=editor, created_at=now, finished_at=now
        )
        BulkItem.objects.create(job=self.job, article_id=draft.pk, title="A draft", state="done")
        BulkItem.objects.create(
            job=self.job, article_id=self.article.pk, title="B", state="failed", message="Why."
        )


def at(path: str) -> Callable[[Page, World], None]:
    def go(page: Page, world: World) -> None:
        page.goto(path.format(w=world, a=f"{BASE}/{world.article.pk}"))

    return go


def tab(name: str) -> Callable[[Page, World], None]:
    return at("{a}/change/#open-" + name)


def conflict(page: Page, world: World) -> None:
    page.goto(f"{BASE}/{world.article.pk}/change/")
    Article.objects.filter(pk=world.article.pk).update(summary="Somebody else's.")
    page.get_by_label("Summary").fill("Mine.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Save both").wait_for()


def bulk_confirmation(page: Page, world: World) -> None:
    page.goto(f"{BASE}/")
    page.evaluate(
        """() => {
            const boxes = document.querySelectorAll("[name=_selected_action]");
            for (const box of boxes) box.checked = true;
            const select = document.querySelector("select[name=action]");
            select.value = [...select.options].find((option) => option.value).value;
            select.form.submit();
        }"""
    )
    page.wait_for_load_state("networkidle")


def preview_page(page: Page, world: World) -> None:
    page.goto(f"{BASE}/{world.article.pk}/change/")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview", exact=True).click()
    address = opened.value.url
    opened.value.close()
    page.goto(address)


def login(page: Page, world: World) -> None:
    page.context.clear_cookies()
    page.goto("/admin/login/")


def refused_login(page: Page, world: World) -> None:
    login(page, world)
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_text("Please enter the correct username and password").wait_for()


def live_preview(page: Page, world: World) -> None:
    page.goto(f"{BASE}/{world.article.pk}/change/")
    page.get_by_role("button", name="Live preview").click()
    pane = page.frame_locator("#live-preview iframe")
    pane.get_by_role("heading", name="Nerve pain, again").wait_for()
    # The browser remembers that the pane is open: the screens after this one are without it.
    page.evaluate("localStorage.removeItem('galley:live-preview')")


def inside_the_live_preview(page: Page, world: World) -> None:
    """The page in the pane as a page of its own: no script, nor axe, runs in the sandbox."""
    live_preview(page, world)
    shown = page.locator("#live-preview iframe").get_attribute("srcdoc")
    page.goto("/admin/")
    page.set_content(shown or "")
    page.get_by_role("heading", name="Nerve pain, again").wait_for()


def not_allowed(page: Page, world: World) -> None:
    """The bare page of 403: its colours and its words, whoever sees it."""
    page.goto("/admin/")
    page.set_content(render_to_string("403.html"))


SCREENS: dict[str, Callable[[Page, World], None]] = {
    "login": login,
    "refused login": refused_login,
    "not allowed": not_allowed,
    "start page": at("/admin/"),
    "queue": at("/admin/queue/"),
    "articles": at(f"{BASE}/"),
    "new article": at(f"{BASE}/add/"),
    "content": tab("content"),
    "faqs": tab("faqs"),
    "trust": tab("trust"),
    "search": tab("search"),
    "publish": at("{a}/publish/"),
    "unpublish": at("{a}/unpublish/"),
    "schedule": at("{a}/schedule/"),
    "move": at("{a}/move/"),
    "ask for review": at("{a}/ask-for-review/"),
    "sign off": at("{a}/sign-off/"),
    "ask for changes": at("{a}/ask-for-changes/"),
    "comment": at("{a}/comment/"),
    "history": at("{a}/history/"),
    "compare": at("{a}/history/compare/"),
    "bring back": at("{a}/history/1/bring-back/"),
    "live preview": live_preview,
    "inside the live preview": inside_the_live_preview,
    "previews": at("{a}/previews/"),
    "preview": preview_page,
    "conflict": conflict,
    "delete": at(BASE + "/{w.draft.pk}/delete/"),
    "delete a topic": at("/admin/articles/topic/{w.topic.pk}/delete/"),
    "bulk confirmation": bulk_confirmation,
    "bulk progress": at("/admin/articles/bulkjob/{w.job.pk}/change/"),
    "topics": at("/admin/articles/topic/"),
    "topic": at("/admin/articles/topic/{w.topic.pk}/change/"),
    "people": at("/admin/articles/person/"),
    "person": at("/admin/articles/person/{w.person.pk}/change/"),
    "notice": at("/admin/articles/notice/{w.notice.pk}/change/"),
    "editions": at("/admin/articles/edition/"),
    "deleted articles": at("/admin/articles/edition/?deleted=last"),
    "edition of a deleted article": at("/admin/articles/edition/{w.lost.pk}/change/"),
    "draft again": at("/admin/articles/edition/{w.lost.pk}/draft-again/"),
    "review entry": at("/admin/articles/reviewentry/{w.asked}/change/"),
    "schedules": at("/admin/articles/schedule/"),
    "imports": at("/admin/articles/importjob/"),
    "new import": at("/admin/articles/importjob/add/"),
    "import report": at("/admin/articles/importjob/{w.import_job.pk}/change/"),
    "webhooks": at("/admin/articles/webhookendpoint/"),
    "new webhook": at("/admin/articles/webhookendpoint/add/"),
    "webhook": at("/admin/articles/webhookendpoint/{w.endpoint.pk}/change/"),
    "deliveries": at("/admin/articles/delivery/"),
    "delivery": at("/admin/articles/delivery/{w.delivery.pk}/change/"),
    "searches that found nothing": at("/admin/articles/missedquery/"),
    "texts set aside": at("/admin/articles/setaside/"),
    "text set aside": at("/admin/articles/setaside/{w.set_aside.pk}/change/"),
}
