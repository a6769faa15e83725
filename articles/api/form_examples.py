"""The schema's examples of an article in other forms than JSON."""

from typing import Any

from articles.documents import richtext, whole_text

from .examples import ARTICLE
from .foreign_shapes import LINKED_DATA

_PAGE = "https://example.org/articles/tension-headache/"
JSON_LD: dict[str, Any] = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "MedicalWebPage",
            "@id": f"{_PAGE}#webpage",
            "url": _PAGE,
            "name": ARTICLE["meta_title"],
            "lastReviewed": ARTICLE["reviewed_on"],
            "reviewedBy": [{"@id": "https://example.org/#person-ines-okafor"}],
            "mainEntity": {"@id": f"{_PAGE}#article"},
        },
        {
            "@type": "Article",
            "@id": f"{_PAGE}#article",
            "headline": ARTICLE["title"],
            "datePublished": f"{ARTICLE['first_published_on']}T00:00:00Z",
            "dateModified": ARTICLE["updated_at"],
            "timeRequired": f"PT{ARTICLE['reading_minutes']}M",
            "wordCount": ARTICLE["word_count"],
        },
    ],
}


def _with_every_format(part: Any) -> Any:
    """The example with its bodies in the formats that the texts are made of."""
    if isinstance(part, list):
        return [_with_every_format(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "html" in part:
        return richtext.every_format(part["html"])
    return {name: _with_every_format(each) for name, each in part.items()}


_ARTICLE = _with_every_format(ARTICLE)
_TEXT = {"type": "string"}

# Of each form but JSON: what it is for the schema, and an example.
FORMS: dict[str, tuple[dict[str, Any], Any]] = {
    "application/ld+json": (LINKED_DATA, JSON_LD),
    "text/markdown": (_TEXT, whole_text.as_markdown(_ARTICLE)),
    "text/plain": (_TEXT, whole_text.as_text(_ARTICLE)),
}
