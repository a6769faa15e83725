"""articles/{slug}/: the whole article, or what became of it."""

from datetime import UTC, datetime

import pytest

from articles.editorial import publishing
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db


def move(article, slug):
    article.slug = slug
    article.save()
    publish(article)


def test_one_answer_has_all_that_a_page_needs(get):
    person = make_person("Ann", slug="ann", bio="Writes.", url="https://example.org/ann")
    other = make_live_article(slug="other", title="Other", summary="More.")
    make_live_article(
        slug="a",
        title="A",
        topic=make_topic("Pain", slug="pain"),
        authors=[person],
        reviewers=[person],
        related=[other],
        disclaimer=make_notice(slug="advice", name="Advice", body="<p>Ask.</p>"),
        references=[{"title": "T", "doi": "10.1000/x", "year": 2020}],
        sections=[
            ("One", "<p>x</p>"),
            {"heading": "Sub", "level": 2, "kind": "warning", "body": "<p>y</p>"},
        ],
        faqs=[("Why?", "<p>z</p>")],
    )
    found = get("articles/a/").json()
    assert found["authors"][0]["bio"] == "Writes."
    assert found["sections"][0]["sections"][0]["kind"] == "warning"
    assert found["contents"] == [
        {"anchor": "one", "heading": "One", "contents": [{"anchor": "sub", "heading": "Sub"}]}
    ]
    answer = {"html": "<p>z</p>"}
    assert found["faqs"] == [
        {"anchor": "why", "question": "Why?", "also_asked": [], "answer": answer}
    ]
    assert found["references"][0]["number"] == 1
    assert found["disclaimer"]["body"] == {"html": "<p>Ask.</p>"}
    assert found["related"][0]["title"] == "Other"


def test_the_day_of_a_publication_elsewhere_stands_beside_the_time_of_the_first_here(get):
    article = make_article(slug="a")
    publish(article, at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert get("articles/a/").json()["first_published_on"] is None
    article.first_published_on = "2019-05-03"
    article.save()
    publish(article, at=datetime(2026, 2, 1, 12, tzinfo=UTC))
    found, [card] = get("articles/a/").json(), get("articles/").json()["results"]
    assert found["first_published_on"] == card["first_published_on"] == "2019-05-03"
    assert found["published_at"] == card["published_at"] == "2026-01-01T12:00:00Z"
    assert get("articles/a/", edition="1").json()["first_published_on"] is None


def test_it_takes_one_query(get, django_assert_num_queries):
    make_live_article(slug="a")
    with django_assert_num_queries(1):  # The document.
        get("articles/a/")


def test_a_miss_takes_one_more(get, django_assert_num_queries):
    with django_assert_num_queries(2):  # The document, what became of the slug.
        assert get("articles/a/").status_code == 404


def test_a_draft_is_unknown(get):
    make_article(slug="a")
    assert get("articles/a/").status_code == 404


def test_an_old_slug_leads_to_the_new_one_and_keeps_the_query(get):
    article = make_live_article(slug="one")
    move(article, "two")
    response = get("articles/one/", body="text")
    assert response.status_code == 308
    assert response["Location"] == "/api/v1/articles/two/?body=text"


def test_who_follows_no_redirect_reads_where_the_article_is(get):
    move(make_live_article(slug="one"), "two")
    response = get("articles/one/")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:galley:problem:moved"
    assert response.json()["location"] == response["Location"] == "/api/v1/articles/two/"


def test_chains_of_old_slugs_collapse(get):
    article = make_live_article(slug="one")
    move(article, "two")
    move(article, "three")
    assert get("articles/one/")["Location"] == "/api/v1/articles/three/"


def test_an_article_that_moved_back_answers_at_its_first_slug(get):
    article = make_live_article(slug="one")
    move(article, "two")
    move(article, "one")
    assert get("articles/one/").status_code == 200
    assert get("articles/two/")["Location"] == "/api/v1/articles/one/"


def test_a_withdrawn_article_is_gone_with_reason_and_alternative(get):
    article, other = make_live_article(slug="a"), make_live_article(slug="b", title="B")
    publishing.unpublish(article, by=None, explanation="Out of date.", alternative=other)
    response = get("articles/a/")
    assert response.status_code == 410
    assert response.json()["explanation"] == "Out of date."
    assert response.json()["alternative"]["url"] == "/api/v1/articles/b/"


def test_every_slug_of_a_withdrawn_article_is_gone(get):
    article = make_live_article(slug="one")
    move(article, "two")
    publishing.unpublish(article, by=None)
    assert [get(f"articles/{slug}/").status_code for slug in ("one", "two")] == [410, 410]
    assert get("articles/one/").json()["alternative"] is None


def test_published_again_it_answers_again(get):
    article = make_live_article(slug="a")
    publishing.unpublish(article, by=None, explanation="Wrong.")
    publish(article)
    assert get("articles/a/").status_code == 200


# --- Only what is asked for ---


@pytest.fixture
def article(get):
    sections = [("One", "<p>x <strong>y</strong></p>"), {"heading": "Sub", "level": 2}]
    make_live_article(slug="a", title="A", sections=sections, faqs=[("Why?", "<p>z</p>")])

    def fetch(**parameters):
        response = get("articles/a/", **parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return fetch


def test_fields_leave_only_what_they_name(article):
    found = article(fields="title,sections.heading,sections.sections.anchor")
    assert found == {
        "title": "A",
        "sections": [{"heading": "One", "sections": [{"anchor": "sub"}]}],
    }


def test_fields_keep_the_order_of_the_document(article):
    assert list(article(fields="title,slug,id")) == ["id", "slug", "title"]


def test_omit_leaves_out_what_it_names(article):
    found = article(omit="sections.body,faqs,summary")
    assert "faqs" not in found
    assert set(found["sections"][0]) >= {"heading", "sections"}
    assert "body" not in found["sections"][0]


def test_omit_counts_after_fields(article):
    assert article(fields="title,sections", omit="sections.body,sections.sections")["sections"] == [
        {"anchor": "one", "heading": "One", "level": 1, "kind": "plain", "health_aspect": None}
    ]


def test_body_gives_the_formats_that_are_asked_for(article):
    body = article(body="markdown,text")["sections"][0]["body"]
    assert body == {"markdown": "x **y**", "text": "x y"}
    assert article()["sections"][0]["body"] == {"html": "<p>x <strong>y</strong></p>"}
    assert set(article(body="html,markdown,text,blocks")["faqs"][0]["answer"]) == {
        "html", "markdown", "text", "blocks",
    }  # fmt: skip


def test_an_unknown_field_names_the_nearest(faults):
    make_live_article(slug="a")
    fault = faults("articles/a/", fields="sections.headin")["fields"]
    assert fault["did_you_mean"] == "sections.heading"


def test_an_unknown_format_names_those_that_are(faults):
    make_live_article(slug="a")
    assert faults("articles/a/", body="pdf")["body"]["allowed"] == [
        "html", "markdown", "text", "blocks",
    ]  # fmt: skip
