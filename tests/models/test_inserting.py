"""Rows inserted without a model instance each."""

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import Section
from articles.models.inserting import insert_and_number, insert_rows
from tests.factories import make_article

pytestmark = pytest.mark.django_db
FIELDS = ("article", "position", "heading", "anchor", "level", "kind", "health_aspect", "body")


def rows(article, count):
    return [
        (article.pk, position, f"Heading {position}", f"at-{position}", 1, "plain", "", "<p>A</p>")
        for position in range(1, count + 1)
    ]


def test_keys_come_in_the_order_of_the_rows(monkeypatch):
    # As where a database takes fewer parameters in one statement.
    monkeypatch.setattr(type(connection.ops), "bulk_batch_size", lambda *_: 2)
    article = make_article(sections=[])
    keys = insert_and_number(Section, FIELDS, rows(article, 5))
    found = dict(Section.objects.filter(article=article).values_list("pk", "heading"))
    assert [found[key] for key in keys] == [f"Heading {position}" for position in range(1, 6)]


def test_rows_are_as_the_model_would_have_stored_them():
    article = make_article(sections=[])
    insert_rows(Section, FIELDS, rows(article, 1))
    section = Section.objects.get(article=article)
    section.save()
    assert (section.level, section.kind, section.body) == (1, "plain", "<p>A</p>")


@pytest.mark.parametrize("insert", [insert_rows, insert_and_number])
def test_no_rows_ask_nothing_of_the_database(insert, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert(Section, FIELDS, [])


@pytest.mark.parametrize("insert", [insert_rows, insert_and_number])
def test_a_constraint_refuses_all_rows(insert):
    article = make_article(sections=[])
    wrong = [(*row[:2], "", *row[3:]) for row in rows(article, 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Section, FIELDS, [*rows(article, 2)[1:], *wrong])
    assert not Section.objects.filter(article=article).exists()
