"""articles/{slug}/editions/: the public change log of a live article."""

from datetime import UTC, datetime

import pytest
import time_machine

from articles.editorial import publishing, recompiling
from articles.models import Article, Edition, SignOff
from tests.factories import make_article, make_live_article, make_topic, make_user, publish

pytestmark = pytest.mark.django_db


def edit(article, **values):
    Article.objects.filter(pk=article.pk).update(**values)


@pytest.fixture
def article():
    """Live in its second edition, which mended the first."""
    boss = make_user(username="secret-name", is_superuser=True)
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        article = make_live_article(slug="a", topic=make_topic())
    edit(article, title="New")
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        publish(
            article,
            note="The dose was wrong.",
            is_correction=True,
            by=boss,
            exception_reason="Urgent.",
        )
    return article


def test_it_tells_what_changed_newest_first(get, article):
    assert get("articles/a/editions/").json() == {
        "count": 2,
        "next": None,
        "previous": None,
        "results": [
            {
                "number": 2,
                "published_at": "2026-03-02T12:00:00Z",
                "note": "The dose was wrong.",
                "is_correction": True,
            },
            {
                "number": 1,
                "published_at": "2026-03-01T12:00:00Z",
                "note": "",
                "is_correction": False,
            },
        ],
    }


def test_who_published_and_approved_and_why_stays_in_the_house(get, article):
    newest = Edition.objects.get(number=2)
    usual = {"article": article, "content": newest.content, "published_at": newest.published_at}
    sign_off = SignOff.objects.create(
        article=article,
        content=newest.content,
        content_hash="x",
        signed_at=newest.published_at,
        signed_by=make_user(username="another"),
        name="Ines Okafor",
    )
    Edition.objects.create(**usual, number=3, content_hash="x", sign_off=sign_off)
    Edition.objects.create(**usual, number=4, content_hash="x", exception_reason="Recall.")
    answer = get("articles/a/editions/").content.decode()
    for inside in ("secret-name", "another", "Ines", "Urgent", "Recall", "sign_off", "content"):
        assert inside not in answer


def test_it_comes_in_pages(get, article):
    first = get("articles/a/editions/", page_size=1).json()
    assert (first["count"], first["results"][0]["number"]) == (2, 2)
    assert first["next"].endswith("/api/v1/articles/a/editions/?page=2&page_size=1")
    second = get("articles/a/editions/", page_size=1, page=2).json()
    assert second["results"][0]["number"] == 1
    assert get("articles/a/editions/", page=9).status_code == 404


def test_only_what_is_asked_for(get, article):
    rows = get("articles/a/editions/", fields="number,note").json()["results"]
    assert rows == [{"number": 2, "note": "The dose was wrong."}, {"number": 1, "note": ""}]


def test_what_it_does_not_know_is_refused(faults, article):
    assert set(faults("articles/a/editions/", ordering="number", body="text")) == {
        "ordering",
        "body",
    }


def test_a_note_is_plain_text(get):
    article = make_live_article(slug="a")
    edit(article, title="New")
    publish(article, note="<script>alert(1)</script><b>Dose</b> < 5 mg")
    assert get("articles/a/editions/").json()["results"][0]["note"] == "Dose < 5 mg"


@pytest.mark.parametrize("size", [1, 6])
def test_it_takes_two_queries(get, size, django_assert_num_queries):
    article = make_live_article(slug="a")
    for number in range(size):
        edit(article, title=f"Title {number}")
        publish(article)
    with django_assert_num_queries(2):  # The document, its editions.
        get("articles/a/editions/")
    etag = get("articles/a/editions/")["ETag"]
    with django_assert_num_queries(1):
        assert get("articles/a/editions/", headers={"If-None-Match": etag}).status_code == 304


def test_its_etag_changes_with_an_edition_alone(get, article):
    before = get("articles/a/editions/")
    assert before["Last-Modified"] == "Mon, 02 Mar 2026 12:00:00 GMT"
    article.refresh_from_db()
    article.topic.name = "Renamed"
    recompiling.save(article.topic)
    edit(article, title="A draft")
    assert get("articles/a/editions/")["ETag"] == before["ETag"]
    publish(article)
    assert get("articles/a/editions/")["ETag"] != before["ETag"]


def test_a_draft_says_nothing_and_an_unknown_article_is_unknown(get, article):
    make_article(slug="draft")
    for slug in ("draft", "none"):
        headers = {"If-None-Match": "*"}
        assert get(f"articles/{slug}/editions/", headers=headers).status_code == 404


def test_a_withdrawn_article_is_gone_with_its_log(get, article):
    publishing.unpublish(article, by=None, explanation="Out of date.")
    answer = get("articles/a/editions/")
    assert answer.status_code == 410
    assert answer.json()["explanation"] == "Out of date."


def test_an_old_slug_leads_to_the_log_at_the_new_one(get, article):
    edit(article, slug="b")
    publish(article)
    answer = get("articles/a/editions/", page_size=1)
    assert answer.status_code == 308
    assert answer["Location"] == "/api/v1/articles/b/editions/?page_size=1"
    assert get("articles/b/editions/").json()["count"] == 3


def test_the_root_says_where_it_is(get):
    assert get("").json()["links"]["editions"].endswith("/api/v1/articles/{slug}/editions/")
