"""Checks of sources: references, and claims of evidence that name none.

How a section refers to a reference, any of:

- a link to the reference's address, to its DOI (`https://doi.org/…`) or to its page in PubMed;
- its number among the references in square brackets or set high: “[1]”, “[2, 4-6]”, <sup>1</sup>;
- its DOI or “PMID 12345678”, written out.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from articles.documents.content import Content, ReferenceContent

from .bodies import Body, read
from .facts import Facts
from .findings import Remark, Severity
from .links import bodies_of
from .registry import check

HOW_TO_CITE = (
    "Refer to one of the references: by its number, like [1] or a raised 1, or by a link to its "
    "address, its DOI or its page in PubMed."
)
_SOURCES = (
    r"(?:stud(?:y|ies)|research(?:ers)?|evidence|trials?|data|scientists|experts|reviews?|"
    r"meta-analys[ei]s|surveys?|investigations?)"
)
_SAY = (
    r"(?:suggest|show|indicat|f(?:ind|ound)|demonstrat|pro(?:ve|ving)|confirm|report|reveal|"
    r"conclud|support|point(?:s|ed)? to|agree|estimat|link(?:s|ed)?\b)"
)
_CLAIMS = re.compile(
    # “studies suggest”, “recent research has clearly shown”
    rf"\b{_SOURCES}(?:\s+(?:\w+ly|also|has|have|had|now|did|does|do|not|consistently))*\s+{_SAY}"
    rf"|\b(?:shown|proven|proved|demonstrated|found|known) (?:in|by) (?:\w+ ){{0,3}}{_SOURCES}\b"
    rf"|\baccording to (?:\w+ ){{0,4}}{_SOURCES}\b"
    rf"|\bin (?:a|an|one|two|several|many|most|some|clinical|recent) (?:[\w-]+ ){{0,3}}"
    r"(?:stud(?:y|ies)|trials?|meta-analys[ei]s|surveys?)\b"
    r"|\b(?:clinically|scientifically|medically) (?:proven|shown|tested|demonstrated)\b"
    r"|\b(?:has|have) been (?:\w+ly )?(?:shown|proven|demonstrated) to\b"
    r"|\bthere is (?:\w+ ){0,2}evidence\b",
    re.IGNORECASE,
)
# Health aspects of what treatments do and risk: sections on it rest on sources.
CLAIM_ASPECTS = {
    "Benefits": "benefits",
    "Effectiveness": "effectiveness",
    "Interactions": "interactions",
    "MayTreat": "what it may treat",
    "Safety": "safety",
    "SideEffects": "side effects",
}
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+")
_PMID = re.compile("[1-9][0-9]{0,7}")


@check(
    "reference.missing",
    severity=Severity.WARNING,
    hint="Name the sources that the article rests on.",
)
def reference_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """No reference."""
    if not content.references:
        yield Remark("There is no reference.", field="references")


@check("claim.unreferenced", severity=Severity.WARNING, hint=HOW_TO_CITE)
def claim_unreferenced(content: Content, facts: Facts) -> Iterator[Remark]:
    """Words that claim evidence (“studies suggest”) in a section or answer without a reference."""
    for field, body in bodies_of(content):
        claim = _CLAIMS.search(body.text)
        if claim and not _cites(body, content.references):
            yield Remark(f"“{_whole_words(claim)}” names no source.", field=field)


def _whole_words(found: re.Match[str]) -> str:
    """What was found, up to the end of its last word."""
    rest = re.compile(r"\w*").match(found.string, found.end())
    return " ".join((found[0] + (rest[0] if rest else "")).split())


@check("section.unreferenced", severity=Severity.INFO, hint=HOW_TO_CITE)
def section_unreferenced(content: Content, facts: Facts) -> Iterator[Remark]:
    """A section on what a treatment does or risks, by its health aspect, without a reference.

    Where the article has no reference at all, that is said once, and where words claim evidence,
    that is said of them.
    """
    if not content.references:
        return
    for index, section in enumerate(content.sections):
        body = read(section.body)
        about = CLAIM_ASPECTS.get(section.health_aspect)
        if not about or body.is_empty or _CLAIMS.search(body.text):
            continue
        if not _cites(body, content.references):
            yield Remark(
                f"This section on {about} names no source.", field=f"sections.{index}.body"
            )


def _cites(body: Body, references: tuple[ReferenceContent, ...]) -> bool:
    if any(1 <= number <= len(references) for number in body.cited_numbers):
        return True
    linked = {_address(link.href) for link in body.links}
    text = body.text.casefold()
    return any(
        linked & _addresses(reference)
        or (reference.doi and reference.doi.strip().casefold() in text)
        or (reference.pmid and re.search(rf"\bpmid:?\s*{re.escape(reference.pmid)}\b", text))
        for reference in references
    )


def _addresses(reference: ReferenceContent) -> set[str]:
    """Where a link to this reference may lead, as `_address` spells it."""
    doi, pmid = reference.doi.strip(), reference.pmid.strip()
    found = [reference.url] if reference.url.strip() else []
    found += [f"doi.org/{doi}", f"dx.doi.org/{doi}"] if doi else []
    found += [f"pubmed.ncbi.nlm.nih.gov/{pmid}", f"ncbi.nlm.nih.gov/pubmed/{pmid}"] if pmid else []
    return {_address(address) for address in found}


def _address(address: str) -> str:
    """An address without what doesn't change where it leads: scheme, www, fragment, last slash."""
    bare = re.sub(r"^https?://(www\.)?", "", address.strip(), flags=re.IGNORECASE)
    return unquote(bare.partition("#")[0]).rstrip("/").casefold()


@check(
    "reference.old",
    severity=Severity.WARNING,
    hint="Look for a newer one, or keep it if it still is the best source.",
)
def reference_old(content: Content, facts: Facts) -> Iterator[Remark]:
    """A reference older than REFERENCE_MAX_AGE_YEARS."""
    limit = facts.limits.reference_max_age_years
    for index, reference in enumerate(content.references):
        if reference.year and facts.today.year - reference.year > limit:
            yield Remark(
                f"This reference is {facts.today.year - reference.year} years old.",
                field=f"references.{index}.year",
            )


@check(
    "reference.doi_malformed",
    severity=Severity.ERROR,
    hint="It begins with 10., has a slash and no spaces, and stands without https://doi.org/: "
    "10.1000/xyz123.",
)
def reference_doi_malformed(content: Content, facts: Facts) -> Iterator[Remark]:
    """A DOI that can't be one."""
    for index, reference in enumerate(content.references):
        doi = reference.doi.strip()
        if doi and not _DOI.fullmatch(doi):
            yield Remark(f"“{doi}” is no DOI.", field=f"references.{index}.doi")


@check(
    "reference.pmid_malformed",
    severity=Severity.ERROR,
    hint="It is the number of the PubMed page, of one to eight digits; one that begins with PMC "
    "is another number.",
)
def reference_pmid_malformed(content: Content, facts: Facts) -> Iterator[Remark]:
    """A PMID that can't be one."""
    for index, reference in enumerate(content.references):
        pmid = reference.pmid.strip()
        if pmid and not _PMID.fullmatch(pmid):
            yield Remark(f"“{pmid}” is no PMID.", field=f"references.{index}.pmid")
