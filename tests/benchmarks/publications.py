# ruff: noqa: PLC0415  (Django is set up first)
"""How long one publication takes in the database of `DATABASE_URL`, one to throw away.

    python -m tests.benchmarks.publications

Prints JSON: medians in milliseconds, of articles that are changed and published again, and of new
ones. What is timed is the whole act: checks of what may go live, edition, document, passages,
search index, change and commit.
"""

import json
import os
import time
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from articles.documents.content import Content

NUMBER = 40


def measure() -> dict[str, float]:
    from articles.documents.content import Content
    from articles.models import Document, Edition

    keys = list(Document.objects.order_by("slug").values_list("edition", flat=True))
    chosen = keys[:: max(1, len(keys) // NUMBER)][:NUMBER]
    changed, new = [], []
    for place, key in enumerate(chosen):
        content = Content.from_json(Edition.objects.get(pk=key).content)
        text = f"{content.summary} Looked at again."
        changed.append(_time(replace(content, summary=text)))
        fresh = f"{content.slug[:150]}-{uuid4().hex[:12]}"
        new.append(_time(replace(content, id=uuid4(), slug=fresh, title=f"New article {place}")))
    return {"a changed article": median(changed), "a new article": median(new)}


def _time(content: "Content") -> float:
    from articles.editorial.publishing import publish
    from articles.editorial.writing import write_content

    article = write_content(content, by=None)
    started = time.perf_counter()
    publish(article, by=None)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(measure()))
