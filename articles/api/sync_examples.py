"""The schema's examples of changes, redirects and addresses resolved."""

from typing import Any

from .around_examples import CARD
from .examples import ARTICLE

_TARGET = {name: ARTICLE[name] for name in ("slug", "url", "web_url", "title")}
CURSOR = "WzEsNDIsIjljMWU0ZDAyYjdhNSIsIiIsImUzYjBjNDQyOThmYyJd:1vK0aB:signature"

CHANGES: dict[str, Any] = {
    "next": f"https://content.example.org/api/v1/changes/?cursor={CURSOR}",
    "next_cursor": CURSOR,
    "has_more": False,
    "results": [
        {
            "change": 41,
            "at": ARTICLE["updated_at"],
            "kind": "updated",
            "subject": "article",
            "id": ARTICLE["id"],
            "slug": ARTICLE["slug"],
            "url": ARTICLE["url"],
            "edition": ARTICLE["edition"],
            "is_tombstone": False,
            "reason": None,
            "article": CARD,
        },
        {
            "change": 42,
            "at": ARTICLE["updated_at"],
            "kind": "unpublished",
            "subject": "article",
            "id": "0d0e9d0c-6f0e-4d92-9c0f-3b1a6b3f5c77",
            "slug": "copper-bracelets",
            "url": "/api/v1/articles/copper-bracelets/",
            "edition": 2,
            "is_tombstone": True,
            "reason": "unpublished",
            "article": None,
        },
    ],
}
REDIRECT: dict[str, Any] = {
    "slug": "stress-headache",
    "path": "/articles/stress-headache/",
    "status": 308,
    "location": ARTICLE["web_url"],
    "target": _TARGET,
    "explanation": "",
    "alternative": None,
    "created_at": ARTICLE["updated_at"],
}
RESOLVED: dict[str, Any] = {
    "status": 308,
    "kind": "article",
    "slug": "stress-headache",
    "location": ARTICLE["web_url"],
    "target": _TARGET,
    "explanation": "",
    "alternative": None,
}
