"""An article as JSON-LD in the vocabulary of schema.org, for search engines and assistants. Pure.

One `@graph`: the page (`MedicalWebPage`, which alone has `lastReviewed` and `reviewedBy`), its
main entity (`Article`), the way to it (`BreadcrumbList`), and `FAQPage` where there are FAQs. All
addresses are absolute. See https://schema.org/MedicalWebPage.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from .compiled import Correction, Publication
from .public_since import public_since
from .richtext import plain_text
from .surroundings import Site

Json = dict[str, Any]
CONTEXT = "https://schema.org"
# Galley's own names of health aspects: HealthAspectEnumeration has no such members.
NOT_IN_SCHEMA_ORG = frozenset({"Diagnosis", "Suitability", "Interactions"})
# What could end or upset a script element that a front end puts the text into as it is.
_IN_SCRIPTS = str.maketrans(
    {char: f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}
)


def json_ld(document: Json, publication: Publication, site: Site) -> str:
    """The JSON-LD of a document that has bodies in every format, as text.

    It stands in a `<script type="application/ld+json">` as it is: no `<` occurs in it.
    """
    graph = _Graph(document, publication, site).result()
    text = orjson.dumps({"@context": CONTEXT, "@graph": graph}, option=orjson.OPT_UTC_Z).decode()
    return text.translate(_IN_SCRIPTS)


def _given(**members: Any) -> Json:
    """Members that have a value; `id_`, `type_` are the keywords `@id`, `@type`."""
    keywords = {"id_": "@id", "type_": "@type"}
    return {keywords.get(name, name): value for name, value in members.items() if value}


class _Graph:
    """One run: the nodes share addresses and refer to each other by them."""

    def __init__(self, document: Json, publication: Publication, site: Site) -> None:
        self.document = document
        self.publication = publication
        self.site = site
        self.url = site.absolute(document["web_url"])
        self.home = site.absolute(site.home_url)

    def result(self) -> list[Json]:
        document = self.document
        people = {each["slug"]: each for each in (*document["authors"], *document["reviewers"])}
        nodes = [self._page(), self._article(), self._breadcrumbs()]
        if document["faqs"]:
            nodes.append(self._faq_page())
        nodes += [self._person(person) for person in people.values()]
        return [*nodes, self._website(), self._publisher()]

    def _ref(self, fragment: str) -> Json:
        return {"@id": f"{self.url}#{fragment}"}

    def _person_id(self, slug: str) -> str:
        return f"{self.home}#person-{slug}"

    def _people(self, role: str) -> list[Json]:
        return [{"@id": self._person_id(each["slug"])} for each in self.document[role]]

    def _dates(self) -> Json:
        published_at = self.publication.published_at
        return {
            "datePublished": public_since(self.document["first_published_on"], published_at),
            "dateModified": self.publication.updated_at,
        }

    # --- Nodes ---

    def _page(self) -> Json:
        document = self.document
        return _given(
            type_="MedicalWebPage",
            id_=f"{self.url}#webpage",
            url=document["canonical_url"] or self.url,
            name=document["meta_title"],
            description=document["meta_description"],
            inLanguage=self.site.language,
            lastReviewed=document["reviewed_on"],
            reviewedBy=self._people("reviewers"),
            audience={"@type": "MedicalAudience", "audienceType": "Patient"},
            breadcrumb=self._ref("breadcrumb"),
            mainEntity=self._ref("article"),
            hasPart=[self._ref("faqs")] if document["faqs"] else None,
            isPartOf={"@id": f"{self.home}#website"},
            publisher={"@id": f"{self.home}#publisher"},
            **self._dates(),
        )

    def _article(self) -> Json:
        document = self.document
        topic = document["topic"]
        return {
            **_given(
                type_="Article",
                id_=f"{self.url}#article",
                url=document["canonical_url"] or self.url,
                mainEntityOfPage=self._ref("webpage"),
                headline=document["title"],
                description=document["summary"],
                keywords=document["also_called"],
                articleSection=topic and topic["name"],
                inLanguage=self.site.language,
                author=self._people("authors"),
                publisher={"@id": f"{self.home}#publisher"},
                **self._dates(),
                timeRequired=f"PT{document['reading_minutes']}M",
                citation=[_citation(each) for each in document["references"]],
                correction=[_correction(each) for each in self.publication.corrections],
                hasPart=self._parts(document["sections"]),
            ),
            "wordCount": document["word_count"],
        }

    def _parts(self, sections: Sequence[Json]) -> list[Json]:
        """The sections in reading order, each with the health aspect that it covers."""
        return [
            self._part(part)
            for section in sections
            for part in (section, *section.get("sections", ()))
        ]

    def _part(self, section: Json) -> Json:
        aspect = section["health_aspect"]
        is_known = aspect and aspect not in NOT_IN_SCHEMA_ORG
        address = f"{self.url}#{section['anchor']}"
        return _given(
            type_="HealthTopicContent" if aspect else "WebContent",
            id_=address,
            url=address,
            name=section["heading"],
            hasHealthAspect=f"https://schema.org/{aspect}HealthAspect" if is_known else None,
            about=None if is_known or not aspect else {"@type": "Thing", "name": aspect},
        )

    def _breadcrumbs(self) -> Json:
        items = [
            {
                "@type": "ListItem",
                "position": step["position"],
                "name": step["name"],
                "item": self.site.absolute(step["web_url"]),
            }
            for step in self.document["breadcrumbs"]
        ]
        return {
            "@type": "BreadcrumbList",
            "@id": f"{self.url}#breadcrumb",
            "itemListElement": items,
        }

    def _faq_page(self) -> Json:
        questions = [
            {
                "@type": "Question",
                "@id": f"{self.url}#{faq['anchor']}",
                "name": faq["question"],
                "acceptedAnswer": {"@type": "Answer", "text": faq["answer"]["html"]},
            }
            for faq in self.document["faqs"]
        ]
        return _given(
            type_="FAQPage",
            id_=f"{self.url}#faqs",
            url=self.url,
            inLanguage=self.site.language,
            isPartOf=self._ref("webpage"),
            mainEntity=questions,
        )

    def _person(self, person: Json) -> Json:
        organisation = person["organisation"]
        return _given(
            type_="Person",
            id_=self._person_id(person["slug"]),
            name=person["name"],
            honorificSuffix=person["credentials"],
            jobTitle=person["job_title"],
            affiliation={"@type": "Organization", "name": organisation} if organisation else None,
            description=person["bio"],
            url=person["profile_url"],
        )

    def _website(self) -> Json:
        return _given(
            type_="WebSite",
            id_=f"{self.home}#website",
            url=self.home,
            name=self.site.name,
            inLanguage=self.site.language,
            publisher={"@id": f"{self.home}#publisher"},
        )

    def _publisher(self) -> Json:
        return {
            "@type": "Organization",
            "@id": f"{self.home}#publisher",
            "name": self.site.name,
            "url": self.home,
        }


def _citation(reference: Json) -> Json:
    doi, pmid = reference["doi"], reference["pmid"]
    identifiers = [
        {"@type": "PropertyValue", "propertyID": name, "value": value}
        for name, value in (("DOI", doi), ("PMID", pmid))
        if value
    ]
    publisher = reference["publisher"]
    return _given(
        type_="ScholarlyArticle" if identifiers else "CreativeWork",
        name=reference["title"],
        url=reference["url"],
        datePublished=str(reference["year"]) if reference["year"] else None,
        publisher={"@type": "Organization", "name": publisher} if publisher else None,
        identifier=identifiers,
    )


def _correction(correction: Correction) -> Json:
    return {
        "@type": "CorrectionComment",
        "text": plain_text(correction.note) or "Corrected.",
        "datePublished": correction.at,
    }
