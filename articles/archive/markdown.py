"""A working copy as Markdown that people read, and that says exactly what is stored.

The same Markdown that `import_markdown` takes, with what an import doesn't need under
`working_copy`. A text that Markdown can't say exactly stands in it as HTML; an article that can't
be said at all is none of this module's, and is exported as JSON.
"""

from collections.abc import Container, Iterator
from typing import Any
from uuid import UUID

import yaml

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.documents.richtext import internal_links, map_links, to_markdown
from articles.documents.whole_text import FAQS, escaped
from articles.importers import front_matter
from articles.importers.drafts import ArticleDraft, ImportProblem
from articles.importers.markdown import parse
from articles.importers.markdown_body import ALSO_ASKED

from .naming import Names, Slugs, look_up
from .problems import ArchiveProblem
from .working_copies import WorkingCopy, with_dates

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_REFERENCE = ("title", "publisher", "year", "doi", "pmid", "url", "evidence_level")


def as_markdown(copy: WorkingCopy, slugs: Slugs, names: Names) -> str | None:
    """The working copy as Markdown; None where no Markdown says exactly what is stored.

    `names` are `slugs` the other way round: what is written is read again to be sure.
    """
    as_html: set[int] = set()
    for _ in range(2):
        text = _text(copy, slugs, as_html)
        try:
            read = from_markdown(text, names)
        except ArchiveProblem:
            # A text that looks like a heading, perhaps.
            as_html = set(range(_count(copy.content)))
            continue
        if read == copy:
            return text
        as_html = _different(_bodies(copy.content), _bodies(read.content))
    return None


def _text(copy: WorkingCopy, slugs: Slugs, as_html: Container[int]) -> str:
    body = "\n\n".join(filter(None, _body(copy.content, slugs, as_html)))
    return f"---\n{_front_matter(copy, slugs)}---\n\n{body}\n"


def _bodies(content: Content) -> list[str]:
    return [*(part.body for part in content.sections), *(part.answer for part in content.faqs)]


def _count(content: Content) -> int:
    return len(content.sections) + len(content.faqs)


def _different(wanted: list[str], read: list[str]) -> set[int]:
    """Which texts came out different: all, where they are not as many."""
    if len(wanted) != len(read):
        return set(range(len(wanted)))
    pairs = enumerate(zip(wanted, read, strict=True))
    return {number for number, (stored, told) in pairs if stored != told}


def _front_matter(copy: WorkingCopy, slugs: Slugs) -> str:
    content = copy.content
    values: dict[str, Any] = {
        "title": content.title,
        "slug": content.slug,
        "summary": content.summary,
        "also_called": list(content.also_called),
        "topic": slugs.topics[content.topic_id] if content.topic_id else None,
        "authors": [{"slug": slugs.people[key]} for key in content.author_ids],
        "reviewers": [{"slug": slugs.people[key]} for key in content.reviewer_ids],
        "reviewed_on": content.reviewed_on,
        "review_due": content.review_due,
        "first_published_on": content.first_published_on,
        "meta_title": content.meta_title,
        "meta_description": content.meta_description,
        "canonical_url": content.canonical_url,
        "featured": content.featured,
        "disclosure": content.disclosure,
        "disclaimer": slugs.notices[content.disclaimer_id] if content.disclaimer_id else None,
        "related": [slugs.articles[key] for key in content.related_ids],
        "references": [_reference(reference) for reference in content.references],
    }
    given = {name: value for name, value in values.items() if value}
    given["working_copy"] = {
        "id": str(content.id),
        "created_at": copy.created_at.isoformat(),
        "modified_at": copy.modified_at.isoformat(),
    } | ({"modified_by": copy.modified_by} if copy.modified_by else {})
    text: str = yaml.dump(given, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    return text


def _reference(reference: ReferenceContent) -> dict[str, Any]:
    return {name: value for name in _REFERENCE if (value := getattr(reference, name))}


def _body(content: Content, slugs: Slugs, as_html: Container[int]) -> Iterator[str]:
    def written(number: int, text: str) -> str:
        linked = map_links(text, by_slug) if internal_links(text) else text
        return linked if number in as_html else to_markdown(linked)

    def by_slug(address: str) -> str:
        target, mark, anchor = address.partition("#")
        return f"article:{slugs.by_id.get(target, target)}{mark}{anchor}"

    for number, section in enumerate(content.sections):
        attributes = [f"#{section.anchor}"] if section.anchor else []
        if section.health_aspect:
            attributes.append(f"health_aspect={section.health_aspect}")
        if section.kind != "plain":
            attributes.append(f"kind={section.kind}")
        braces = f" {{{' '.join(attributes)}}}" if attributes else ""
        yield f"{'#' * (section.level + 1)} {escaped(section.heading)}{braces}"
        yield written(number, section.body)
    if content.faqs:
        yield f"## {FAQS}"
    for number, faq in enumerate(content.faqs, start=len(content.sections)):
        yield f"### {escaped(faq.question)}" + (f" {{#{faq.anchor}}}" if faq.anchor else "")
        yield f"{ALSO_ASKED} {faq.also_asked}" if faq.also_asked else ""
        yield written(number, faq.answer)


# --- And back ---


def identity_in(text: str) -> tuple[UUID, str]:
    """The id and the slug of the article in a Markdown file.

    Raises:
        ArchiveProblem: it has none.
    """
    try:
        values, _ = front_matter.read(front_matter.split(text)[0])
    except ImportProblem as problem:
        raise _told(problem) from None
    return _id(values.get("working_copy", {})), values.get("slug", "")


def from_markdown(text: str, names: Names) -> WorkingCopy:
    """The working copy in a Markdown file.

    Raises:
        ArchiveProblem: it holds none, or names what isn't there.
    """
    try:
        draft = parse(text)
    except ImportProblem as problem:
        raise _told(problem) from None
    return with_dates(_content(draft, names), draft.working_copy)


def _told(problem: ImportProblem) -> ArchiveProblem:
    return ArchiveProblem(
        f"line {problem.line}: {problem.reason}" if problem.line else problem.reason
    )


def _id(values: dict[str, str]) -> UUID:
    try:
        return UUID(values.get("id", ""))
    except ValueError:
        raise ArchiveProblem(
            "The front matter has no working_copy with an id. import_markdown takes files of "
            "people; this takes an export."
        ) from None


def _content(draft: ArticleDraft, names: Names) -> Content:
    def linked(text: str) -> str:
        return map_links(text, by_id) if internal_links(text) else text

    def by_id(address: str) -> str:
        slug, mark, anchor = address.partition("#")
        return f"article:{names.articles.get(slug, slug)}{mark}{anchor}"

    return Content(
        id=_id(draft.working_copy),
        slug=draft.slug,
        title=draft.title,
        summary=draft.summary,
        also_called=draft.also_called,
        topic_id=look_up(names.topics, draft.topic, "topic") if draft.topic else None,
        author_ids=tuple(look_up(names.people, each.slug, "person") for each in draft.authors),
        reviewer_ids=tuple(look_up(names.people, each.slug, "person") for each in draft.reviewers),
        featured=draft.featured,
        meta_title=draft.meta_title,
        meta_description=draft.meta_description,
        canonical_url=draft.canonical_url,
        sections=tuple(
            SectionContent(
                anchor=part.anchor,
                heading=part.heading,
                level=part.level,
                kind=part.kind,
                health_aspect=part.health_aspect,
                body=linked(part.body),
            )
            for part in draft.sections
        ),
        faqs=tuple(
            FAQContent(part.anchor, part.question, linked(part.answer), part.also_asked)
            for part in draft.faqs
        ),
        references=tuple(
            ReferenceContent(**{name: getattr(part, name) for name in _REFERENCE})
            for part in draft.references
        ),
        reviewed_on=draft.reviewed_on,
        review_due=draft.review_due,
        first_published_on=draft.first_published_on,
        disclosure=draft.disclosure,
        disclaimer_id=(
            look_up(names.notices, draft.disclaimer, "notice") if draft.disclaimer else None
        ),
        related_ids=tuple(look_up(names.articles, slug, "article") for slug in draft.related),
    )
