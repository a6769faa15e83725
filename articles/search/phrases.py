"""What was typed in quotes has to occur as it is."""

from collections.abc import Collection
from typing import Any

import orjson

from articles.models import Document, Passage, PassageKind

from .backend import Hit
from .words import words_of


def with_phrases(hits: list[Hit], phrases: Collection[str]) -> list[Hit]:
    """Those hits that have every phrase, word by word: a passage in its heading, text or another
    wording of its question, an article as such in its title or another name."""
    passages = Passage.objects.filter(pk__in=[hit.passage_id for hit in hits if hit.passage_id])
    columns = ("pk", "search_text", "kind", "formats")
    texts: dict[Any, list[str]] = {
        key: [text, *(orjson.loads(formats)["also_asked"] if kind == PassageKind.FAQ else ())]
        for key, text, kind, formats in passages.order_by().values_list(*columns)
    }
    documents = Document.objects.filter(pk__in=[h.document_id for h in hits if not h.passage_id])
    for key, names in documents.order_by().values_list("pk", "search_text"):
        texts[key] = names.splitlines()
    found = []
    for hit in hits:
        spelt = [
            f" {' '.join(words_of(text))} "
            for text in texts.get(hit.passage_id or hit.document_id, ())
        ]
        if all(any(f" {phrase} " in text for text in spelt) for phrase in phrases):
            found.append(hit)
    return found
