"""A write that gives up where others would wait, on SQLite and on PostgreSQL."""

import threading
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import OperationalError, connection, transaction

from articles.models import MissedQuery
from articles.models.impatient import impatient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row():
    return MissedQuery.objects.create(text="hiccups", day=date(2026, 5, 1), count=1)


@contextmanager
def somebody_writing(row):
    """Another connection holds the row, on SQLite the whole database, while the block runs."""
    holds, may_end = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            MissedQuery.objects.filter(pk=row.pk).update(count=2)
            holds.set()
            # For less long than one with patience would wait, who then could write.
            may_end.wait(10)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert holds.wait(30)
        yield
    finally:
        may_end.set()
        thread.join()


def count_one_more(row):
    with impatient():
        MissedQuery.objects.filter(pk=row.pk).update(count=3)


def test_it_fails_while_somebody_else_writes(row):
    with somebody_writing(row), pytest.raises(OperationalError):
        count_one_more(row)
    row.refresh_from_db()
    assert row.count == 2


def test_it_writes_where_nobody_does(row):
    count_one_more(row)
    row.refresh_from_db()
    assert row.count == 3


def test_what_comes_after_it_waits_again(row):
    count_one_more(row)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone()[0] > 1000
        else:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone()[0] == "0"
