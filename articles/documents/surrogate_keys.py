"""Surrogate keys: the names under which a CDN keeps an answer, and by which it is told to drop it.

Pure: keys in, keys out. An answer carries the keys of all that it is made of; a change names the
keys of all that it may have altered. Ids, not slugs, so that a move or a new name alters no key.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from .content import Content

# On every answer: for the day on which all must go.
EVERYTHING = "galley"
# What is made of all live articles: lists, search, feeds, the sitemap, and what isn't there (yet).
ARTICLES = "articles"
# What is made of all of these: their own lists, and whose set of keys was too long.
TOPICS, PEOPLE, NOTICES = "topics", "people", "notices"

_ALL_OF = {"article": ARTICLES, "topic": TOPICS, "person": PEOPLE, "notice": NOTICES}


def key_of(subject: str, subject_id: object) -> str:
    """The key of one article, topic, person or notice.

    >>> key_of("topic", 7)
    'topic-7'
    """
    return f"{subject}-{subject_id}"


def keys_shown(content: Content) -> tuple[str, ...]:
    """The keys of an article's own answer: the article, its topic, its people, its notice."""
    people = dict.fromkeys(content.author_ids + content.reviewer_ids)
    return (
        key_of("article", content.id),
        *([key_of("topic", content.topic_id)] if content.topic_id else []),
        *(key_of("person", key) for key in people),
        *([key_of("notice", content.disclaimer_id)] if content.disclaimer_id else []),
    )


def keys_changed(subject: str, subject_id: str | UUID | int) -> tuple[str, ...]:
    """The keys of what a change of this subject may have altered.

    Articles that show a topic, person or notice differently have a change of their own.

    >>> keys_changed("person", 3)
    ('person-3', 'people')
    """
    return (key_of(subject, subject_id), _ALL_OF[subject])


def fitted(keys: Iterable[str], limit: int, *, separator: str = " ") -> tuple[str, ...]:
    """`keys`, each once, as many as a header of `limit` bytes takes.

    Where they are too long, the largest families give way to their coarser key, one after the
    other: it stands for all of its kind, and every change of that kind names it.

    >>> fitted(["article-1", "person-1", "person-2", "person-3"], 20)
    ('article-1', 'people')
    """
    fitting = list(dict.fromkeys(keys))
    while _length(fitting, separator) > limit:
        family = _largest_family(fitting)
        if family is None:
            return (EVERYTHING,)
        coarse = _ALL_OF[family]
        kept = [key for key in fitting if not key.startswith(f"{family}-") and key != coarse]
        fitting = [*kept, coarse]
    return tuple(fitting)


def _length(keys: Sequence[str], separator: str) -> int:
    return len(separator.join(keys).encode())


def _largest_family(keys: Sequence[str]) -> str | None:
    """The kind whose keys take the most room, of those that have any."""
    room = {
        family: sum(len(key) for key in keys if key.startswith(f"{family}-")) for family in _ALL_OF
    }
    family = max(room, key=lambda name: room[name])
    return family if room[family] else None
