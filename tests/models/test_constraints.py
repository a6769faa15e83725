"""What the database refuses, whatever a form or a function let through."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from articles.models import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    Change,
    Document,
    DocumentAspect,
    DocumentCitation,
    DocumentLink,
    DocumentName,
    DocumentPerson,
    DocumentTerm,
    Edition,
    ImportChunk,
    ImportJob,
    MissedQuery,
    Notice,
    Origin,
    Passage,
    Person,
    Redirect,
    Reference,
    RelatedArticle,
    SearchEntry,
    Section,
    Suggestion,
    Topic,
    ViewCount,
    ViewsRevision,
)
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    make_user,
)
from tests.models import cdn_cases, desk_cases, webhook_cases

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def live():
    person = make_person()
    return make_live_article(
        authors=[person],
        reviewers=[person],
        related=[make_article()],
        sections=[{"heading": "A", "body": "<p>x</p>", "health_aspect": "Causes"}, ("B", "")],
        faqs=[("Why?", "<p>y</p>"), ("How?", "<p>z</p>")],
        references=[{"title": "T", "pmid": "1"}],
        title="Capsaicin",
    )


def import_job(**values):
    return ImportJob.objects.create(file_name="a", created_by=make_user(), created_at=NOW, **values)


def alter(model, **values):
    """Write past all Python: an UPDATE of one row of `model`."""
    return lambda _: model.objects.filter(pk=model.objects.first().pk).update(**values)


def alter_first(model, row, **values):
    return lambda _: model.objects.filter(**row).update(**values)


def missed(**values):
    defaults = {"text": "x", "day": date(2026, 1, 1), "count": 1}
    return MissedQuery.objects.create(**defaults | values)


def repeat(model):
    """Insert a row again under a new key."""
    return repeat_first(model, {})


def repeat_first(model, conditions):
    def insert(_):
        row = model.objects.filter(**conditions).first()
        row.pk = None
        row._state.adding = True
        row.save(force_insert=True)

    return insert


def change(**values):
    defaults = {"at": NOW, "kind": "published", "subject": "article", "subject_id": "x"}
    return lambda _: Change.objects.create(**defaults | {"slug": "x", "edition_number": 1} | values)


def edition(**values):
    defaults = {"article_id": uuid4(), "number": 1, "content": "{}", "content_hash": "x"}
    return lambda _: Edition.objects.create(**defaults | {"published_at": NOW} | values)


CASES = {
    "topic_has_a_name": lambda _: Topic.objects.create(slug="a", name=""),
    "topic_has_a_slug": lambda _: Topic.objects.create(slug="", name="A"),
    "notice_has_a_name": lambda _: Notice.objects.create(slug="a", name=""),
    "notice_has_a_slug": lambda _: Notice.objects.create(slug="", name="A"),
    "person_has_a_name": lambda _: Person.objects.create(slug="a", name=""),
    "person_has_a_slug": lambda _: Person.objects.create(slug="", name="A"),
    "article_has_a_title": alter(Article, title=""),
    "article_has_a_slug": alter(Article, slug=""),
    "article_review_due_follows_a_review": alter(
        Article, reviewed_on=date(2026, 2, 1), review_due=date(2026, 1, 1)
    ),
    "section_anchor_once_per_article": alter_first(Section, {"heading": "B"}, anchor="a"),
    "section_has_a_heading": alter(Section, heading=""),
    "section_level_is_known": alter(Section, level=3),
    "section_kind_is_known": alter(Section, kind="loud"),
    "section_health_aspect_is_known": alter(Section, health_aspect="Luck"),
    "faq_anchor_once_per_article": alter_first(FAQ, {"question": "How?"}, anchor="why"),
    "faq_has_a_question": alter(FAQ, question=""),
    "reference_has_a_title": alter(Reference, title=""),
    "reference_year_is_plausible": alter(Reference, year=20260),
    "reference_evidence_level_is_known": alter(Reference, evidence_level="hearsay"),
    "author_once_per_article": repeat(ArticleAuthor),
    "reviewer_once_per_article": repeat(ArticleReviewer),
    "related_once_per_article": repeat(RelatedArticle),
    "related_is_another_article": lambda live: RelatedArticle.objects.create(
        article=live, target=live
    ),
    "edition_number_once_per_article": lambda live: edition(article_id=live.pk)(live),
    "edition_numbers_from_one": edition(number=0),
    "edition_has_a_hash": edition(content_hash=""),
    "document_takes_a_minute": alter(Document, reading_minutes=0),
    "document_updated_after_published": alter(Document, updated_at=NOW),
    "document_person_once_per_role": repeat(DocumentPerson),
    "document_person_role_is_known": alter(DocumentPerson, role="friend"),
    "document_aspect_once": repeat(DocumentAspect),
    "document_link_once": repeat(DocumentLink),
    "document_name_once": repeat(DocumentName),
    "document_name_letter_is_known": alter(DocumentName, letter="a"),
    "document_citation_once": repeat(DocumentCitation),
    "document_citation_names_a_source": alter(DocumentCitation, identifier=""),
    "document_term_once": repeat(DocumentTerm),
    "document_term_weight_is_in_range": alter(DocumentTerm, weight=0),
    "topic_is_not_its_own_parent": lambda _: Topic.objects.filter(pk=make_topic().pk).update(
        parent=F("pk")
    ),
    "view_count_once_per_article_and_day": lambda _: ViewCount.objects.bulk_create(
        ViewCount(article_id=key, day=NOW.date(), count=1) for key in [UUID(int=1)] * 2
    ),
    "view_count_is_a_count": lambda _: ViewCount.objects.create(
        article_id=uuid4(), day=NOW.date(), count=0
    ),
    "views_revision_is_one_row": lambda _: ViewsRevision.objects.create(pk=2, number=1, at=NOW),
    "passage_anchor_once_per_document": alter_first(Passage, {"anchor": "b"}, anchor="a"),
    "passage_position_once": alter_first(Passage, {"anchor": "b"}, position=1),
    "passage_is_a_section_or_an_faq": alter_first(Passage, {"kind": "faq"}, level=1),
    "search_entry_one_of_the_article": repeat_first(SearchEntry, {"passage": None}),
    "suggestion_once": repeat(Suggestion),
    "missed_query_once_a_day": lambda _: [missed(), missed()],
    "missed_query_was_asked": lambda _: missed(count=0),
    "redirect_has_a_slug_or_a_path": lambda live: Redirect.objects.create(
        slug="", article_id=live.pk, created_at=NOW
    ),
    "import_state_is_known": lambda _: import_job(state="lost"),
    "import_format_is_known": lambda _: import_job(format="word"),
    "import_chunk_once": lambda _: ImportChunk.objects.bulk_create(
        ImportChunk(job=job, position=1, data=b"") for job in [import_job()] * 2
    ),
    "redirect_path_once": lambda live: Redirect.objects.bulk_create(
        Redirect(slug=None, path="/old", article_id=live.pk, created_at=NOW) for _ in range(2)
    ),
    "origin_has_an_id": lambda live: Origin.objects.create(
        external_id="", article=live, content_hash="x", imported_at=NOW
    ),
    "change_kind_fits_its_subject": change(subject="topic", edition_number=None),
    "change_of_an_article_names_its_edition": change(edition_number=None),
    "change_names_the_slug_before_a_move": change(kind="updated", previous_slug="old"),
    **desk_cases.CASES,
    **cdn_cases.CASES,
    **webhook_cases.CASES,
}


def test_every_constraint_has_a_case():
    names = {
        constraint.name
        for model in apps.get_app_config("articles").get_models()
        for constraint in model._meta.constraints
    }
    assert names == CASES.keys()


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(live, name):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        CASES[name](live)
    told = str(caught.value)
    assert name in told or "UNIQUE constraint failed" in told


# --- What a deletion takes along, and what holds it ---


def test_a_topic_that_articles_use_is_kept():
    topic = make_topic()
    make_article(topic=topic)
    with pytest.raises(ProtectedError):
        topic.delete()


def test_what_a_live_document_shows_is_kept_whatever_the_working_copy_says():
    topic, notice, person = make_topic(), make_notice(), make_person()
    article = make_live_article(topic=topic, disclaimer=notice, authors=[person])
    Article.objects.filter(pk=article.pk).update(topic=None, disclaimer=None)
    article.author_rows.all().delete()
    for shown in (topic, notice, person):
        with pytest.raises(ProtectedError):
            shown.delete()


def test_a_live_article_is_kept():
    with pytest.raises(ProtectedError):
        make_live_article().delete()


def test_an_article_that_is_picked_as_related_is_kept():
    target = make_article()
    make_article(related=[target])
    with pytest.raises(ProtectedError):
        target.delete()


def test_a_draft_goes_with_its_parts():
    article = make_article(faqs=[("Why?", "<p>x</p>")], references=[{"title": "T"}])
    article.delete()
    assert not any(model.objects.exists() for model in (Section, FAQ, Reference))
