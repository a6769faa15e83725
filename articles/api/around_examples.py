"""The schema's examples of what stands around an article."""

from typing import Any

from .examples import ARTICLE

_CARD_MEMBERS = (
    *("id", "slug", "url", "web_url", "title", "summary", "topic", "health_aspects", "featured"),
    *("reading_minutes", "reviewed_on", "review_due", "first_published_on"),
    *("published_at", "updated_at", "edition"),
)
_BYLINE = ("slug", "name", "credentials", "url")
CARD: dict[str, Any] = {
    **{name: ARTICLE[name] for name in _CARD_MEMBERS},
    **{
        role: [{name: person[name] for name in _BYLINE} for person in ARTICLE[role]]
        for role in ("authors", "reviewers")
    },
}
RELATED: dict[str, Any] = {
    **CARD,
    "reason": {
        "kind": "words",
        "text": "Both are about headache and neck.",
        "words": ["headache", "neck"],
        "topic": ARTICLE["topic"],
        "health_aspects": ["Treatments"],
    },
}
POPULAR: dict[str, Any] = {**CARD, "views": 1204}
INDEX_ENTRY: dict[str, Any] = {
    "name": "stress headache",
    "letter": "S",
    "kind": "also_called",
    "article": {name: ARTICLE[name] for name in ("slug", "url", "web_url", "title", "summary")},
}
NAVIGATION: dict[str, Any] = {
    "topics": [
        {
            **ARTICLE["topic"],
            "web_url": "/topics/pain/",
            "articles_count": 12,
            "total_articles_count": 19,
            "topics": [
                {
                    "slug": "headache",
                    "name": "Headache",
                    "url": "/api/v1/topics/headache/",
                    "web_url": "/topics/headache/",
                    "articles_count": 7,
                    "total_articles_count": 7,
                    "topics": [],
                }
            ],
        }
    ]
}
