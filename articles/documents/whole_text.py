"""A whole article as one Markdown or plain text, with front matter. Pure.

The Markdown is what `importers.markdown` takes: importing it gives the same article, but for links
to other articles, which lead to their pages. What the front matter holds and people want to read
(sources, notice) stands once more behind `REPEATED`, where the importer stops.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

Json = dict[str, Any]
# Can't occur in an article: what it holds of HTML is escaped or taken out.
REPEATED = "<!-- What follows repeats the front matter. -->"
FAQS = "Frequently asked questions"
CALLOUTS = {
    "information": "Information",
    "warning": "Warning",
    "see_doctor": "See a doctor",
    "urgent": "Urgent",
    "emergency": "Emergency",
}
_PERSON = ("slug", "name", "credentials", "job_title", "organisation")
_REFERENCE = ("title", "publisher", "year", "doi", "pmid", "url", "evidence_level")
_MARKUP = re.compile(r"([\\`*_\[\]<>&#{}~|!])")
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def as_markdown(document: Json) -> str:
    """The article as CommonMark with tables, of a document with bodies in every format."""
    body = "\n\n".join(part for part in (*_markdown(document), *_repeated(document)) if part)
    return f"---\n{front_matter(document)}---\n\n{body}\n"


def as_text(document: Json) -> str:
    """The article as plain text."""
    return (
        f"---\n{front_matter(document)}---\n\n" + "\n\n".join(filter(None, _text(document))) + "\n"
    )


def front_matter(document: Json) -> str:
    """The head of the article as YAML, with the keys that the importer takes."""
    topic, disclaimer = document["topic"], document["disclaimer"]
    is_own = {
        name: document[name] if document[name] != document[of] else ""
        for name, of in (("meta_title", "title"), ("meta_description", "summary"))
    }
    values: Json = {
        "title": document["title"],
        "slug": document["slug"],
        "summary": document["summary"],
        "also_called": document["also_called"],
        "topic": topic and topic["slug"],
        "authors": [_kept(person, _PERSON) for person in document["authors"]],
        "reviewers": [_kept(person, _PERSON) for person in document["reviewers"]],
        "reviewed_on": _date(document["reviewed_on"]),
        "review_due": _date(document["review_due"]),
        # Documents from before the field lack it until they are rebuilt.
        "first_published_on": _date(document.get("first_published_on")),
        **is_own,
        "canonical_url": document["canonical_url"],
        "featured": document["featured"],
        "disclosure": document["disclosure"],
        "disclaimer": disclaimer and disclaimer["slug"],
        "related": [pick["slug"] for pick in document["related"]],
        "references": [_kept(reference, _REFERENCE) for reference in document["references"]],
    }
    given = {name: value for name, value in values.items() if value}
    text: str = yaml.dump(given, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    return text


def _kept(part: Json, names: tuple[str, ...]) -> Json:
    return {name: part[name] for name in names if part[name]}


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _parts(document: Json) -> Iterator[Json]:
    """Sections and sub-sections in reading order."""
    for section in document["sections"]:
        yield section
        yield from section["sections"]


# --- Markdown ---


def _markdown(document: Json) -> Iterator[str]:
    for part in _parts(document):
        attributes = [f"#{part['anchor']}"]
        if part["health_aspect"]:
            attributes.append(f"health_aspect={part['health_aspect']}")
        if part["kind"] != "plain":
            attributes.append(f"kind={part['kind']}")
        marks = "#" * (part["level"] + 1)
        yield f"{marks} {escaped(part['heading'])} {{{' '.join(attributes)}}}"
        yield part["body"]["markdown"]
    if document["faqs"]:
        yield f"## {FAQS}"
    for faq in document["faqs"]:
        yield f"### {escaped(faq['question'])} {{#{faq['anchor']}}}"
        yield faq["answer"]["markdown"]


def _repeated(document: Json) -> Iterator[str]:
    references, disclaimer = document["references"], document["disclaimer"]
    if references or disclaimer:
        yield REPEATED
    if references:
        yield "## References"
        yield "\n".join(f"{each['number']}. {escaped(_source(each))}" for each in references)
    if disclaimer:
        yield f"## {escaped(disclaimer['name'])}"
        yield disclaimer["body"]["markdown"]


def escaped(text: str) -> str:
    r"""A text as one line of Markdown source.

    >>> escaped("2 * 3 < 7")
    '2 \\* 3 \\< 7'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _source(reference: Json) -> str:
    """
    >>> _source({"title": "Pain.", "publisher": "BMJ", "year": 2020, "doi": None, "pmid": "12",
    ...          "url": None})
    'Pain. BMJ, 2020. PMID 12.'
    """
    where = ", ".join(str(part) for part in (reference["publisher"], reference["year"]) if part)
    doi, pmid = reference["doi"], reference["pmid"]
    parts = [reference["title"], where, doi and f"doi:{doi}", pmid and f"PMID {pmid}"]
    sentences = [f"{part.rstrip('.')}." for part in parts if part]
    return " ".join([*sentences, *([reference["url"]] if reference["url"] else [])])


# --- Plain text ---


def _text(document: Json) -> Iterator[str]:
    yield document["title"]
    yield document["summary"]
    for part in _parts(document):
        callout = CALLOUTS.get(part["kind"])
        yield f"{callout}: {part['heading']}" if callout else part["heading"]
        yield part["body"]["text"]
    if document["faqs"]:
        yield FAQS
    for faq in document["faqs"]:
        yield faq["question"]
        yield faq["answer"]["text"]
    if document["references"]:
        yield "References"
        yield "\n".join(f"[{each['number']}] {_source(each)}" for each in document["references"])
    if document["disclaimer"]:
        yield document["disclaimer"]["name"]
        yield document["disclaimer"]["body"]["text"]
