"""A working copy as JSON for people and programs outside, with names in place of row ids."""

from typing import Any

import orjson

from articles.documents.content import Content
from articles.models import Article, Notice, Person, Topic


def as_json(content: Content) -> str:
    """One JSON object on one line: the fields of `Content`, in its order, with names resolved.

    `topic` and `disclaimer` are slugs, `authors` and `reviewers` lists of slug and name, `related`
    a list of slug and title. Rich text is the stored HTML subset, in which a link to an article
    reads `article:<id>`; each article of an export carries its `id`. Four queries at most.

    Raises:
        TypeError: a text holds a lone surrogate, which no encoding can carry.
    """
    people = Person.objects.in_bulk({*content.author_ids, *content.reviewer_ids})
    related = Article.objects.only("slug", "title").in_bulk(content.related_ids)
    values: dict[str, Any] = {
        "id": content.id,
        "slug": content.slug,
        "title": content.title,
        "summary": content.summary,
        "also_called": content.also_called,
        "topic": _slug(Topic, content.topic_id),
        "authors": [_person(people[key]) for key in content.author_ids],
        "featured": content.featured,
        "meta_title": content.meta_title,
        "meta_description": content.meta_description,
        "canonical_url": content.canonical_url,
        "sections": content.sections,
        "faqs": content.faqs,
        "references": content.references,
        "reviewers": [_person(people[key]) for key in content.reviewer_ids],
        "reviewed_on": content.reviewed_on,
        "review_due": content.review_due,
        "first_published_on": content.first_published_on,
        "disclosure": content.disclosure,
        "disclaimer": _slug(Notice, content.disclaimer_id),
        "related": [
            {"slug": related[key].slug, "title": related[key].title} for key in content.related_ids
        ],
    }
    return orjson.dumps(values).decode()


def _slug(model: type[Topic] | type[Notice], key: int | None) -> str | None:
    if key is None:
        return None
    slug: str = model._default_manager.values_list("slug", flat=True).get(pk=key)
    return slug


def _person(person: Person) -> dict[str, str]:
    return {"slug": person.slug, "name": person.name}
