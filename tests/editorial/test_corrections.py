"""Corrections in what readers get of an article."""

import orjson
import pytest

from articles.documents.rebuilding import rebuild
from articles.models import Document
from tests.factories import make_live_article, publish

pytestmark = pytest.mark.django_db


def told():
    """The corrections in the JSON-LD of the one document."""
    graph = orjson.loads(Document.objects.get().json_ld)["@graph"]
    article = next(node for node in graph if node["@type"] == "Article")
    return [each["text"] for each in article.get("correction", ())]


def test_a_correction_stays_told_and_a_rebuild_finds_it_the_same():
    article = make_live_article()
    assert told() == []
    for number, note in enumerate(("The dose was wrong.", ""), start=1):
        article.title = f"Mended {number}"
        article.save()
        publish(article, note=note, is_correction=bool(note))
        assert told() == ["The dose was wrong."]
    document = Document.objects.get()
    assert rebuild(at=document.updated_at).same == 1


def test_a_document_without_json_ld_is_completed_by_a_rebuild():
    make_live_article()
    document = Document.objects.get()
    Document.objects.update(json_ld="")
    assert rebuild(at=document.updated_at).different == 1
    assert Document.objects.get().json_ld == document.json_ld
