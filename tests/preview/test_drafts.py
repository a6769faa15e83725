"""What a draft is compiled to: what publishing it would make of it."""

from datetime import UTC, datetime

import orjson
import pytest

from articles.documents.loading import load
from articles.models import Document
from articles.preview.drafts import compile_draft
from tests.factories import make_article, make_live_article, make_person, publish

pytestmark = pytest.mark.django_db
SAVED = datetime(2026, 3, 1, 12, 30, 15, 999, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_sign_off_needed(settings):
    settings.REQUIRE_SIGN_OFF = False


def compiled(article):
    return orjson.loads(compile_draft(load(article), saved_at=SAVED).full)


def test_a_draft_that_was_never_published_has_the_first_number_and_the_time_of_its_save():
    document = compiled(make_article())
    assert document["edition"] == 1
    assert document["published_at"] == document["updated_at"] == "2026-03-01T12:30:15Z"


def test_a_draft_of_a_live_article_has_the_next_number_and_the_first_publication():
    at = datetime(2026, 1, 5, 8, tzinfo=UTC)
    article = make_article()
    publish(article, at=at)
    article.title = "Changed"
    article.save()
    document = compiled(article)
    assert document["edition"] == 2
    assert document["published_at"] == "2026-01-05T08:00:00Z"
    assert document["updated_at"] == "2026-03-01T12:30:15Z"


def test_a_working_copy_that_is_live_gives_the_live_document_byte_for_byte():
    article = make_live_article(authors=[make_person()], related=[make_live_article()])
    draft = compile_draft(load(article), saved_at=SAVED)
    live = Document.objects.get(pk=article.pk)
    assert (draft.full, draft.formats) == (live.full, live.formats)


def test_publishing_the_draft_changes_nothing_but_the_times():
    article = make_article(sections=[("One", "<p>a</p>")], faqs=[("Why?", "<p>b</p>")])
    draft = compiled(article)
    publish(article)
    times = {"published_at": None, "updated_at": None}
    assert draft | times == orjson.loads(Document.objects.get(pk=article.pk).full) | times
