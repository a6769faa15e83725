"""Documents are derived: made again from the editions they are the same, byte for byte."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.documents import storing
from articles.documents.rebuilding import rebuild
from articles.editorial import publishing, recompiling
from articles.models import (
    Change,
    Document,
    DocumentAspect,
    DocumentCitation,
    DocumentLink,
    DocumentName,
    DocumentPerson,
    DocumentTerm,
    Passage,
    SearchEntry,
)
from tests.factories import make_article, make_live_article, make_person, make_topic, publish

pytestmark = pytest.mark.django_db
JOINS = (
    *(DocumentPerson, DocumentAspect, DocumentLink),
    *(DocumentName, DocumentCitation, DocumentTerm),
)
TABLES = (*JOINS, Passage, Document)


def everything():
    """All that readers get, without the keys of rows that a rebuild gives anew."""
    return {
        model.__name__: sorted(
            (
                {key: value for key, value in row.items() if key != "id"}
                for row in model.objects.values()
            ),
            key=str,
        )
        for model in TABLES
    }


@pytest.fixture
def history():
    """A site that has seen edits, moves, withdrawals and renames."""
    topic, person = make_topic("Pain"), make_person("Ann")
    base = make_live_article(
        topic=topic,
        authors=[person],
        sections=[{"heading": "S", "body": "<p>x</p>", "health_aspect": "Causes"}],
        faqs=[("Why?", "<p>y</p>")],
        references=[{"title": "T", "doi": "10.1000/x"}],
        also_called=["Base"],
    )
    link = f'<p><a href="article:{base.pk}">b</a></p>'
    linking = make_live_article(related=[base], sections=[("S", link)])
    base.slug, base.title = "moved", "Moved"
    base.save()
    publish(base, at=datetime(2027, 1, 1, tzinfo=UTC))
    gone, back = make_live_article(related=[linking]), make_live_article()
    publishing.unpublish(gone, by=None)
    publishing.unpublish(back, by=None)
    publish(back, at=datetime(2027, 2, 1, tzinfo=UTC))
    topic.name = "Aches"
    recompiling.save(topic, at=datetime(2027, 3, 1, tzinfo=UTC))
    make_article()
    linking.title = "Edited, not published"
    linking.save()


@pytest.mark.usefixtures("history")
def test_from_empty_tables_everything_comes_back_the_same():
    before = everything()
    for model in TABLES:
        model.objects.all().delete()
    result = rebuild(at=timezone.now())
    assert (result.missing, result.different, result.removed) == (3, 0, 0)
    assert everything() == before


@pytest.mark.usefixtures("history")
def test_where_nothing_is_wrong_nothing_is_written():
    changes = Change.objects.count()
    assert rebuild(at=timezone.now()).same == 3
    assert Change.objects.count() == changes


@pytest.mark.usefixtures("history")
def test_what_was_tampered_with_is_put_right_and_told():
    before = everything()["Document"]
    Document.objects.filter(slug="moved").update(title="Tampered", full="{}")
    assert rebuild(at=before[0]["changed_at"]).different == 1
    assert {row["title"] for row in everything()["Document"]} == {row["title"] for row in before}
    assert Change.objects.latest("id").kind == "refreshed"


def test_a_setting_that_changes_documents_takes_effect_by_a_rebuild(settings):
    make_live_article(slug="a")
    settings.FRONTEND_ARTICLE_URL = "https://example.org/{slug}"
    assert rebuild(at=timezone.now()).different == 1
    assert "https://example.org/a" in Document.objects.get().card


@pytest.mark.usefixtures("history")
def test_the_command_tells_what_it_did():
    out = StringIO()
    call_command("rebuild_documents", stdout=out, stderr=StringIO())
    assert "3 live: 3 unchanged, 0 came out different, 0 were missing." in out.getvalue()


@pytest.mark.parametrize("count", [2, 8])
def test_queries_do_not_grow_with_the_articles(count, django_assert_max_num_queries):
    for _ in range(count):
        make_live_article()
    with django_assert_max_num_queries(19):  # PostgreSQL takes the lock by a query.
        rebuild(at=timezone.now())


@pytest.mark.parametrize("count", [2, 8])
def test_documents_that_were_lost_are_stored_in_the_same_statements(
    count, django_assert_max_num_queries
):
    for _ in range(count):
        make_live_article(references=[{"title": "T", "doi": "10.1000/x"}])
    for document in Document.objects.all():
        storing.remove(document)
    with django_assert_max_num_queries(28):  # PostgreSQL takes the lock by a query.
        assert rebuild(at=timezone.now()).missing == count
    assert SearchEntry.objects.values("document").distinct().count() == count


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("model", JOINS)
def test_rows_for_filters_and_links_that_were_lost_come_back(model):
    before = everything()
    model.objects.all().delete()
    assert rebuild(at=timezone.now()).different > 0
    assert everything()[model.__name__] == before[model.__name__]
