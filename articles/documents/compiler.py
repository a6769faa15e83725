"""Content → document and passages. Pure: no ORM, no clock; the same in gives the same bytes out."""

import re
from hashlib import sha256
from typing import Any

import orjson

from . import richtext
from .anchors import anchor_for
from .bodies import Body, body_of, count_words
from .breadcrumbs import breadcrumbs
from .citations import identifiers_of, link_to
from .compiled import CompiledDocument, CompiledPassage, Publication
from .content import Content, FAQContent, ReferenceContent, SectionContent
from .links import linked_ids, split_link
from .names import index_names, sort_key
from .readability import Readability, reading_grade
from .richtext import plain_text, safe_url
from .structured_data import json_ld
from .surrogate_keys import keys_shown
from .surroundings import Surroundings, api_url
from .terms import distinctive_terms

Json = dict[str, Any]
# The two fields that hold rich text in a document; each is an object keyed by format.
BODY_KEYS = frozenset({"body", "answer"})
_ANCHOR = re.compile(r"[-a-zA-Z0-9_]+")


def compile_document(
    content: Content, surroundings: Surroundings, publication: Publication
) -> CompiledDocument:
    """Compile an article's content into all that readers get of it.

    Links to articles that aren't in `surroundings` lose their link and keep their words; related
    picks that aren't there are left out.
    """
    return _Compilation(content, surroundings, publication).result()


def _dump(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z).decode()


def _with_html_only(value: Any) -> Any:
    """A document with bodies in every format, cut down to HTML."""
    if isinstance(value, dict):
        return {
            key: {"html": part["html"]} if key in BODY_KEYS else _with_html_only(part)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_with_html_only(part) for part in value]
    return value


class _Compilation:
    """One run of the compiler: the inputs, and what several parts of the document need."""

    def __init__(
        self, content: Content, surroundings: Surroundings, publication: Publication
    ) -> None:
        self.content = content
        self.around = surroundings
        self.publication = publication
        self.slug = content.slug
        self.title = plain_text(content.title)
        self.words = 0
        self.reading = Readability()
        self.bodies: list[Body] = []
        self.topic = self._topic()

    def result(self) -> CompiledDocument:
        content, publication = self.content, self.publication
        taken: set[str] = set()
        sections = [self._section(section, taken) for section in content.sections]
        faqs = [self._faq(faq, taken) for faq in content.faqs]
        minutes = max(1, -(-self.words // self.around.site.words_per_minute))
        aspects = tuple(
            dict.fromkeys(part["health_aspect"] for part in sections if part["health_aspect"])
        )
        card = self._card(minutes, aspects)
        formats = self._document(card, sections, faqs)
        passages = self._passages(sections, faqs)
        formats_json = _dump(formats)
        linked_data = json_ld(formats, publication, self.around.site)
        headings = [part["heading"] for part in sections] + [part["question"] for part in faqs]
        names = [self.title, card["summary"], *formats["also_called"], *headings]
        return CompiledDocument(
            slug=self.slug,
            title=self.title,
            sort_title=sort_key(self.title),
            topic_id=content.topic_id,
            disclaimer_id=content.disclaimer_id,
            featured=content.featured,
            reviewed_on=content.reviewed_on,
            review_due=content.review_due,
            reading_minutes=minutes,
            word_count=self.words,
            published_at=publication.published_at,
            updated_at=publication.updated_at,
            card=_dump(card),
            full=_dump(_with_html_only(formats)),
            formats=formats_json,
            json_ld=linked_data,
            canonical_url=formats["canonical_url"] or "",
            surrogate_keys=" ".join(keys_shown(content)),
            digest=sha256(f"{formats_json}\n{linked_data}".encode()).hexdigest(),
            search_text="\n".join(names).lower(),
            author_ids=content.author_ids,
            reviewer_ids=content.reviewer_ids,
            health_aspects=aspects,
            linked_ids=linked_ids(content, self.around),
            names=index_names(self.title, formats["also_called"]),
            citations=identifiers_of(content.references),
            terms=distinctive_terms(
                [self.title, *formats["also_called"]],
                headings,
                (body.terms for body in self.bodies),
            ),
            passages=passages,
        )

    # --- Parts ---

    def _body(self, text: str) -> Body:
        return body_of(richtext.map_links(richtext.ensure_clean(text), self._resolve))

    def _resolve(self, address: str) -> str | None:
        article_id, anchor = split_link(address)
        if article_id == self.content.id:
            return self.around.site.web_url(self.slug, anchor)
        target = self.around.articles.get(article_id) if article_id else None
        return self.around.site.web_url(target.slug, anchor) if target else None

    def _anchor(self, anchor: str, heading: str, taken: set[str]) -> str:
        if anchor in taken or not _ANCHOR.fullmatch(anchor):
            anchor = anchor_for(heading, taken=taken)
        taken.add(anchor)
        return anchor

    def _count(self, heading: str, body: Body) -> None:
        self.words += count_words(heading) + body.words
        self.reading += body.reading
        self.bodies.append(body)

    def _section(self, section: SectionContent, taken: set[str]) -> Json:
        heading, body = plain_text(section.heading), self._body(section.body)
        self._count(heading, body)
        return {
            "anchor": self._anchor(section.anchor, heading, taken),
            "heading": heading,
            "level": section.level,
            "kind": section.kind,
            "health_aspect": section.health_aspect or None,
            "body": body.formats,
        }

    def _faq(self, faq: FAQContent, taken: set[str]) -> Json:
        question, answer = plain_text(faq.question), self._body(faq.answer)
        self._count(question, answer)
        wordings = (plain_text(line) for line in faq.also_asked.splitlines())
        also_asked = list(dict.fromkeys(wording for wording in wordings if wording))
        return {
            "anchor": self._anchor(faq.anchor, question, taken),
            "question": question,
            "also_asked": also_asked,
            "answer": answer.formats,
        }

    def _topic(self) -> Json | None:
        topic = self.around.topics.get(self.content.topic_id or 0)
        if topic is None:
            return None
        return {
            "slug": plain_text(topic.slug),
            "name": plain_text(topic.name),
            "url": api_url("topics", plain_text(topic.slug)),
        }

    def _people(self, ids: tuple[int, ...], *, in_full: bool) -> list[Json]:
        found = [self.around.people[key] for key in ids if key in self.around.people]
        return [
            {
                "slug": plain_text(person.slug),
                "name": plain_text(person.name),
                "credentials": plain_text(person.credentials),
                **(
                    {
                        "job_title": plain_text(person.job_title),
                        "organisation": plain_text(person.organisation),
                        "bio": plain_text(person.bio),
                        "profile_url": safe_url(person.profile_url),
                    }
                    if in_full
                    else {}
                ),
                "url": api_url("people", plain_text(person.slug)),
            }
            for person in found
        ]

    def _card(self, minutes: int, aspects: tuple[str, ...]) -> Json:
        content, publication = self.content, self.publication
        return {
            "id": content.id,
            "slug": self.slug,
            "url": api_url("articles", self.slug),
            "web_url": self.around.site.web_url(self.slug),
            "title": self.title,
            "summary": plain_text(content.summary),
            "topic": self.topic,
            "authors": self._people(content.author_ids, in_full=False),
            "reviewers": self._people(content.reviewer_ids, in_full=False),
            "health_aspects": list(aspects),
            "featured": content.featured,
            "reading_minutes": minutes,
            "reviewed_on": content.reviewed_on,
            "review_due": content.review_due,
            "first_published_on": content.first_published_on,
            "published_at": publication.published_at,
            "updated_at": publication.updated_at,
            "edition": publication.edition,
        }

    def _document(self, card: Json, sections: list[Json], faqs: list[Json]) -> Json:
        content = self.content
        nested = _nest(sections)
        also_called = [plain_text(name) for name in content.also_called]
        return {
            **card,
            "authors": self._people(content.author_ids, in_full=True),
            "reviewers": self._people(content.reviewer_ids, in_full=True),
            "word_count": self.words,
            "reading_grade": reading_grade(
                sum((body.reading for body in self.bodies), Readability())
            ),
            "also_called": [name for name in also_called if name],
            "meta_title": plain_text(content.meta_title) or self.title,
            "meta_description": plain_text(content.meta_description) or card["summary"],
            "canonical_url": safe_url(content.canonical_url),
            "contents": [
                {**_entry(section), "contents": [_entry(sub) for sub in section["sections"]]}
                for section in nested
            ],
            "sections": nested,
            "faqs": faqs,
            "references": [
                _reference(number, reference)
                for number, reference in enumerate(content.references, start=1)
            ],
            "disclosure": plain_text(content.disclosure),
            "disclaimer": self._disclaimer(),
            "related": self._related(),
            "breadcrumbs": breadcrumbs(content.topic_id, self.title, self.slug, self.around),
        }

    def _disclaimer(self) -> Json | None:
        notice = self.around.notices.get(self.content.disclaimer_id or 0)
        if notice is None:
            return None
        name, body = plain_text(notice.name), self._body(notice.body).formats
        return {"slug": plain_text(notice.slug), "name": name, "body": body}

    def _related(self) -> list[Json]:
        picks = [self.around.articles.get(article_id) for article_id in self.content.related_ids]
        return [
            {
                "slug": pick.slug,
                "url": api_url("articles", pick.slug),
                "web_url": self.around.site.web_url(pick.slug),
                "title": pick.title,
                "summary": pick.summary,
            }
            for pick in picks
            if pick
        ]

    def _passages(self, sections: list[Json], faqs: list[Json]) -> tuple[CompiledPassage, ...]:
        article = {
            "slug": self.slug,
            "url": api_url("articles", self.slug),
            "web_url": self.around.site.web_url(self.slug),
            "title": self.title,
            "topic": self.topic,
        }
        parts = [("section", place, part) for place, part in enumerate(sections, start=1)]
        parts += [("faq", place, part) for place, part in enumerate(faqs, start=1)]
        return tuple(self._passage(article, *part) for part in parts)

    def _passage(self, article: Json, kind: str, position: int, part: Json) -> CompiledPassage:
        anchor = part["anchor"]
        web_url = self.around.site.web_url(self.slug, anchor)
        rest = {key: value for key, value in part.items() if key != "anchor"}
        formats = {"article": article, "anchor": anchor, "web_url": web_url, **rest}
        heading = part["heading"] if kind == "section" else part["question"]
        text = (part["body"] if kind == "section" else part["answer"])["text"]
        return CompiledPassage(
            kind=kind,
            position=position,
            anchor=anchor,
            heading=heading,
            level=part.get("level"),
            callout=part.get("kind", ""),
            health_aspect=part.get("health_aspect") or "",
            full=_dump(_with_html_only(formats)),
            formats=_dump(formats),
            search_text=f"{heading}\n{text}".lower(),
        )


def _nest(sections: list[Json]) -> list[Json]:
    """The flat list as sections with their sub-sections inside.

    A sub-section before any section stands as a section, for there is nothing it could be in.
    """
    nested: list[Json] = []
    for part in sections:
        if part["level"] == 1 or not nested:
            part["level"] = 1
            nested.append({**part, "sections": []})
        else:
            nested[-1]["sections"].append(part)
    return nested


def _entry(section: Json) -> Json:
    return {"anchor": section["anchor"], "heading": section["heading"]}


def _reference(number: int, reference: ReferenceContent) -> Json:
    return {
        "number": number,
        "title": plain_text(reference.title),
        "publisher": plain_text(reference.publisher),
        "year": reference.year,
        "doi": plain_text(reference.doi) or None,
        "pmid": plain_text(reference.pmid) or None,
        "url": safe_url(reference.url),
        "link": link_to(reference),
        "evidence_level": reference.evidence_level or None,
    }
