"""An article as JSON-LD, Markdown and plain text, by the Accept header."""

import pytest

from articles.documents.loading import load
from articles.editorial import publishing
from articles.importers.markdown import parse
from articles.models import Document
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db
FORMS = ("application/ld+json", "text/markdown", "text/plain")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


@pytest.fixture
def article():
    return make_live_article(
        slug="a",
        title="Pain: what_helps *now*",
        summary='Two: "things" #help.\nAnd rest.',
        topic=make_topic("Pain", slug="pain"),
        also_called=["ache: dull", "yes"],
        authors=[make_person("Ann Ray", slug="ann")],
        reviewers=[make_person("Ida Voss", slug="ida", credentials="MD")],
        reviewed_on="2026-01-01",
        review_due="2027-01-01",
        first_published_on="2019-05-03",
        disclaimer=make_notice(slug="note", name="Not advice", body="<p>Ask a doctor.</p>"),
        disclosure="None.",
        featured=True,
        references=[{"title": "A & B", "year": 2020, "doi": "10.1000/a_b"}, {"title": "C"}],
        sections=[
            {"heading": "2 * 3 < 7 {x}", "body": "<p>a * b<br>[1]</p><ul><li>x</li></ul>"},
            {"heading": "Act", "level": 2, "kind": "warning", "body": "<p>H<sub>2</sub>O</p>"},
            {"heading": "How", "health_aspect": "Symptoms", "body": "<p>Then.</p>"},
        ],
        faqs=[("Is `this` it?", "<p>It <strong>is</strong>.</p>")],
    )


def ask(get, accept, path="articles/a/", **more):
    return get(path, headers={"Accept": accept, **more})


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/ld+json", "application/ld+json"),
        ("text/markdown", "text/markdown; charset=utf-8"),
        ("text/plain;q=0.5, text/markdown;q=0.4", "text/plain; charset=utf-8"),
        ("text/*", "text/markdown; charset=utf-8"),
        ("text/*;q=0.9, text/markdown;q=0, application/json;q=0.1", "text/plain; charset=utf-8"),
        ("Application/LD+JSON; profile=x", "application/ld+json"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/*;q=0.2, application/ld+json;q=0.9", "application/ld+json"),
        (BROWSER, "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
        (", ,;;q=,*/*", "application/json"),
    ],
)
@pytest.mark.usefixtures("article")
def test_the_accept_header_decides(get, accept, media_type):
    response = ask(get, accept)
    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert "Accept" in response["Vary"]


@pytest.mark.parametrize(
    "accept", ["text/html", "application/json;q=0", "image/*", "*/*;q=0", "nonsense", "é" * 5000]
)
@pytest.mark.usefixtures("article")
def test_where_nothing_fits_it_is_a_406_that_names_what_there_is(get, accept):
    response = ask(get, accept)
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"
    assert all(form in response.json()["detail"] for form in FORMS)
    assert "Accept" in response["Vary"]


@pytest.mark.usefixtures("article")
def test_each_form_has_its_own_tag_and_is_not_sent_again(get):
    tags = [ask(get, form)["ETag"] for form in ("application/json", *FORMS)]
    assert len(set(tags)) == len(tags)
    for form, tag in zip(FORMS, tags[1:], strict=True):
        response = ask(get, form, **{"If-None-Match": tag})
        assert response.status_code == 304
        assert "Accept" in response["Vary"]
        assert ask(get, "application/json", **{"If-None-Match": tag}).status_code == 200


@pytest.mark.usefixtures("article")
def test_json_ld_is_what_publishing_compiled(get):
    response = ask(get, "application/ld+json")
    assert response.content.decode() == Document.objects.get().json_ld
    assert get("articles/a/", expand="json_ld").json()["expanded"]["json_ld"] == response.json()


def test_importing_the_markdown_gives_the_same_article(get, article):
    draft = parse(ask(get, "text/markdown").content.decode())
    content = load(article)
    assert (draft.title, draft.slug, draft.summary) == (
        content.title,
        content.slug,
        content.summary,
    )
    assert draft.also_called == content.also_called
    assert (draft.topic, draft.disclaimer, draft.disclosure) == ("pain", "note", "None.")
    assert draft.featured
    assert (draft.reviewed_on, draft.review_due) == (content.reviewed_on, content.review_due)
    assert draft.first_published_on == content.first_published_on
    assert [person.slug for person in (*draft.authors, *draft.reviewers)] == ["ann", "ida"]
    names = ("title", "publisher", "year", "doi", "pmid", "url", "evidence_level")
    assert [[getattr(each, name) for name in names] for each in draft.references] == [
        [getattr(each, name) for name in names] for each in content.references
    ]
    names = ("heading", "anchor", "level", "kind", "health_aspect", "body")
    assert [[getattr(each, name) for name in names] for each in draft.sections] == [
        [getattr(each, name) for name in names] for each in content.sections
    ]
    assert [(faq.question, faq.anchor, faq.answer) for faq in draft.faqs] == [
        (faq.question, faq.anchor, faq.answer) for faq in content.faqs
    ]


@pytest.mark.usefixtures("article")
def test_a_document_from_before_the_field_is_given_until_it_is_rebuilt(get, client):
    document = Document.objects.get()
    for name in ("card", "formats"):
        old = getattr(document, name).replace('"first_published_on":"2019-05-03",', "")
        assert old != getattr(document, name)
        setattr(document, name, old)
    document.save()
    assert "first_published_on" not in ask(get, "text/markdown").content.decode()
    assert client.get("/feeds/articles.atom").status_code == 200


@pytest.mark.parametrize("form", ["text/markdown", "text/plain"])
@pytest.mark.usefixtures("article")
def test_the_texts_are_whole(get, form):
    text = ask(get, form).content.decode()
    assert text.startswith("---\ntitle: ")
    places = [text.rindex(words) for words in ("Act", "How", "this", "A ", "Ask a doctor.")]
    assert places == sorted(places)


@pytest.mark.usefixtures("article")
def test_plain_text_names_callouts_and_numbers_sources(get):
    text = ask(get, "text/plain").content.decode()
    assert "\nWarning: Act\n\nH2O\n" in text
    assert "\n[1] A & B. 2020. doi:10.1000/a_b.\n[2] C.\n" in text


@pytest.mark.parametrize("name", ["fields", "omit", "body", "expand"])
@pytest.mark.usefixtures("article")
def test_what_shapes_json_is_refused_where_another_form_is_asked_for(get, name):
    value = {"body": "html", "expand": "related"}.get(name, "title")
    response = get("articles/a/", headers={"Accept": "text/markdown"}, **{name: value})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == name


def test_old_editions_come_in_every_form(get, article):
    article.title = "New"
    article.save()
    publish(article)
    for form in FORMS:
        response = get("articles/a/", headers={"Accept": form}, edition=1)
        assert b"what_helps" in response.content
        assert response["ETag"] != ask(get, form)["ETag"]


@pytest.mark.usefixtures("article")
def test_markdown_has_an_address_of_its_own(get):
    response = get("articles/a.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.content == ask(get, "text/markdown").content
    assert ask(get, BROWSER, path="articles/a.md").status_code == 200
    assert get("articles/a.md", fields="title").status_code == 400


def test_where_an_article_was_its_forms_lead_to_where_it_is(get):
    article = make_article(slug="old")
    publish(article)
    article.slug = "new"
    article.save()
    publish(article)
    assert get("articles/old.md")["Location"] == "/api/v1/articles/new.md"
    assert ask(get, "text/plain", path="articles/old/").status_code == 308
    publishing.unpublish(article, by=None)
    for path in ("articles/new.md", "articles/new/"):
        response = ask(get, "text/markdown", path=path)
        assert (response.status_code, response["Content-Type"]) == (
            410,
            "application/problem+json",
        )


@pytest.mark.usefixtures("article")
def test_a_form_takes_one_query(get, django_assert_num_queries):
    for form in FORMS:
        with django_assert_num_queries(1):
            ask(get, form)
