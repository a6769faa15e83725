"""What was typed in quotes has to occur as it is."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import orjson

from articles.models import Document, Passage, PassageKind

from .words import words_of

# Less the score, the document's key as the database writes it, and the passage's, or 0.
Scored = tuple[float, str, int]


def with_phrases(found: list[Scored], phrases: Collection[str]) -> list[Scored]:
    """Those that have every phrase, word by word: a passage in its heading, text or another
    wording of its question, an article as such in its title or another name."""
    passages = Passage.objects.filter(pk__in=[passage for *_, passage in found if passage])
    columns = ("pk", "search_text", "kind", "formats")
    texts: dict[Any, list[str]] = {
        key: [text, *(orjson.loads(formats)["also_asked"] if kind == PassageKind.FAQ else ())]
        for key, text, kind, formats in passages.order_by().values_list(*columns)
    }
    documents = Document.objects.filter(pk__in=[key for _, key, passage in found if not passage])
    for document, names in documents.order_by().values_list("pk", "search_text"):
        texts[document] = names.splitlines()
    kept = []
    for each in found:
        _, key, passage = each
        spelt = [f" {' '.join(words_of(text))} " for text in texts.get(passage or UUID(key), ())]
        if all(any(f" {phrase} " in text for text in spelt) for phrase in phrases):
            kept.append(each)
    return kept
