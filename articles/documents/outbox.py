"""Writes events and their deliveries beside the changes that they tell of, in one transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from articles.models import (
    Change,
    ChangeSubject,
    Delivery,
    DeliveryState,
    Event,
    Topic,
    WebhookEndpoint,
    WebhookTopic,
)
from articles.models.inserting import insert_rows

from .events import Happening, Told, body_of, subject_of, type_of
from .gathering import site

Announcement = tuple[Change, Told]


@dataclass(frozen=True, slots=True)
class _Listener:
    """An endpoint's wishes. No types: all; no topics: of all."""

    pk: int
    types: frozenset[str]
    topics: frozenset[str]

    def wants(self, type_name: str, paths: Collection[str]) -> bool:
        if self.types and type_name not in self.types:
            return False
        return not self.topics or any(f"/{slug}/" in path for slug in self.topics for path in paths)


def announce(announcements: Sequence[Announcement]) -> None:
    """Tell the endpoints that want to hear of these changes, which were just written.

    As many queries for twenty endpoints as for one; a single one where there is none.
    """
    listeners = _listeners() if announcements else []
    if not listeners:
        return
    happenings = [_happening(change) for change, _ in announcements]
    paths = _paths(happenings) if any(each.topics for each in listeners) else {}
    events: list[Event] = []
    deliveries: list[tuple[Event, list[int]]] = []
    where = site()
    for happening, (change, told) in zip(happenings, announcements, strict=True):
        type_name = type_of(happening.subject, happening.kind)
        around = paths.get(happening.change_id, ())
        wanting = [each for each in listeners if each.wants(type_name, around)]
        if not wanting:
            continue
        event = Event(
            change=change,
            type=type_name,
            subject=subject_of(happening),
            body=body_of(happening, told, where),
            created_at=change.at,
        )
        events.append(event)
        deliveries.append((event, [each.pk for each in wanting]))
    if not events:
        return
    Event.objects.bulk_create(events)
    _write_deliveries(deliveries)


def _write_deliveries(deliveries: Iterable[tuple[Event, Iterable[int]]]) -> None:
    # As the model has them for a delivery that nobody has tried yet.
    state = DeliveryState.WAITING.value
    insert_rows(
        Delivery,
        ("event", "subject", "due_at", "state", "attempts_made", "endpoint"),
        (
            (event.pk, event.subject, event.created_at, state, 0, pk)
            for event, endpoints in deliveries
            for pk in endpoints
        ),
    )


def _listeners() -> list[_Listener]:
    endpoints = WebhookEndpoint.objects.filter(is_active=True).order_by("pk")
    rows = list(endpoints.values_list("pk", "event_types"))
    if not rows:
        return []
    topics: dict[int, set[str]] = {}
    for pk, slug in WebhookTopic.objects.values_list("endpoint", "topic__slug"):
        topics.setdefault(pk, set()).add(slug)
    return [_Listener(pk, frozenset(types), frozenset(topics.get(pk, ()))) for pk, types in rows]


def _happening(change: Change) -> Happening:
    return Happening(
        change_id=change.pk,
        at=change.at,
        kind=change.kind,
        subject=change.subject,
        subject_id=change.subject_id,
        slug=change.slug,
        edition=change.edition_number,
        previous_slug=change.previous_slug,
        topic_path=change.topic_path or "",
    )


def _paths(happenings: Sequence[Happening]) -> dict[int, list[str]]:
    """The paths of topics in which each change is heard: of an article also the one before it,
    so that who listens to a topic hears what leaves it. People and notices are in none."""
    paths = {each.change_id: [each.topic_path] for each in happenings}
    articles = {each.subject_id for each in happenings if each.subject == ChangeSubject.ARTICLE}
    before = Change.objects.filter(
        subject=ChangeSubject.ARTICLE,
        subject_id__in=articles,
        topic_path__isnull=False,
        id__lt=min(paths),
    )
    # In their order: the last one stays.
    last = dict(before.order_by("id").values_list("subject_id", "topic_path"))
    topics = [each for each in happenings if each.subject == ChangeSubject.TOPIC]
    tree = Topic.objects.tree() if topics else None
    for each in happenings:
        if each.subject == ChangeSubject.ARTICLE and each.subject_id in last:
            paths[each.change_id].append(last[each.subject_id] or "")
        elif each in topics and tree:
            above = [node.slug for node in tree.above(int(each.subject_id))]
            paths[each.change_id] = ["/".join(("", *above, each.slug, ""))]
    return paths
