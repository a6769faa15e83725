"""Whatever an act alters is purged: the rule that lets a CDN keep answers for a day."""

import pytest

from articles.documents.surrogate_keys import keys_changed
from articles.editorial import recompiling
from articles.editorial.moving import move
from articles.editorial.publishing import unpublish
from articles.models import Change
from tests.factories import (
    make_article,
    make_live_article,
    make_notice,
    make_person,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db

API = [
    *("", "schema/", "articles/", "articles/?topic=t", "articles/?topic=parent", "sections/"),
    *("articles/?author=nell", "faqs/", "search/?q=nerve", "suggest/?q=ner", "a-z/"),
    *("changes/", "changes/?subject=article,topic,person&include=full", "redirects/"),
    *("navigation/", "topics/", "topics/t/", "topics/parent/", "topics/empty/"),
    *("people/", "people/nell/", "people/idle/", "people/?role=author"),
    *("resolve/?path=/articles/a/", "resolve/?path=/topics/t/", "resolve/?path=/topics/empty/"),
    *("articles/a/", "articles/a.md", "articles/b/", "articles/a/related/", "articles/a/editions/"),
    *("articles/b/?expand=related", "articles/a/?as_of=2999-01-01", "articles/a/?edition=1"),
    *("articles/new/", "articles/moved/", "topics/?fields=slug,articles_count"),
]
ROOT = [
    *("feeds/articles.atom", "feeds/topics/t.rss", "feeds/topics/parent.atom", "sitemap.xml"),
    *("sitemap-1.xml", "robots.txt", "llms.txt"),
]
PATHS = [*(f"/api/v1/{path}" for path in API), *(f"/{path}" for path in ROOT)]


@pytest.fixture
def site():
    parent = make_topic(slug="parent")
    topic = make_topic(slug="t", parent=parent)
    nell = make_person(slug="nell")
    notice = make_notice(slug="care")
    shown = {"topic": topic, "authors": [nell], "disclaimer": notice}
    article = make_live_article(slug="a", title="Nerve pain", faqs=[("Why?", "<p>x</p>")], **shown)
    other = make_live_article(slug="b", title="Another")
    empty, idle = make_topic(slug="empty", parent=parent), make_person(slug="idle")
    return {
        "a": article,
        "b": other,
        "topic": topic,
        "parent": parent,
        "nell": nell,
        "notice": notice,
        "empty": empty,
        "idle": idle,
    }


def rename(row):
    row.name = "Another name"
    recompiling.save(row)


def edit(article):
    article.title = "Other nerves"
    article.save()
    publish(article)


def put_elsewhere(topic):
    topic.parent = None
    recompiling.save(topic)


def reword(notice):
    notice.body = "<p>Other words.</p>"
    recompiling.save(notice)


ACTS = {
    "publish a new one": lambda _: publish(make_article(slug="new", title="Nerves")),
    "edit": lambda site: edit(site["a"]),
    "withdraw": lambda site: unpublish(site["a"], by=None, explanation="Wrong."),
    "move": lambda site: move(site["a"], slug="moved", by=None),
    "rename a topic": lambda site: rename(site["topic"]),
    "rename the topic above": lambda site: rename(site["parent"]),
    "rename an empty topic": lambda site: rename(site["empty"]),
    "put an empty topic elsewhere": lambda site: put_elsewhere(site["empty"]),
    "put a topic elsewhere": lambda site: put_elsewhere(site["topic"]),
    "delete an empty topic": lambda site: recompiling.delete(site["empty"]),
    "rename an author": lambda site: rename(site["nell"]),
    "rename somebody idle": lambda site: rename(site["idle"]),
    "delete somebody idle": lambda site: recompiling.delete(site["idle"]),
    "reword a notice": lambda site: reword(site["notice"]),
}


@pytest.mark.parametrize("act", ACTS)
def test_whatever_an_act_alters_is_purged_and_other_articles_are_not(act, site, client):
    before = {path: client.get(path) for path in PATHS}
    last = Change.objects.latest("id").pk
    ACTS[act](site)
    rows = Change.objects.filter(id__gt=last).values_list("subject", "subject_id")
    purged = {key for row in rows for key in keys_changed(*row)}

    def is_kept(answer):
        return "public" in answer["Cache-Control"]

    def is_purged(path):
        return bool(purged & set(before[path]["Surrogate-Key"].split()))

    after = {path: client.get(path) for path in PATHS if is_kept(before[path])}
    altered = {
        path
        for path, answer in after.items()
        if (answer.status_code, answer.content) != (before[path].status_code, before[path].content)
    }
    assert {path for path in altered if not is_purged(path)} == set()
    assert altered
    if not any(str(site["b"].pk) == key for _, key in rows):
        assert not is_purged("/api/v1/articles/b/")
