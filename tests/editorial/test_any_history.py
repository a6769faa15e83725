"""Whatever editors do, in any order: what holds after each act."""

from collections.abc import Iterator
from datetime import UTC, datetime

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.documents.rebuilding import rebuild
from articles.editorial import publishing, recompiling
from articles.editorial.status import status_of
from articles.models import Article, Change, Document, Edition, Redirect, Topic
from tests.editorial.tables import document_rows
from tests.factories import make_article, make_topic

SLUGS = ["a", "b", "c", "d"]
ACTS = ["retitle", "move", "publish", "withdraw", "rename topic"]
LATER = datetime(2030, 1, 1, tzinfo=UTC)
histories = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.sampled_from(SLUGS)), max_size=14
)


def do(act: str, article: Article, word: str) -> None:
    """One act; what is refused changes nothing, which is one of the things to hold."""
    match act:
        case "retitle":
            Article.objects.filter(pk=article.pk).update(title=f"Title {word}")
        case "move" if not Article.objects.filter(slug=word).exists():
            Article.objects.filter(pk=article.pk).update(slug=word)
        case "rename topic":
            topic = Topic.objects.get()
            topic.name = f"Topic {word}"
            recompiling.save(topic)
        case "publish" | "withdraw":
            before = document_rows(), Edition.objects.count(), Change.objects.count()
            try:
                if act == "publish":
                    publishing.publish(article, by=None)
                else:
                    publishing.unpublish(article, by=None, explanation=word)
            except publishing.PublishingError:
                now = document_rows(), Edition.objects.count(), Change.objects.count()
                assert now == before


def hold(articles: list[Article]) -> None:
    live = {row.pk: row for row in Document.objects.select_related("edition")}
    topic = Topic.objects.get()
    for article in articles:
        numbers = list(article.editions.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        status = status_of(article)
        assert status.is_live == (article.pk in live)
        assert status.was_live == bool(numbers)
        if document := live.get(article.pk):
            assert document.edition.number == len(numbers)
            told = Change.objects.filter(subject_id=str(article.pk)).latest("id")
            assert told.at == document.changed_at
            assert orjson.loads(document.card)["topic"]["name"] == topic.name
            picked = orjson.loads(document.full)["related"]
            assert [pick["slug"] for pick in picked] == list(_live_picks(article, live))
    old = set(Redirect.objects.values_list("slug", flat=True))
    assert not old & {row.slug for row in live.values()}
    ever = set(Change.objects.filter(subject="article").values_list("slug", flat=True))
    assert ever == old | {row.slug for row in live.values()}


def _live_picks(article: Article, live: dict) -> Iterator[str]:
    for row in article.related_rows.order_by("position"):
        if row.target_id in live:
            yield live[row.target_id].slug


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories)
def test_the_same_things_hold_after_any_history(history):
    with transaction.atomic():
        topic = make_topic()
        first, second = make_article(topic=topic), make_article(topic=topic)
        articles = [first, second, make_article(topic=topic, related=[first, second])]
        for act, which, word in history:
            do(act, articles[which], word)
            hold(articles)
        before = document_rows()
        result = rebuild(at=LATER)
        assert (result.different, result.missing, result.removed) == (0, 0, 0)
        Document.objects.all().delete()
        rebuild(at=LATER)
        assert document_rows() == before
        transaction.set_rollback(True)  # The next example starts anew.
