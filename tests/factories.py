"""Small factories: what a test needs, and nothing that it doesn't name."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model

from articles.documents.richtext import sanitise
from articles.editorial import publishing
from articles.editorial.working_copy import settle
from articles.models import (
    FAQ,
    Article,
    ArticleAuthor,
    ArticleReviewer,
    Edition,
    Notice,
    Person,
    Reference,
    RelatedArticle,
    Section,
    Topic,
)

_number = count(1)


def make_topic(name: str = "", **values: Any) -> Topic:
    number = next(_number)
    name = name or f"Topic {number}"
    return Topic.objects.create(name=name, slug=values.pop("slug", f"topic-{number}"), **values)


def make_person(name: str = "", **values: Any) -> Person:
    number = next(_number)
    name = name or f"Person {number}"
    return Person.objects.create(name=name, slug=values.pop("slug", f"person-{number}"), **values)


def make_notice(**values: Any) -> Notice:
    number = next(_number)
    defaults = {"slug": f"notice-{number}", "name": f"Notice {number}", "body": "<p>Ask.</p>"}
    return Notice.objects.create(**defaults | values)


def make_user(**values: Any) -> Any:
    number = next(_number)
    defaults: dict[str, Any] = {
        "username": f"user-{number}",
        "password": "secret",
        "is_staff": True,
    }
    return get_user_model().objects.create_user(**defaults | values)


def make_article(
    *,
    sections: Iterable[dict[str, Any] | tuple[str, str]] = (("Overview", "<p>Some words.</p>"),),
    faqs: Iterable[dict[str, Any] | tuple[str, str]] = (),
    references: Iterable[dict[str, Any]] = (),
    authors: Iterable[Person] = (),
    reviewers: Iterable[Person] = (),
    related: Iterable[Article] = (),
    **values: Any,
) -> Article:
    """A saved working copy. Sections are (heading, body) or fields; FAQs (question, answer)."""
    number = next(_number)
    article = Article.objects.create(
        **{"title": f"Article {number}", "slug": f"article-{number}"} | values
    )
    for position, part in enumerate(sections, start=1):
        fields = dict(zip(("heading", "body"), part, strict=True)) if type(part) is tuple else part
        Section.objects.create(article=article, position=position, **_clean(fields, "body"))
    for position, part in enumerate(faqs, start=1):
        fields = (
            dict(zip(("question", "answer"), part, strict=True)) if type(part) is tuple else part
        )
        FAQ.objects.create(article=article, position=position, **_clean(fields, "answer"))
    for position, fields in enumerate(references, start=1):
        Reference.objects.create(article=article, position=position, **fields)
    for position, person in enumerate(authors, start=1):
        ArticleAuthor.objects.create(article=article, person=person, position=position)
    for position, person in enumerate(reviewers, start=1):
        ArticleReviewer.objects.create(article=article, person=person, position=position)
    for position, target in enumerate(related, start=1):
        RelatedArticle.objects.create(article=article, target=target, position=position)
    settle(article, by=None)
    article.refresh_from_db()
    return article


def _clean(fields: Any, name: str) -> dict[str, Any]:
    return {**fields, name: sanitise(fields.get(name, ""))}


def publish(article: Article, **values: Any) -> Edition:
    return publishing.publish(article, **{"by": None} | values)


def make_live_article(**values: Any) -> Article:
    article = make_article(**values)
    publish(article)
    return article
