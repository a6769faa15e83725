"""Runs the checks on contents: gathers the facts around them from the database, once for all."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from articles.documents.content import Content
from articles.documents.links import linked_ids, split_link
from articles.documents.richtext import internal_links
from articles.documents.surroundings import Surroundings
from articles.models import (
    FAQ,
    Article,
    Document,
    Edition,
    Passage,
    PassageKind,
    Person,
    Redirect,
    ReviewAct,
    ReviewEntry,
    Topic,
)

from .check_settings import active_checks, policy_in_settings
from .checks import (
    Approval,
    Facts,
    Finding,
    KnownArticle,
    KnownPerson,
    KnownQuestion,
    Limits,
    QuestionIndex,
    read,
    run,
)
from .checks.links import slug_in


def findings_for(content: Content, *, going_live: Collection[UUID] = ()) -> list[Finding]:
    """What the checks find in `content`, saved or not: errors first, then in page order.

    Args:
        going_live: articles that will be published along with it, and so count as live.
    """
    facts = facts_for([content], going_live=going_live)
    return run(content, facts, checks=active_checks(), policy=policy_in_settings())


def findings_for_many(
    contents: Collection[Content], *, going_live: Collection[UUID] = ()
) -> list[list[Finding]]:
    """The findings of each content, in the order given. At most twelve queries altogether."""
    return list(iterate_findings(contents, going_live=going_live))


def iterate_findings(
    contents: Collection[Content], *, going_live: Collection[UUID] = ()
) -> Iterator[list[Finding]]:
    """As `findings_for_many`, one at a time: the facts are gathered before the first."""
    facts = facts_for(contents, going_live=going_live)
    checks, policy = active_checks(), policy_in_settings()
    for content in contents:
        yield run(content, facts, checks=checks, policy=policy)


# --- Facts ---


def facts_for(contents: Collection[Content], *, going_live: Collection[UUID] = ()) -> Facts:
    """Everything that the checks ask about these contents, as the database has it now.

    Args:
        going_live: articles that count as live all the same.
    """
    people = {key for one in contents for key in one.author_ids + one.reviewer_ids}
    topics = {one.topic_id for one in contents if one.topic_id}
    return Facts(
        today=timezone.localdate(),
        limits=Limits(
            reference_max_age_years=settings.REFERENCE_MAX_AGE_YEARS,
            reading_grade_max=settings.READING_GRADE_MAX,
            review_interval_months=settings.REVIEW_INTERVAL_MONTHS,
        ),
        people=_people(people),
        articles=_articles(contents, going_live),
        article_url=settings.FRONTEND_ARTICLE_URL,
        live_slugs=_live_slugs(contents, going_live),
        questions=_questions() if any(one.faqs for one in contents) else QuestionIndex(),
        sign_off_required=settings.REQUIRE_SIGN_OFF,
        approvals=_approvals(contents),
        review_intervals=_intervals(topics),
        first_editions=_first_editions(contents),
    )


def _people(ids: Collection[int]) -> dict[int, KnownPerson]:
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name", "credentials")
    return {pk: KnownPerson(name, credentials) for pk, name, credentials in rows} if ids else {}


def _intervals(topic_ids: Collection[int]) -> dict[int, int]:
    topics = Topic.objects.filter(pk__in=topic_ids, review_interval_months__isnull=False)
    rows = topics.order_by().values_list("pk", "review_interval_months")
    return {pk: months for pk, months in rows if months} if topic_ids else {}


def _first_editions(contents: Iterable[Content]) -> dict[UUID, date]:
    """Only of those contents that name a day for it to be compared with."""
    ids = [one.id for one in contents if one.first_published_on]
    rows = Edition.objects.filter(article__in=ids, number=1).order_by()
    return {
        article_id: timezone.localdate(at)
        for article_id, at in (rows.values_list("article", "published_at") if ids else ())
    }


def _articles(
    contents: Iterable[Content], going_live: Collection[UUID]
) -> dict[UUID, KnownArticle]:
    """The articles that contents link to or pick, as they are live, else as they are written."""
    ids: set[UUID] = set()
    with_anchor: set[UUID] = set()
    for content in contents:
        ids.update(linked_ids(content, Surroundings()))
        with_anchor.update(_linked_with_anchor(content))
    if not ids:
        return {}
    anchors: dict[UUID, set[str]] = {}
    parts = Passage.objects.filter(document__in=with_anchor & ids)
    if with_anchor:
        for article_id, anchor in parts.order_by().values_list("document_id", "anchor"):
            anchors.setdefault(article_id, set()).add(anchor)
    rows = Article.objects.filter(pk__in=ids).order_by()
    columns = ("pk", "title", "slug", "document__title", "document__slug")
    return {
        pk: KnownArticle(
            title=live_title or title,
            slug=live_slug or slug,
            is_live=live_slug is not None or pk in going_live,
            anchors=frozenset(anchors.get(pk, ())) if live_slug is not None else None,
        )
        for pk, title, slug, live_title, live_slug in rows.values_list(*columns)
    }


def _live_slugs(contents: Iterable[Content], going_live: Collection[UUID]) -> frozenset[str]:
    """Of the slugs in links to the front end's own pages, those that lead to a live article."""
    article_url = settings.FRONTEND_ARTICLE_URL
    beginning = article_url.partition("{slug}")[0]
    slugs = {
        slug_in(link.href, article_url)
        for content in contents
        for text in _texts(content)
        if beginning in text  # So that few texts are parsed for it.
        for link in read(text).links
    } - {""}
    if not slugs:
        return frozenset()
    documents = Document.objects.filter(slug__in=slugs)
    moved = Redirect.objects.filter(slug__in=slugs, article_id__in=Document.objects.values("pk"))
    along = Article.objects.filter(slug__in=slugs, pk__in=going_live)
    rows = [one.order_by().values_list("slug", flat=True) for one in (documents, moved, along)]
    return frozenset(slug for found in rows for slug in found if slug)


def _texts(content: Content) -> list[str]:
    return [section.body for section in content.sections] + [faq.answer for faq in content.faqs]


def _linked_with_anchor(content: Content) -> Iterator[UUID]:
    for text in _texts(content):
        for address in internal_links(text):
            article_id, anchor = split_link(address)
            if article_id and anchor:
                yield article_id


def _questions() -> QuestionIndex:
    """All questions, of working copies and of what is live, each once an article."""
    working = FAQ.objects.order_by("article", "position", "pk")
    rows = list(working.values_list("question", "article_id", "article__title", "article__slug"))
    live = Passage.objects.filter(kind=PassageKind.FAQ).order_by("document", "position", "pk")
    rows += live.values_list("heading", "document_id", "document__title", "document__slug")
    known = {row[:2]: KnownQuestion(*row) for row in rows}
    return QuestionIndex.of(known.values())


def _approvals(contents: Collection[Content]) -> dict[UUID, Approval]:
    """Where the sign-off of each content stands: as `approval.standing_sign_off`, for many."""
    signed: dict[UUID, set[str]] = {}
    acts = (ReviewAct.SIGNED_OFF, ReviewAct.CHANGES_REQUESTED)
    entries = ReviewEntry.objects.filter(article__in=[one.id for one in contents], act__in=acts)
    rows = entries.order_by("pk").values_list("article_id", "sign_off__content_hash")
    for article_id, content_hash in rows:
        standing = signed.setdefault(article_id, set())
        if content_hash:
            standing.add(content_hash)
        else:
            standing.clear()  # Asking for changes takes back what was signed off.
    return {
        one.id: Approval.STANDING if _hash(one) in signed[one.id] else Approval.OUTDATED
        for one in contents
        if one.id in signed
    }


def _hash(content: Content) -> str | None:
    """The content's hash; None for one that can't be stored, which is told at publishing."""
    try:
        return content.hash
    except TypeError:
        return None
