"""Saving over another text: what stood there is kept."""

from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from articles.documents.content import Content
from articles.documents.loading import load
from articles.editorial.setting_aside import EditedMeanwhile, save_over, set_aside
from articles.models import Article, SetAside, SetAsideBecause
from tests.factories import make_article, make_user
from tests.roles import REVIEWERS, WRITERS, make_member


@pytest.mark.django_db
def test_the_text_that_gives_way_is_kept_with_whose_it_was() -> None:
    grace, ada = make_user(), make_member(WRITERS)
    article = make_article(title="Grace's")
    Article.objects.filter(pk=article.pk).update(modified_by=grace)
    theirs = load(article)
    mine = replace(theirs, title="Ada's", sections=())
    kept = save_over(mine, seen_hash=theirs.hash, by=ada)
    assert load(article) == mine
    assert kept is not None
    assert Content.from_json(kept.content) == theirs
    assert (kept.written_by, kept.set_aside_by) == (grace, ada)
    article.refresh_from_db()
    assert article.modified_by == ada


@pytest.mark.django_db
def test_a_text_that_was_not_seen_is_not_overwritten() -> None:
    article = make_article(title="Third")
    stored = load(article)
    with pytest.raises(EditedMeanwhile):
        save_over(replace(stored, title="Mine"), seen_hash="another", by=None)
    assert load(article) == stored
    assert not SetAside.objects.exists()


@pytest.mark.django_db
def test_nothing_is_set_aside_where_nothing_gives_way() -> None:
    content = load(make_article())
    assert save_over(content, seen_hash=content.hash, by=None) is None
    assert not SetAside.objects.exists()


@pytest.mark.django_db
def test_the_text_of_a_deleted_article_can_be_saved_all_the_same() -> None:
    article = make_article(title="Kept")
    content = load(article)
    article.delete()
    save_over(content, seen_hash="", by=None)
    assert load(Article(pk=content.id)) == content


@pytest.mark.django_db
def test_who_may_not_edit_changes_nothing() -> None:
    article, reviewer = make_article(), make_member(REVIEWERS)
    stored = load(article)
    with pytest.raises(PermissionDenied):
        save_over(replace(stored, title="Mine"), seen_hash=stored.hash, by=reviewer)
    with pytest.raises(PermissionDenied):
        set_aside(stored, why=SetAsideBecause.DROPPED, written_by_id=None, by=reviewer)
    assert load(article) == stored


@pytest.mark.django_db(transaction=True)
def test_of_two_who_saw_the_same_text_one_is_told() -> None:
    article = make_article()
    stored = load(article)
    ready = Barrier(2)
    outcomes: list[str] = []

    def save(title: str) -> None:
        ready.wait()
        try:
            save_over(replace(stored, title=title), seen_hash=stored.hash, by=None)
            outcomes.append(title)
        except EditedMeanwhile:
            outcomes.append("told")
        finally:
            connection.close()

    threads: list[Any] = [Thread(target=save, args=[title]) for title in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted(["told", load(article).title])
    assert SetAside.objects.count() == 1
