"""Stores article drafts as working copies, whatever source they come from."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.documents.gathering import site
from articles.documents.loading import load
from articles.documents.richtext import internal_links, map_links
from articles.documents.surroundings import normal_path
from articles.editorial.publishing import RESERVED_SLUGS
from articles.editorial.writing import create_all, write_content
from articles.models import Article, Origin, Redirect

from .anchoring import anchored
from .drafts import ArticleDraft, nearest
from .linking import joined, names_of, site_links, targets_of
from .naming import Names, problem

MAX_SLUG = 200


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    # The stored article is another, and updating wasn't asked for.
    DIFFERENT = "different"
    # An editor changed it since it was imported, so it was left as it is.
    KEPT = "edited since"
    # No article: see `LeftOut`.
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Written:
    content: Content
    outcome: Outcome


class Writer:
    """Stores the drafts of one run.

    Drafts may link to and pick one another: an article that the run is going to create is planned,
    which gives it its id, before any that names it is stored.
    """

    def __init__(self, *, update: bool) -> None:
        self.update = update
        self.existing: dict[str, UUID] = dict(Article.objects.values_list("slug", "pk"))
        self.planned: dict[str, UUID] = {}
        self.names = Names()
        # What is going to be created, all at once.
        self._new: list[Content] = []

    def plan(self, slug: str) -> None:
        """The run is going to store an article with this slug."""
        if slug not in self.existing:
            self.planned[slug] = uuid4()

    def knows_all_of(self, draft: ArticleDraft) -> bool:
        """Whether all articles that `draft` links to or picks are there or planned."""
        linked = (
            link.partition("#")[0] for text in draft.bodies() for link in internal_links(text)
        )
        return all(
            slug in self.existing or slug in self.planned for slug in (*draft.related, *linked)
        )

    @contextmanager
    def trying(self, drafts: Collection[ArticleDraft]) -> Iterator[None]:
        """What is stored in here for `drafts` is forgotten if it ends in an error."""
        known = self.names.known()
        before = [
            (draft, draft.slug, draft.slug in self.existing, len(draft.notes)) for draft in drafts
        ]
        try:
            yield
        except BaseException:
            self.names.forget(known)
            for draft, slug, was_there, notes in before:
                # A slug that it was given here instead of its own was nobody's.
                if draft.slug != slug or not was_there:
                    self.existing.pop(draft.slug, None)
                draft.slug = slug
                del draft.notes[notes:]
            raise

    def store(self, drafts: Iterable[ArticleDraft]) -> list[Written]:
        """Create or update the working copies that these drafts are, in one transaction.

        Raises:
            ImportProblem: a draft names something that doesn't exist.
        """
        known = self.names.known()
        try:
            # No savepoint: where there is a transaction around, it has to be given up as well.
            with transaction.atomic(savepoint=False):
                written = [self._store(draft) for draft in drafts]
                self._create()
                return written
        except BaseException:
            # What was created for these drafts alone is rolled back; forget it too.
            self.names.forget(known)
            self._new.clear()
            raise

    def _create(self) -> None:
        create_all(self._new)
        self._new.clear()

    def _load(self, article_id: UUID) -> Content:
        if any(content.id == article_id for content in self._new):
            self._create()
        return load(Article(pk=article_id))

    def _store(self, draft: ArticleDraft) -> Written:
        if draft.external_id:
            return self._store_foreign(draft)
        article_id = self.existing.get(draft.slug)
        if article_id is None:
            content = self._content(draft, self.planned[draft.slug], None)
            self._new.append(content)
            self.existing[draft.slug] = content.id
            return Written(content, Outcome.CREATED)
        stored = self._load(article_id)
        content = self._content(draft, article_id, stored)
        if content == stored:
            return Written(stored, Outcome.UNCHANGED)
        if not self.update:
            return Written(stored, Outcome.DIFFERENT)
        write_content(content, by=None)
        return Written(content, Outcome.UPDATED)

    def _store_foreign(self, draft: ArticleDraft) -> Written:
        """As `_store`, found by what it is called in its source."""
        origin = Origin.objects.filter(external_id=draft.external_id).first()
        if origin is None and draft.owns_slug and draft.slug in self.existing:
            return self._adopt(draft, self.existing[draft.slug])
        if origin is None:
            return self._create_foreign(draft)
        stored = self._load(origin.article_id)
        # The address stays: it may have been given here, and readers may know it.
        content = replace(self._content(draft, stored.id, stored), slug=stored.slug)
        outcome = Outcome.UPDATED
        if content == stored:
            outcome = Outcome.UNCHANGED
        elif stored.hash != origin.content_hash and not self.update:
            return Written(stored, Outcome.KEPT)
        else:
            write_content(content, by=None)
        self._remember(names_of(draft), content)
        return Written(content, outcome)

    def _adopt(self, draft: ArticleDraft, article_id: UUID) -> Written:
        """The article with the draft's slug is the same, and was never imported in this way."""
        stored = self._load(article_id)
        content = self._content(draft, article_id, stored)
        if content != stored and not self.update:
            return Written(stored, Outcome.DIFFERENT)
        if content != stored:
            write_content(content, by=None)
        self._remember(names_of(draft), content)
        return Written(content, Outcome.UNCHANGED if content == stored else Outcome.UPDATED)

    def _remember(self, names: Collection[str], content: Content) -> None:
        """Find the article again by these names, and know what the import stored of it."""
        values = {"content_hash": content.hash, "imported_at": timezone.now()}
        known = Origin.objects.filter(external_id__in=names)
        # A name stays with whom it was given first.
        others = set(known.values_list("external_id", flat=True))
        known.filter(article=content.id).update(**values)
        Origin.objects.bulk_create(
            Origin(external_id=name, article_id=content.id, **values)
            for name in names
            if name not in others
        )

    def join(self, article_id: UUID, names: Collection[str], targets: Mapping[str, str]) -> bool:
        """Let a stored article link to others by their ids (see `linking.targets_of`).

        One that an editor has changed since it was stored, or deleted, is left as it is.

        Args:
            names: of the article in its source (see `linking.names_of`).
        """
        origin = Origin.objects.filter(external_id__in=names, article=article_id).first()
        if origin is None:
            return False
        stored = load(Article(pk=article_id))
        content = joined(stored, targets)
        if content == stored or stored.hash != origin.content_hash:
            return False
        write_content(content, by=None)
        self._remember(names, content)
        return True

    def _create_foreign(self, draft: ArticleDraft) -> Written:
        wanted = draft.slug
        draft.slug = self._free_slug(wanted)
        if draft.slug != wanted:
            draft.notes.append(f"the address “{wanted}” was taken: it is “{draft.slug}” here")
        content = self._content(draft, self.planned.get(draft.slug) or uuid4(), None)
        self._new.append(content)
        self.existing[draft.slug] = content.id
        self._remember(names_of(draft), content)
        self._keep_old_path(draft, content)
        return Written(content, Outcome.CREATED)

    def _free_slug(self, slug: str) -> str:
        free, number = slug, 1
        while free in self.existing or free in RESERVED_SLUGS:
            number += 1
            ending = f"-{number}"
            free = slug[: MAX_SLUG - len(ending)] + ending
        return free

    def _keep_old_path(self, draft: ArticleDraft, content: Content) -> None:
        """Let the address that the article had lead to it, once it is live."""
        path = normal_path(draft.address)
        if not path or path == normal_path(site().web_url(content.slug)):
            return
        longest = Redirect._meta.get_field("path").max_length or 0
        if len(path) > longest or Redirect.objects.filter(path=path).exists():
            draft.notes.append(f"no redirect from {path}: it is too long, or leads elsewhere")
            return
        Redirect.objects.create(
            slug=None, path=path, article_id=content.id, created_at=timezone.now()
        )

    def relate(self, written: Written, draft: ArticleDraft) -> Written:
        """Set the draft's related picks, now that all articles of the run are stored."""
        missing = [slug for slug in draft.related if slug not in self.existing]
        draft.notes += [f"the related article “{slug}” was not imported" for slug in missing]
        picks = self._related(draft, written.content.id)
        if picks == written.content.related_ids:
            return written
        content = replace(written.content, related_ids=picks)
        write_content(content, by=None)
        return replace(written, content=content)

    def forget(self, draft: ArticleDraft) -> None:
        """What `store` wrote for this draft was rolled back."""
        if draft.external_id or self.existing.get(draft.slug) == self.planned.get(draft.slug):
            self.existing.pop(draft.slug, None)

    def _content(self, draft: ArticleDraft, article_id: UUID, stored: Content | None) -> Content:
        sections, faqs = anchored(draft, stored)
        targets = targets_of(site_links(draft.bodies(), draft.site)) if draft.external_id else {}
        content = Content(
            id=article_id,
            slug=draft.slug,
            title=draft.title,
            summary=draft.summary,
            also_called=draft.also_called,
            topic_id=self.names.topic(draft),
            author_ids=self.names.people(draft, "authors"),
            reviewer_ids=self.names.people(draft, "reviewers"),
            featured=draft.featured,
            meta_title=draft.meta_title,
            meta_description=draft.meta_description,
            canonical_url=draft.canonical_url,
            sections=tuple(
                SectionContent(
                    anchor=anchor,
                    heading=part.heading,
                    level=part.level,
                    kind=part.kind,
                    health_aspect=part.health_aspect,
                    body=self._linked(part.body),
                )
                for anchor, part in sections
            ),
            faqs=tuple(
                FAQContent(
                    anchor=anchor,
                    question=part.question,
                    answer=self._linked(part.answer),
                    also_asked=part.also_asked,
                )
                for anchor, part in faqs
            ),
            references=tuple(
                ReferenceContent(
                    title=part.title,
                    publisher=part.publisher,
                    year=part.year,
                    doi=part.doi,
                    pmid=part.pmid,
                    url=part.url,
                    evidence_level=part.evidence_level,
                )
                for part in draft.references
            ),
            reviewed_on=draft.reviewed_on,
            review_due=draft.review_due,
            first_published_on=draft.first_published_on,
            disclosure=draft.disclosure,
            disclaimer_id=self.names.notice(draft),
            related_ids=self._related(draft, article_id),
        )
        return joined(content, targets) if targets else content

    # --- What the draft names ---

    def _linked(self, text: str) -> str:
        """Rich text with links by slug made links by id; unknown slugs stay as they are."""
        if not internal_links(text):
            return text

        def by_id(address: str) -> str:
            slug, mark, anchor = address.partition("#")
            target = self.existing.get(slug) or self.planned.get(slug) or slug
            return f"article:{target}{mark}{anchor}"

        return map_links(text, by_id)

    def _related(self, draft: ArticleDraft, article_id: UUID) -> tuple[UUID, ...]:
        found = []
        for slug in draft.related:
            target = self.existing.get(slug)
            if target == article_id or slug == draft.slug:
                raise problem(draft, "related", "An article can't be related to itself.")
            if target is not None:
                found.append(target)
            elif slug not in self.planned:
                suggestion = nearest(slug, {*self.existing, *self.planned} - {draft.slug})
                raise problem(draft, "related", f"There is no article “{slug}”.{suggestion}")
        return tuple(found)
