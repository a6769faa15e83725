"""Publishing: one transaction that makes an edition and all that readers get of it."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Event, Thread

import orjson
import pytest
from django.db import connection, transaction

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial.publishing import (
    CannotPublish,
    ContentChanged,
    NothingToPublish,
    PublishingError,
    publish,
    unpublish,
)
from articles.models import Article, Change, Document, Edition, Passage, Section
from tests.editorial.tables import crash_at_every_statement, document_rows, rows_of
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def full(article: Article) -> dict:
    return orjson.loads(Document.objects.get(pk=article.pk).full)


def rich_article(**values) -> Article:
    """An article that has something of everything, and that another one links to."""
    person = make_person()
    article = make_article(
        topic=make_topic(),
        disclaimer=make_notice(),
        authors=[person],
        reviewers=[person],
        references=[{"title": "A source"}],
        faqs=[("Is it?", "<p>Yes.</p>")],
        sections=[{"heading": "One", "body": "<p>x</p>", "health_aspect": "Overview"}],
        related=[make_live_article()],
        **values,
    )
    make_live_article(sections=[("See", f'<p><a href="article:{article.pk}">that</a></p>')])
    return article


def test_publishing_makes_the_first_edition_and_its_document():
    article, user = make_article(), make_user(is_superuser=True)

    edition = publish(article, by=user, note=" First words. ", exception_reason="Urgent.", at=NOON)

    assert (edition.number, edition.note, edition.published_by) == (1, "First words.", user)
    assert Content.from_json(edition.content) == load(article)
    assert edition.content_hash == load(article).hash
    assert article.document.edition == edition
    assert article.document.published_at == article.document.changed_at == NOON


def test_a_publication_is_recorded_as_a_change():
    article = make_article()

    publish(article, by=None, at=NOON)

    change = Change.objects.get()
    assert (change.kind, change.subject, change.subject_id, change.slug) == (
        "published",
        "article",
        str(article.pk),
        article.slug,
    )
    assert (change.edition_number, change.at) == (1, NOON)


@pytest.mark.slow
# A transaction of its own: within a test's, a crash at RELEASE SAVEPOINT would not roll back.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("already_live", [False, True])
def test_a_crash_at_any_statement_leaves_everything_as_it_was(already_live):
    article = rich_article()
    if already_live:
        publish(article, by=None)
        Article.objects.filter(pk=article.pk).update(slug="moved", title="New title")
    before = rows_of()

    def look():
        assert rows_of() == before

    statements = crash_at_every_statement(lambda: publish(article, by=None), look)

    assert statements > 20
    assert rows_of() != before


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_holes_after_a_crash():
    article = make_article()
    crash_at_every_statement(lambda: publish(article, by=None), lambda: None)
    for title in ("Two", "Three"):
        Article.objects.update(title=title)
        crash_at_every_statement(lambda: publish(article, by=None), lambda: None)

    numbers = Edition.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]
    assert list(Change.objects.values_list("kind", flat=True)) == ["published"] + ["updated"] * 2


def test_publishing_twice_says_so_and_makes_no_edition():
    article = make_live_article()
    before = rows_of()

    with pytest.raises(NothingToPublish, match="Nothing has changed"):
        publish(article, by=None)

    assert rows_of() == before


def test_going_back_to_what_was_live_is_a_new_edition():
    article = make_live_article(title="One")
    for title in ("Two", "One"):
        Article.objects.update(title=title)
        publish(article, by=None)

    hashes = list(Edition.objects.order_by("number").values_list("content_hash", flat=True))
    assert hashes[0] == hashes[2] != hashes[1]


def test_what_the_editor_saw_is_what_is_published():
    article = make_article()
    seen = load(article).hash

    assert publish(article, by=None, expected_hash=seen).content_hash == seen


def test_an_edit_since_the_editor_looked_is_refused():
    article = make_article()
    seen = load(article).hash
    Section.objects.update(body="<p>Not seen.</p>")

    with pytest.raises(ContentChanged, match="edited since"):
        publish(article, by=None, expected_hash=seen)

    assert not Edition.objects.exists()


def test_the_content_comes_from_the_database_and_not_from_the_instance():
    article = make_article(title="Stored")
    article.title = "Typed and not saved"

    publish(article, by=None)

    assert full(article)["title"] == "Stored"
    assert Article.objects.get().title == "Stored"


def test_saving_a_draft_changes_nothing_that_readers_see():
    article = rich_article()
    publish(article, by=None)
    before = document_rows()

    article.title = article.slug = "other"
    article.save()
    article.sections.all().delete()
    article.author_rows.all().delete()
    article.related_rows.all().delete()

    assert document_rows() == before


def test_missing_anchors_are_given_and_kept_in_the_working_copy():
    article = make_article(sections=[("Causes", "<p>x</p>")], faqs=[("Causes", "<p>y</p>")])
    article.sections.update(anchor="")
    article.faqs.update(anchor="")

    publish(article, by=None)

    working_copy = [article.sections.get().anchor, article.faqs.get().anchor]
    assert working_copy == ["causes", "causes-2"]
    passages = Passage.objects.order_by("-kind").values_list("anchor", flat=True)
    assert list(passages) == working_copy


def test_the_first_publication_stays_the_day_of_publication():
    article = make_article()
    publish(article, by=None, at=NOON)
    Article.objects.update(title="Second")

    publish(article, by=None, at=NOON + timedelta(days=9))

    assert full(article)["published_at"] == "2026-03-01T12:00:00Z"
    assert full(article)["updated_at"] == "2026-03-10T12:00:00Z"


def test_times_are_kept_to_the_second():
    edition = publish(make_article(), by=None, at=NOON.replace(microsecond=999_999))

    assert edition.published_at == NOON


def test_a_clock_that_was_set_back_does_not_stop_a_publication():
    article = make_article()
    publish(article, by=None, at=NOON)
    Article.objects.update(title="Second")

    edition = publish(article, by=None, at=NOON - timedelta(minutes=5))

    assert edition.published_at == NOON
    assert full(article)["updated_at"] == "2026-03-01T12:00:00Z"


def test_an_address_that_another_live_article_still_has_is_refused():
    first = make_live_article(slug="wanted", title="The holder")
    Article.objects.filter(pk=first.pk).update(slug="given-up")
    second = make_article(slug="wanted")

    with pytest.raises(CannotPublish, match=r"“wanted”.*“The holder”"):
        publish(second, by=None)

    assert not Edition.objects.filter(article=second).exists()


def test_an_address_is_free_once_its_holder_has_moved():
    first = make_live_article(slug="wanted")
    Article.objects.filter(pk=first.pk).update(slug="given-up")
    publish(first, by=None)

    publish(second := make_article(slug="wanted"), by=None)

    assert full(second)["slug"] == "wanted"
    assert full(first)["slug"] == "given-up"


@pytest.mark.parametrize("slug", ['"><script>alert(1)</script>', "two words", "a/b", "ä"])
def test_an_address_that_is_none_is_refused(slug):
    article = make_article(slug=slug)

    with pytest.raises(CannotPublish, match="address"):
        publish(article, by=None)


def test_text_that_no_encoding_can_carry_is_refused_in_words():
    article = make_article()
    written = Content(id=article.pk, slug=article.slug, title="Half a pair: \ud83d")

    with pytest.raises(CannotPublish, match="character"):
        publish(article, by=None, written=written)

    assert not Edition.objects.exists()


def test_every_refusal_is_a_sentence_for_editors():
    article = make_live_article()

    with pytest.raises(PublishingError) as refusal:
        publish(article, by=None)

    assert str(refusal.value).endswith(".")


@pytest.mark.django_db(transaction=True)
def test_two_publications_at_once_make_one_edition():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database is one connection; test_two_processes_… has a file")
    article = rich_article()
    barrier = Barrier(4, timeout=20)
    outcomes: list[str] = []

    def run() -> None:
        try:
            barrier.wait()
            publish(article, by=None)
            outcomes.append("published")
        except NothingToPublish:
            outcomes.append("nothing to publish")
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["nothing to publish"] * 3 + ["published"]
    assert Edition.objects.filter(article=article).count() == 1


def test_what_was_seen_without_its_anchors_can_be_published():
    article = make_article(sections=[("One", "<p>x</p>")])
    Section.objects.update(anchor="")

    assert publish(article, by=None, expected_hash=load(article).hash).number == 1


@pytest.mark.parametrize("title", [" ", "<b></b>", "\x0b"])
def test_an_article_whose_title_shows_nothing_is_refused(title):
    with pytest.raises(CannotPublish, match="title"):
        publish(make_article(title=title), by=None)


@pytest.mark.django_db(transaction=True)
def test_a_save_that_is_under_way_is_published_whole_or_not_at_all():
    article = make_article(title="Old", sections=[("Old", "<p>x</p>")])
    half_saved, publishing = Event(), Event()

    def save() -> None:
        with transaction.atomic():
            Article.objects.filter(pk=article.pk).update(title="New")
            half_saved.set()
            # Until the publication runs into the lock; it can't tell us that it waits.
            publishing.wait(timeout=20)
            Section.objects.filter(article=article).update(heading="New")
        connection.close()

    def note_lock(execute, sql, *args):
        if "FOR UPDATE" in sql:
            publishing.set()
        return execute(sql, *args)

    saving = Thread(target=save)
    saving.start()
    half_saved.wait(timeout=20)
    if connection.vendor == "sqlite":
        publishing.set()  # The save has the database's one write lock: publishing waits for it.
    with connection.execute_wrapper(note_lock):
        edition = publish(article, by=None)
    saving.join()

    content = Content.from_json(edition.content)
    assert {content.title, content.sections[0].heading} == {"New"}


def test_a_clock_that_was_set_back_does_not_date_a_withdrawal_before_its_edition():
    article = make_live_article()
    unpublish(article, by=None, at=NOON)

    assert Change.objects.latest("id").at == Edition.objects.get().published_at
