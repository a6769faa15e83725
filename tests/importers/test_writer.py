"""Storing the drafts of a run."""

from contextlib import suppress

import pytest
from django.db import transaction

from articles.importers.drafts import ArticleDraft
from articles.importers.writer import Writer
from articles.models import Article

pytestmark = pytest.mark.django_db


class RefusedError(Exception):
    """Something of what is stored together can't be."""


def test_what_was_stored_together_in_vain_is_forgotten():
    first = ArticleDraft("Gout", "gout", external_id="old:1")
    second = ArticleDraft("Gout", "gout", external_id="old:2")
    writer = Writer(update=False)
    with suppress(RefusedError), writer.trying([first, second]), transaction.atomic():
        writer.store([first, second])
        assert second.slug == "gout-2"
        raise RefusedError
    assert (second.slug, second.notes) == ("gout", [])
    writer.store([second])
    assert Article.objects.get().slug == "gout"
