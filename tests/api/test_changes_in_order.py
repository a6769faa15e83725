"""Changes are seen in the order of their ids, also while several publish at once.

Only PostgreSQL lets several write at the same time; SQLite's writers wait for each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, Change, ChangeKind, ChangeSubject
from articles.models.history import ChangeQuerySet
from tests.factories import make_article, publish

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="needs a database with concurrent writers"
    ),
]
WRITERS, ARTICLES, ROUNDS = 4, 3, 4


class Reader:
    """Follows the cursor and keeps what it is told."""

    def __init__(self) -> None:
        self.client = Client()
        self.cursor = ""
        self.told: list[tuple[int, str]] = []
        self.copy: dict[str, str] = {}

    def read(self) -> None:
        parameters = {"limit": 3, **({"cursor": self.cursor} if self.cursor else {})}
        page = self.client.get("/api/v1/changes/", parameters).json()
        self.cursor = page["next_cursor"]
        for entry in page["results"]:
            if entry["change"]:
                self.told.append((entry["change"], entry["id"]))
            if entry["article"]:
                self.copy[entry["id"]] = entry["article"]["title"]
        if page["has_more"]:
            self.read()


def in_thread(work: Any) -> Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_a_reader_misses_nothing_and_is_told_nothing_twice():
    articles = [[make_article() for _ in range(ARTICLES)] for _ in range(WRITERS)]
    reader = Reader()
    reader.read()

    def write(own: list[Article]) -> None:
        for number in range(ROUNDS):
            for article in own:
                Article.objects.filter(pk=article.pk).update(title=f"Title {number}")
                publish(article)

    writers = [in_thread(lambda own=own: write(own)) for own in articles]
    while any(writer.is_alive() for writer in writers):
        reader.read()
    reader.read()
    ids = [change for change, _ in reader.told]
    assert ids == sorted(set(ids))
    expected = {str(each.pk): f"Title {ROUNDS - 1}" for own in articles for each in own}
    assert reader.copy == expected


@contextmanager
def change_held_open() -> Iterator[None]:
    """Another connection has taken a change's id, and commits only when the block ends."""
    taken, go_on = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            Change.objects.lock()
            article = make_article(slug="slow")
            publish(article)
            taken.set()
            go_on.wait(20)

    thread = in_thread(write)
    assert taken.wait(20)
    try:
        yield
    finally:
        go_on.set()
        thread.join()


def quick_change() -> None:
    Change.objects.lock()
    Change.objects.create(
        at=timezone.now(),
        kind=ChangeKind.SAVED,
        subject=ChangeSubject.TOPIC,
        subject_id="1",
        slug="quick",
    )


def test_without_the_lock_a_reader_would_miss_a_slow_writer(monkeypatch):
    # What the lock is for: this shows that the test above could fail.
    monkeypatch.setattr(ChangeQuerySet, "lock", lambda _: None)
    reader = Reader()
    reader.read()
    with change_held_open():
        with transaction.atomic():
            quick_change()
        reader.read()
    reader.read()
    assert reader.copy == {}


def test_with_the_lock_a_later_change_waits_for_the_slow_writer():
    reader = Reader()
    reader.read()
    with change_held_open(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        with pytest.raises(Exception, match="lock timeout"), transaction.atomic():
            quick_change()
    reader.read()
    assert len(reader.copy) == 1
