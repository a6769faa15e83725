"""Reads the surroundings of contents: the live reference data that their documents show."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import orjson
from django.conf import settings

from articles.models import Document, Edition, Notice, Person, Topic, TopicTree

from .compiled import Correction
from .content import Content
from .links import linked_ids
from .richtext import plain_text
from .surroundings import (
    ArticleFacts,
    NoticeFacts,
    PersonFacts,
    Site,
    Surroundings,
    TopicFacts,
)


def site() -> Site:
    return Site(
        article_url=settings.FRONTEND_ARTICLE_URL,
        topic_url=settings.FRONTEND_TOPIC_URL,
        words_per_minute=settings.WORDS_PER_MINUTE,
        base_url=settings.SITE_URL,
        name=settings.SITE_NAME,
        language=settings.SITE_LANGUAGE,
    )


def corrections_of(
    ids: Collection[UUID], *, until: int | None = None
) -> dict[UUID, tuple[Correction, ...]]:
    """The editions of these articles that are corrections, up to the number `until`. One query."""
    rows = Edition.objects.filter(article__in=ids, is_correction=True)
    if until is not None:
        rows = rows.filter(number__lte=until)
    found: dict[UUID, tuple[Correction, ...]] = {}
    for key, at, note in rows.order_by("article", "number").values_list(
        "article", "published_at", "note"
    ):
        found[key] = (*found.get(key, ()), Correction(at, note))
    return found


def surroundings_of(
    contents: Collection[Content], *, articles: Mapping[UUID, ArticleFacts] | None = None
) -> Surroundings:
    """What the documents of `contents` show besides them, in at most four queries.

    `articles` gives the live articles where the documents can't be asked, as during a rebuild.
    """
    around = Surroundings(
        site=site(),
        topics=_topics({content.topic_id for content in contents if content.topic_id}),
        people=_people(
            {key for content in contents for key in content.author_ids + content.reviewer_ids}
        ),
        notices=_notices({content.disclaimer_id for content in contents if content.disclaimer_id}),
    )
    wanted = {key for content in contents for key in linked_ids(content, around)}
    if articles is None:
        around.articles.update(live_articles(wanted))
    else:
        around.articles.update({key: articles[key] for key in wanted if key in articles})
    return around


def live_articles(ids: Collection[UUID]) -> dict[UUID, ArticleFacts]:
    """What others show of those of these articles that are live."""
    if not ids:
        return {}
    rows = Document.objects.filter(article__in=ids).values_list("article_id", "card")
    return {article_id: facts_of_card(card) for article_id, card in rows}


def facts_of_card(card: str) -> ArticleFacts:
    values = orjson.loads(card)
    return ArticleFacts(slug=values["slug"], title=values["title"], summary=values["summary"])


def facts_of_content(content: Content) -> ArticleFacts:
    """The same of an article whose document is to be compiled from `content`."""
    return ArticleFacts(
        slug=content.slug,
        title=plain_text(content.title),
        summary=plain_text(content.summary),
    )


def _topics(ids: Iterable[int]) -> dict[int, TopicFacts]:
    """Topics are few: all are read, so that the ways up to them cost no query each."""
    tree = Topic.objects.tree() if ids else TopicTree(())
    return {
        pk: TopicFacts(
            slug=tree.nodes[pk].slug,
            name=tree.nodes[pk].name,
            above=tuple(TopicFacts(slug=node.slug, name=node.name) for node in tree.above(pk)),
        )
        for pk in ids
        if pk in tree.nodes
    }


def _people(ids: Iterable[int]) -> dict[int, PersonFacts]:
    rows = Person.objects.filter(pk__in=ids) if ids else ()
    return {
        row.pk: PersonFacts(
            slug=row.slug,
            name=row.name,
            credentials=row.credentials,
            job_title=row.job_title,
            organisation=row.organisation,
            bio=row.bio,
            profile_url=row.url,
        )
        for row in rows
    }


def _notices(ids: Iterable[int]) -> dict[int, NoticeFacts]:
    rows = Notice.objects.filter(pk__in=ids) if ids else ()
    return {row.pk: NoticeFacts(slug=row.slug, name=row.name, body=row.body) for row in rows}
