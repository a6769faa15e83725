"""No public answer sets a cookie, or depends on one."""

import pytest

from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("session", ["x", "x" * 32])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/api/v1/articles/a/"),
        ("get", "/api/v1/articles/none/"),
        ("post", "/api/v1/articles/a/views/"),
        ("get", "/api/v1/preview/none/"),
        ("get", "/feeds/articles.atom"),
    ],
)
def test_no_session_cookie_changes_a_public_answer(client, method, path, session):
    make_live_article(slug="a")
    plain = getattr(client, method)(path)
    client.cookies["sessionid"] = session
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.content) == (plain.status_code, plain.content)
    assert not answer.cookies
    assert answer.get("Vary") == plain.get("Vary")


def test_the_admin_forgets_a_session_that_there_is_not(client):
    client.cookies["sessionid"] = "x"
    assert client.get("/admin/login/").cookies["sessionid"].value == ""
