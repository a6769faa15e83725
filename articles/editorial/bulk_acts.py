"""What a bulk job does to one article: one function for each act.

Each is called within the transaction that marks the item, and asks for its permission again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

from articles.documents.loading import load
from articles.models import Article, BulkAct, Person, Topic

from . import permissions
from .assigning import set_reviewer, set_topic
from .exporting import as_json
from .publishing import NothingToPublish, publish, unpublish

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

Row = TypeVar("Row", bound=Model)


class BulkRefusal(Exception):  # noqa: N818
    """An article that a bulk job can't work on; its text says why, for editors."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article of a job, with all that an act may ask for."""

    article: Article
    by: "AbstractBaseUser"
    options: dict[str, Any]
    # What was asked to be published.
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: for the job's report, and for the article's own log if it was changed."""

    message: str
    result: str = ""
    logged: str = ""


# One of these is enough to start a job.
PERMISSIONS = {
    BulkAct.PUBLISH: (permissions.PUBLISH,),
    BulkAct.UNPUBLISH: (permissions.PUBLISH,),
    BulkAct.SET_TOPIC: (permissions.EDIT,),
    BulkAct.SET_REVIEWER: (permissions.EDIT,),
    BulkAct.EXPORT: (permissions.VIEW, permissions.EDIT),
}


def _publish(item: Item) -> Done:
    try:
        edition = publish(
            item.article, by=item.by, expected_hash=item.content_hash or None, **item.options
        )
    except NothingToPublish:
        return Done("Nothing to publish.")
    return Done(
        f"Edition {edition.number} is live.", logged=f"Published edition {edition.number} in bulk."
    )


def _unpublish(item: Item) -> Done:
    unpublish(item.article, by=item.by, **item.options)
    return Done("Unpublished.", logged="Unpublished in bulk.")


def _set_topic(item: Item) -> Done:
    topic = _chosen(Topic, item.options["topic"])
    changed = set_topic(item.article, topic, by=item.by)
    if not changed:
        return Done(f"The topic was {topic} already.")
    return Done(f"The topic is {topic}.", logged=f"Set the topic to {topic} in bulk.")


def _set_reviewer(item: Item) -> Done:
    person = _chosen(Person, item.options["reviewer"])
    changed = set_reviewer(item.article, person, by=item.by)
    if not changed:
        return Done(f"The reviewer was {person} already.")
    return Done(f"The reviewer is {person}.", logged=f"Set the reviewer to {person} in bulk.")


def _export(item: Item) -> Done:
    permissions.require(item.by, *PERMISSIONS[BulkAct.EXPORT])
    return Done("Exported.", result=as_json(load(item.article)))


def _chosen(model: type[Row], key: int) -> Row:
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        raise BulkRefusal(f"The {model._meta.verbose_name} was deleted meanwhile.")
    return row


ACTS: dict[str, Callable[[Item], Done]] = {
    BulkAct.PUBLISH: _publish,
    BulkAct.UNPUBLISH: _unpublish,
    BulkAct.SET_TOPIC: _set_topic,
    BulkAct.SET_REVIEWER: _set_reviewer,
    BulkAct.EXPORT: _export,
}

# The options that each act knows. Those of the first two are arguments of the domain function.
OPTIONS: dict[str, frozenset[str]] = {
    BulkAct.PUBLISH: frozenset({"note", "is_correction", "exception_reason"}),
    BulkAct.UNPUBLISH: frozenset({"explanation"}),
    BulkAct.SET_TOPIC: frozenset({"topic"}),
    BulkAct.SET_REVIEWER: frozenset({"reviewer"}),
    BulkAct.EXPORT: frozenset(),
}
