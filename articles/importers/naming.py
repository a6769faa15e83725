"""The topics, people and notices that drafts name; what isn't there yet is created."""

from django.utils.text import slugify

from articles.editorial import recompiling
from articles.models import Notice, Person, Topic

from .drafts import ArticleDraft, ImportProblem, PersonDraft, nearest


class Names:
    """What one run knows by name. Each method gives ids for a draft, or raises ImportProblem.

    Content of other systems names things as it likes: there, names that give the same slug are one
    thing. Galley's own Markdown is told what is wrong.
    """

    def __init__(self) -> None:
        self._topics = list(Topic.objects.all())
        self._people = list(Person.objects.all())
        self._notices = dict(Notice.objects.values_list("slug", "pk"))

    def known(self) -> tuple[int, int]:
        """How much is known now, for `forget`."""
        return len(self._topics), len(self._people)

    def forget(self, known: tuple[int, int]) -> None:
        """What was created since was rolled back."""
        del self._topics[known[0] :], self._people[known[1] :]

    def topic(self, draft: ArticleDraft) -> int | None:
        name = draft.topic
        if not name:
            return None
        for topic in self._topics:
            if name == topic.slug or name.casefold() == topic.name.casefold():
                return topic.pk
        slug = slugify(name)[:100]
        same = next((topic for topic in self._topics if topic.slug == slug), None)
        if draft.external_id and same:
            return same.pk
        if draft.external_id and not slug:
            slug = _numbered("topic", {topic.slug for topic in self._topics})
        elif not slug or same:
            raise problem(draft, "topic", f"“{name}” gives no slug of its own; use a topic's slug.")
        topic = Topic(slug=slug, name=name)
        recompiling.save(topic)
        self._topics.append(topic)
        draft.notes.append(f"the topic “{name}” was created")
        return topic.pk

    def people(self, draft: ArticleDraft, key: str) -> tuple[int, ...]:
        people: list[PersonDraft] = getattr(draft, key)
        ids = [self._person(draft, key, person) for person in people]
        if draft.external_id:
            return tuple(dict.fromkeys(ids))
        if len(set(ids)) < len(ids):
            raise problem(draft, key, "The same person is there twice.")
        return tuple(ids)

    def _person(self, draft: ArticleDraft, key: str, person: PersonDraft) -> int:
        for row in self._people:
            if row.slug == person.slug if person.slug else row.name == person.name:
                return row.pk
        if not person.name:
            suggestion = nearest(person.slug, [row.slug for row in self._people])
            raise problem(
                draft,
                key,
                f"There is no person “{person.slug}”. Give a name to create one.{suggestion}",
            )
        slug = person.slug or slugify(person.name)[:100]
        same = next((row for row in self._people if row.slug == slug), None)
        if draft.external_id and same:
            return same.pk
        if draft.external_id and not slug:
            slug = _numbered("person", {row.slug for row in self._people})
        elif not slug or same:
            raise problem(draft, key, f"“{person.name}” gives no slug of its own; give one.")
        row = Person(
            slug=slug,
            name=person.name,
            credentials=person.credentials,
            job_title=person.job_title,
            organisation=person.organisation,
        )
        recompiling.save(row)
        self._people.append(row)
        draft.notes.append(f"the person “{person.name}” was created")
        return row.pk

    def notice(self, draft: ArticleDraft) -> int | None:
        if not draft.disclaimer:
            return None
        if draft.disclaimer not in self._notices:
            suggestion = nearest(draft.disclaimer, self._notices)
            raise problem(
                draft, "disclaimer", f"There is no notice “{draft.disclaimer}”.{suggestion}"
            )
        return self._notices[draft.disclaimer]


def _numbered(word: str, taken: set[str]) -> str:
    """A slug for a name that gives none, being written in other letters than Latin ones."""
    number = 1
    while f"{word}-{number}" in taken:
        number += 1
    return f"{word}-{number}"


def problem(draft: ArticleDraft, key: str, reason: str) -> ImportProblem:
    return ImportProblem(f"{key}: {reason}", line=draft.lines.get(key))
