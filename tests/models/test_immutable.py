"""Editions and changes are history: every way to alter or remove one is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import ProtectedError

from articles.models import Change, Edition, ImmutableRowError
from tests.factories import make_article, make_live_article, make_user, publish

pytestmark = pytest.mark.django_db

ACTS: dict[str, Callable[[Any], Any]] = {
    "save": lambda row: row.save(),
    "save of one field": lambda row: row.save(update_fields=["id"]),
    "delete": lambda row: row.delete(),
    "queryset update": lambda row: type(row).objects.update(pk=0),
    "filtered update": lambda row: type(row).objects.filter(pk=row.pk).update(pk=0),
    "queryset delete": lambda row: type(row).objects.all().delete(),
    "filtered delete": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "raw delete": lambda row: type(row).objects.all()._raw_delete("default"),
    "bulk update": lambda row: type(row).objects.bulk_update([row], ["pk"]),
    "update or create": lambda row: type(row).objects.update_or_create(pk=row.pk),
    "upsert": lambda row: type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["id"]
    ),
}


@pytest.mark.parametrize("model", [Edition, Change])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_history_refuses(model, act):
    make_live_article()
    before = list(model.objects.values())

    with pytest.raises(ImmutableRowError):
        act(model.objects.get())

    assert list(model.objects.values()) == before


def test_history_can_not_be_altered_through_its_article():
    article = make_live_article()

    with pytest.raises(ImmutableRowError):
        article.editions.all().delete()
    with pytest.raises(ImmutableRowError):
        article.editions.update(number=7)

    assert article.editions.get().number == 1


def test_an_account_that_published_can_not_be_deleted():
    user = make_user(is_superuser=True)
    publish(make_article(), by=user, exception_reason="Urgent.")

    with pytest.raises(ProtectedError):
        user.delete()
