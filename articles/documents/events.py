"""From a change to the event that receivers are told of. Pure: values in, JSON out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from .surrogate_keys import keys_changed
from .surroundings import Site, api_url

# What a change of reference data is called; those of articles are called as they are.
_OF_REFERENCE_DATA = {"saved": "updated", "deleted": "deleted"}
_COLLECTIONS = {"article": "articles", "topic": "topics", "person": "people"}


@dataclass(frozen=True, slots=True)
class Told:
    """What an event adds to its change.

    `card` is the article's card as JSON, the last one where it was withdrawn; `note` is the
    edition's public note, `explanation` what readers of a withdrawn article are told.
    """

    card: str = ""
    note: str = ""
    is_correction: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """A change, as a value: see `articles.models.Change`."""

    change_id: int
    at: datetime
    kind: str
    subject: str
    subject_id: str
    slug: str
    edition: int | None = None
    previous_slug: str = ""
    topic_path: str = ""


def type_of(subject: str, kind: str) -> str:
    """The event's type.

    >>> type_of("article", "moved"), type_of("topic", "saved")
    ('article.moved', 'topic.updated')
    """
    return f"{subject}.{_OF_REFERENCE_DATA.get(kind, kind)}"


def subject_of(happening: Happening) -> str:
    return f"{happening.subject}:{happening.subject_id}"


def body_of(happening: Happening, told: Told, site: Site) -> str:
    """The event as JSON, in the shape of Standard Webhooks: `type`, `timestamp`, `data`."""
    data: dict[str, Any] = {
        "change_id": happening.change_id,
        "subject": {
            "kind": happening.subject,
            "id": happening.subject_id,
            "slug": happening.slug,
        },
    }
    if happening.subject == "article":
        data |= {
            "article": orjson.Fragment(told.card) if told.card else None,
            "edition": happening.edition,
            "change_note": told.note,
            "is_correction": told.is_correction,
            "previous_slug": happening.previous_slug or None,
            "explanation": told.explanation or None,
        }
    data |= {
        "revalidate": revalidate(happening, site),
        "surrogate_keys": keys_changed(happening.subject, happening.subject_id),
    }
    return _dump(type_of(happening.subject, happening.kind), happening.at, data)


def test_body(at: datetime) -> str:
    """The body of an event by which somebody sees whether a receiver is there."""
    return _dump("webhook.test", at, {"message": "Galley can reach you."})


def _dump(type_name: str, at: datetime, data: dict[str, Any]) -> str:
    value = {"type": type_name, "timestamp": at.astimezone(UTC), "data": data}
    return orjson.dumps(value, option=orjson.OPT_UTC_Z).decode()


def revalidate(happening: Happening, site: Site) -> dict[str, list[str]]:
    """The addresses whose answers may be others now: of the API as paths, of the front end whole.

    Lists aren't named one by one, for a filter can make any of them: `surrogate_keys` does.
    """
    api, frontend = [], []
    slugs = [happening.slug, *filter(None, [happening.previous_slug])]
    collection = _COLLECTIONS.get(happening.subject)
    if collection:
        api += [api_url(collection, slug) for slug in slugs]
    if happening.subject == "article":
        frontend += [site.web_url(slug) for slug in slugs]
        topics = [slug for slug in happening.topic_path.split("/") if slug]
        api += [api_url("topics", slug) for slug in topics]
    else:
        topics = slugs if happening.subject == "topic" else []
    frontend += [site.topic_web_url(slug) for slug in topics]
    return {"api": api, "frontend": [site.absolute(address) for address in frontend]}
