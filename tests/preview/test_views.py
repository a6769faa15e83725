"""The endpoint of previews, as a front end asks it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial.previewing import open_preview, revoke
from articles.models import Article, Section
from tests.factories import make_article, make_live_article

pytestmark = pytest.mark.django_db


def ask(client, token, query="", **headers):
    return client.get(f"/api/v1/preview/{token}/{query}", headers=headers)


def is_private(response):
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response
    assert "Last-Modified" not in response
    return True


def test_it_answers_with_the_working_copy_as_it_is_saved_now(client, token_for):
    article = make_live_article(title="Live", slug="a")
    token = token_for(article)
    Article.objects.update(title="Draft")
    response = ask(client, token)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.json()["title"] == "Draft"
    assert client.get("/api/v1/articles/a/").json()["title"] == "Live"


def test_its_shape_is_the_articles(client, token_for):
    article = make_live_article(slug="a", faqs=[("Why?", "<p>b</p>")])
    for query in ("", "?body=blocks,text", "?fields=title,sections.body", "?omit=sections,faqs"):
        published = client.get(f"/api/v1/articles/a/{query}")
        assert ask(client, token_for(article), query).content == published.content


def test_a_parameter_that_is_none_is_refused(client, token_for):
    response = ask(client, token_for(make_article()), "?foo=1")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "foo"
    assert is_private(response)


def test_nothing_keeps_an_answer(client, token_for):
    token = token_for(make_article())
    assert is_private(ask(client, token))
    again = ask(client, token, **{"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100"})
    assert again.status_code == 200
    assert is_private(again)
    assert not again.cookies
    assert "Cookie" not in again.get("Vary", "")


def test_head_has_the_headers_of_get(client, token_for):
    response = client.head(f"/api/v1/preview/{token_for(make_article())}/")
    assert response.status_code == 200
    assert response.content == b""
    assert is_private(response)


def test_any_site_may_read_it_and_none_may_write(client, token_for):
    token = token_for(make_article())
    response = ask(client, token, Origin="https://front.example")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.post(f"/api/v1/preview/{token}/").status_code == 405


@pytest.mark.parametrize("token", ["x", "a.b", "AAAAAAAAAAAAAAAAAAAAAA.xyz", "..", "%00", "ß"])
def test_a_forged_token_is_unknown(client, token):
    response = ask(client, token)
    assert response.status_code == response.json()["status"] == 404
    assert response["Content-Type"] == "application/problem+json"
    if "." in token.strip("."):
        assert is_private(response)


def test_an_expired_link_is_gone(client, token_for):
    token = token_for(make_article(title="Secret draft"))
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        response = ask(client, token)
    assert response.status_code == 410
    assert response.json()["type"] == "urn:galley:problem:preview-expired"
    assert b"Secret" not in response.content
    assert is_private(response)


def test_a_revoked_link_is_gone_at_once(client, token_for):
    token = token_for(make_article())
    assert ask(client, token).status_code == 200
    revoke(open_preview(token), by=None)
    response = ask(client, token)
    assert response.status_code == 410
    assert "revoked" in response.json()["detail"]
    assert is_private(response)


def test_a_link_shows_no_other_article(client, token_for):
    one, two = make_article(title="One"), make_article(title="Two")
    tokens = token_for(one), token_for(two)
    assert [ask(client, token).json()["title"] for token in tokens] == ["One", "Two"]
    swapped = f"{tokens[0].split('.')[0]}.{tokens[1].split('.')[1]}"
    assert ask(client, swapped).status_code == 404


def test_another_draft_that_is_linked_does_not_come_out(client, token_for):
    other = make_article(title="Other secret", slug="other-secret")
    link = f'<p><a href="article:{other.pk}">Words</a></p>'
    article = make_article(sections=[("One", link)], related=[other])
    response = ask(client, token_for(article), "?body=html,markdown,text,blocks")
    assert b"secret" not in response.content
    assert response.json()["sections"][0]["body"]["html"] == "<p>Words</p>"


def test_nothing_dangerous_comes_out_however_it_got_in(client, token_for):
    evil = '<script>alert(1)</script><p onclick="x()">a<a href="javascript:x()">b</a></p>'
    article = make_article(title=f"T{evil}", summary=evil, also_called=[evil])
    Section.objects.filter(article=article).update(body=evil, heading=f"H{evil}"[:200])
    for path in ("/api/v1/preview/{}/?body=html,markdown,text,blocks", "/preview/{}/"):
        answer = client.get(path.format(token_for(article)))
        assert answer.status_code == 200
        for danger in (b"<script", b"onclick", b"javascript:"):
            assert danger not in answer.content


def test_it_reads_this_working_copy_and_writes_nothing(client, token_for):
    token = token_for(make_article())
    with CaptureQueriesContext(connection) as queries:
        ask(client, token)
    assert all(each["sql"].startswith("SELECT") for each in queries)
    # The link with its article; the copy's own row and six lists; the live edition, the past ones.
    assert len(queries) == 10
