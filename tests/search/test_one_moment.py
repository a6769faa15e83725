"""A search is of one moment: what is published while it runs doesn't tear its answer."""

from itertools import count
from threading import Thread

import pytest
from django.db import connection

from tests.factories import make_article, publish

pytestmark = pytest.mark.django_db(transaction=True)


class Meanwhile:
    """Publishes a new edition in another process's stead, before one statement of a request."""

    def __init__(self, article, statement):
        self.article, self.statement = article, statement
        self.seen = 0

    def __call__(self, execute, sql, params, many, context):
        if self.seen == self.statement:
            other = Thread(target=self._publish)
            other.start()
            other.join()
        self.seen += 1
        return execute(sql, params, many, context)

    def _publish(self):
        try:
            self.article.summary += " And more."
            self.article.save()
            publish(self.article)
        finally:
            connection.close()


@pytest.mark.parametrize(
    "path",
    ["search/?q=zoster", "articles/?search=zoster", "sections/?search=zoster", "search/?q=zostre"],
)
def test_an_article_is_found_whenever_it_is_published_meanwhile(client, path):
    article = make_article(title="Zoster", sections=[("Zoster", "<p>Zoster burns.</p>")])
    publish(article)
    for statement in count():
        meanwhile = Meanwhile(article, statement)
        with connection.execute_wrapper(meanwhile):
            answer = client.get(f"/api/v1/{path}").json()
        assert answer["count"] == 1, f"Nothing is found with a publication before {statement}."
        assert len(answer["results"]) == 1
        assert answer["results"][0].get("passages", [...])
        if meanwhile.seen <= statement:  # The request has no more statements.
            break
    assert statement > 4
