"""Stores article drafts as working copies, whatever source they come from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.text import slugify

from articles.documents.anchors import anchor_for
from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.documents.loading import load
from articles.documents.richtext import internal_links, map_links
from articles.editorial import recompiling
from articles.editorial.writing import write_content
from articles.models import Article, Notice, Person, Topic

from .drafts import ArticleDraft, FAQDraft, ImportProblem, PersonDraft, SectionDraft, nearest


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    # The stored article is another, and updating wasn't asked for.
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Written:
    content: Content
    outcome: Outcome


class Writer:
    """Stores the drafts of one run. `store` is one transaction for each draft.

    Drafts may link to and pick one another: an article that the run is going to create is planned,
    which gives it its id, before any that names it is stored.
    """

    def __init__(self, *, update: bool) -> None:
        self.update = update
        self.existing: dict[str, UUID] = dict(Article.objects.values_list("slug", "pk"))
        self.planned: dict[str, UUID] = {}
        self.topics = list(Topic.objects.all())
        self.people = list(Person.objects.all())
        self.notices = dict(Notice.objects.values_list("slug", "pk"))

    def plan(self, slug: str) -> None:
        """The run is going to store an article with this slug."""
        if slug not in self.existing:
            self.planned[slug] = uuid4()

    def knows_all_of(self, draft: ArticleDraft) -> bool:
        """Whether all articles that `draft` links to or picks are there or planned."""
        texts = [part.body for part in draft.sections] + [part.answer for part in draft.faqs]
        linked = (link.partition("#")[0] for text in texts for link in internal_links(text))
        return all(
            slug in self.existing or slug in self.planned for slug in (*draft.related, *linked)
        )

    def store(self, draft: ArticleDraft) -> Written:
        """Create or update the working copy that has the draft's slug.

        Raises:
            ImportProblem: the draft names something that doesn't exist.
        """
        known = len(self.topics), len(self.people)
        try:
            # No savepoint: where there is a transaction around, it has to be given up as well.
            with transaction.atomic(savepoint=False):
                return self._store(draft)
        except BaseException:
            # What was created for this draft alone is rolled back; forget it too.
            del self.topics[known[0] :], self.people[known[1] :]
            raise

    def _store(self, draft: ArticleDraft) -> Written:
        article_id = self.existing.get(draft.slug)
        if article_id is None:
            content = self._content(draft, self.planned[draft.slug], None)
            write_content(content, by=None, is_new=True)
            self.existing[draft.slug] = content.id
            return Written(content, Outcome.CREATED)
        stored = load(Article(pk=article_id))
        content = self._content(draft, article_id, stored)
        if content == stored:
            return Written(stored, Outcome.UNCHANGED)
        if not self.update:
            return Written(stored, Outcome.DIFFERENT)
        write_content(content, by=None)
        return Written(content, Outcome.UPDATED)

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
        if self.existing.get(draft.slug) == self.planned.get(draft.slug):
            self.existing.pop(draft.slug, None)

    def _content(self, draft: ArticleDraft, article_id: UUID, stored: Content | None) -> Content:
        sections, faqs = _anchored(draft, stored)
        return Content(
            id=article_id,
            slug=draft.slug,
            title=draft.title,
            summary=draft.summary,
            also_called=draft.also_called,
            topic_id=self._topic(draft),
            author_ids=self._people(draft, "authors"),
            reviewer_ids=self._people(draft, "reviewers"),
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
            disclosure=draft.disclosure,
            disclaimer_id=self._notice(draft),
            related_ids=self._related(draft, article_id),
        )

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
                raise _problem(draft, "related", "An article can't be related to itself.")
            if target is not None:
                found.append(target)
            elif slug not in self.planned:
                suggestion = nearest(slug, {*self.existing, *self.planned} - {draft.slug})
                raise _problem(draft, "related", f"There is no article “{slug}”.{suggestion}")
        return tuple(found)

    def _topic(self, draft: ArticleDraft) -> int | None:
        name = draft.topic
        if not name:
            return None
        for topic in self.topics:
            if name == topic.slug or name.casefold() == topic.name.casefold():
                return topic.pk
        slug = slugify(name)[:100]
        if not slug or any(topic.slug == slug for topic in self.topics):
            raise _problem(
                draft, "topic", f"“{name}” gives no slug of its own; use a topic's slug."
            )
        topic = Topic(slug=slug, name=name)
        recompiling.save(topic)
        self.topics.append(topic)
        draft.notes.append(f"the topic “{name}” was created")
        return topic.pk

    def _people(self, draft: ArticleDraft, key: str) -> tuple[int, ...]:
        people: list[PersonDraft] = getattr(draft, key)
        ids = [self._person(draft, key, person) for person in people]
        if len(set(ids)) < len(ids):
            raise _problem(draft, key, "The same person is there twice.")
        return tuple(ids)

    def _person(self, draft: ArticleDraft, key: str, person: PersonDraft) -> int:
        for row in self.people:
            if row.slug == person.slug if person.slug else row.name == person.name:
                return row.pk
        if not person.name:
            suggestion = nearest(person.slug, [row.slug for row in self.people])
            raise _problem(
                draft,
                key,
                f"There is no person “{person.slug}”. Give a name to create one.{suggestion}",
            )
        slug = person.slug or slugify(person.name)[:100]
        if not slug or any(row.slug == slug for row in self.people):
            raise _problem(draft, key, f"“{person.name}” gives no slug of its own; give one.")
        row = Person(
            slug=slug,
            name=person.name,
            credentials=person.credentials,
            job_title=person.job_title,
            organisation=person.organisation,
        )
        recompiling.save(row)
        self.people.append(row)
        draft.notes.append(f"the person “{person.name}” was created")
        return row.pk

    def _notice(self, draft: ArticleDraft) -> int | None:
        if not draft.disclaimer:
            return None
        if draft.disclaimer not in self.notices:
            suggestion = nearest(draft.disclaimer, self.notices)
            raise _problem(
                draft, "disclaimer", f"There is no notice “{draft.disclaimer}”.{suggestion}"
            )
        return self.notices[draft.disclaimer]


def _problem(draft: ArticleDraft, key: str, reason: str) -> ImportProblem:
    return ImportProblem(f"{key}: {reason}", line=draft.lines.get(key))


# --- Anchors ---

Anchored = list[tuple[str, Any]]


def _anchored(draft: ArticleDraft, stored: Content | None) -> tuple[Anchored, Anchored]:
    """Each section and FAQ of the draft with its anchor.

    A part keeps the anchor that it has in `stored`: it is known again by its own anchor, its
    heading, or its text. A new part gets a new anchor.
    """
    old_sections = stored.sections if stored else ()
    old_faqs = stored.faqs if stored else ()
    own = {part.anchor for part in draft.sections if part.anchor}
    own |= {part.anchor for part in draft.faqs if part.anchor}
    sections = _keep(
        draft.sections, [(part.anchor, part.heading, part.body) for part in old_sections], own
    )
    faqs = _keep(draft.faqs, [(part.anchor, part.question, part.answer) for part in old_faqs], own)
    taken = {anchor for anchor in (*sections, *faqs) if anchor}
    return _fill(draft.sections, sections, taken), _fill(draft.faqs, faqs, taken)


def _words(part: SectionDraft | FAQDraft) -> tuple[str, str]:
    if isinstance(part, SectionDraft):
        return part.heading, part.body
    return part.question, part.answer


def _keep(parts: Sequence[Any], old: list[tuple[str, str, str]], own: set[str]) -> list[str]:
    anchors = [part.anchor for part in parts]
    free = [entry for entry in old if entry[0] not in own]
    for place in (1, 2):  # By heading first, then by text.
        for index, part in enumerate(parts):
            wanted = _words(part)[place - 1]
            match = next((entry for entry in free if wanted and entry[place] == wanted), None)
            if not anchors[index] and match:
                anchors[index] = match[0]
                free.remove(match)
    return anchors


def _fill(parts: Sequence[Any], anchors: list[str], taken: set[str]) -> Anchored:
    filled = []
    for part, kept in zip(parts, anchors, strict=True):
        anchor = kept or anchor_for(_words(part)[0], taken=taken)
        taken.add(anchor)
        filled.append((anchor, part))
    return filled
