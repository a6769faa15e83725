"""A request made by hand, past the buttons: refused by role, and nothing changes."""

from typing import Any

import pytest
from django.test import Client

from articles.documents.loading import load
from articles.editorial import review
from articles.models import Article
from tests.editorial.tables import rows_of
from tests.factories import make_article, make_live_article
from tests.roles import PUBLISHERS, REVIEWERS, WRITERS, make_member

pytestmark = pytest.mark.django_db

ROLES = {"writer": WRITERS, "reviewer": REVIEWERS, "publisher": PUBLISHERS, "nobody": ""}
WRITER, REVIEWER, PUBLISHER, NOBODY = ROLES

# The end of the address, what a browser would send, and who may.
REQUESTS: dict[str, tuple[str, dict[str, str], set[str]]] = {
    "edit": ("change", {"title": "Forged"}, {WRITER}),
    "ask for review": ("ask-for-review", {"comment": "Please."}, {WRITER}),
    "sign off": ("sign-off", {"comment": ""}, {REVIEWER}),
    "ask for changes": ("ask-for-changes", {"comment": "No."}, {REVIEWER, PUBLISHER}),
    "comment": ("comment", {"comment": "Hm."}, {WRITER, REVIEWER, PUBLISHER}),
    "publish": ("publish", {"read_warnings": "on"}, {PUBLISHER}),
    "unpublish": ("unpublish", {"explanation": "Forged."}, {PUBLISHER}),
    "move": ("move", {"slug": "forged"}, {PUBLISHER}),
    "schedule": ("schedule", {"act": "unpublish"}, {PUBLISHER}),
    "bring back": ("history/1/bring-back", {}, {WRITER}),
    "share": ("previews", {"share": "1", "seconds": "3600"}, {WRITER, REVIEWER, PUBLISHER}),
    "publish in bulk": ("bulk", {"act": "publish"}, {PUBLISHER}),
    "unpublish in bulk": ("bulk", {"act": "unpublish"}, {PUBLISHER}),
    "set the topic in bulk": ("bulk", {"act": "set_topic"}, {WRITER}),
}


@pytest.fixture
def article(settings: Any) -> Article:
    settings.REQUIRE_SIGN_OFF = True
    article = make_live_article(slug="live")
    Article.objects.filter(pk=article.pk).update(title="Edited since")
    reviewer = make_member(REVIEWERS)
    review.sign_off(article, by=reviewer, expected_hash=load(article).hash)
    return article


def post(role: str, article: Article, request: str) -> int:
    client = Client()
    client.force_login(make_member(ROLES[role]))
    page, values, _ = REQUESTS[request]
    values = values | {"expected_hash": load(article).hash, "articles": str(article.pk)}
    place = "bulk/" if page == "bulk" else f"{article.pk}/{page}/"
    return client.post(f"/admin/articles/article/{place}", values).status_code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("request_", REQUESTS)
def test_a_crafted_request_is_answered_by_role(article: Article, request_: str, role: str) -> None:
    before = rows_of()
    status = post(role, article, request_)
    if role in REQUESTS[request_][2]:
        assert status in (200, 302)
    else:
        assert status == 403
        assert rows_of() == before


def test_only_writers_add_articles(article: Article) -> None:
    for role, expected in {WRITER: 200, REVIEWER: 403, PUBLISHER: 403, NOBODY: 403}.items():
        client = Client()
        client.force_login(make_member(ROLES[role]))
        status = client.post("/admin/articles/article/add/", {"title": "", "slug": ""}).status_code
        assert (role, status) == (role, expected)


def test_only_publishers_delete_drafts() -> None:
    draft = make_article()
    for role, expected in {WRITER: 403, REVIEWER: 403, NOBODY: 403, PUBLISHER: 302}.items():
        client = Client()
        client.force_login(make_member(ROLES[role]))
        assert Article.objects.exists()
        url = f"/admin/articles/article/{draft.pk}/delete/"
        assert (role, client.post(url, {"post": "yes"}).status_code) == (role, expected)
    assert not Article.objects.exists()


def test_a_publisher_who_makes_up_a_reason_changes_nothing(settings: Any) -> None:
    settings.REQUIRE_SIGN_OFF = True
    draft = make_article()
    client = Client()
    client.force_login(make_member(PUBLISHERS))
    before = rows_of()
    values = {
        "expected_hash": load(draft).hash,
        "exception_reason": "I want to.",
        "read_warnings": "on",
    }
    client.post(f"/admin/articles/article/{draft.pk}/publish/", values)
    assert rows_of() == before
