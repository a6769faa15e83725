"""Whatever stands in an article, its checks end and name places that it has."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.editorial.checks import Severity, registered, run
from articles.editorial.checks.places import PAGE, split

from .examples import AUTHOR, DRAFT, LIVE, NOVICE, REVIEWER, THIS, UNKNOWN, facts

texts = st.text(max_size=40) | st.sampled_from(
    ["cure", "100% safe?", "Studies suggest [1]", "\ud800"]
)
pieces = texts | st.sampled_from(
    [
        *("<p>", "</p>", "<a href='", "'>", "</a>", "<sup>1</sup>", "<img>", "<ul><li>", "<!--"),
        *("<html>", "<body>", "<?xml version='1.0' encoding='utf-16'?>", "&#0;", "]]>", "[1-999]"),
        *(f"<a href='article:{LIVE}#x'>", f"<a href='article:{DRAFT}'>", "<a href='article:'>"),
    ]
)
bodies = st.lists(pieces, max_size=12).map("".join)
days = st.none() | st.dates()
people = st.lists(st.sampled_from([AUTHOR, REVIEWER, NOVICE, 99]), max_size=3).map(tuple)
sections = st.builds(
    SectionContent,
    anchor=texts,
    heading=texts,
    level=st.integers(-1, 4),
    kind=texts,
    health_aspect=st.sampled_from(["", "Safety", "Nonsense"]),
    body=bodies,
)
faqs = st.builds(FAQContent, anchor=texts, question=texts, answer=bodies)
references = st.builds(
    ReferenceContent,
    title=texts,
    publisher=texts,
    year=st.none() | st.integers(-9999, 9999),
    doi=texts,
    pmid=texts,
    url=texts,
    evidence_level=texts,
)
contents = st.builds(
    Content,
    id=st.just(THIS),
    slug=texts,
    title=texts,
    summary=texts,
    meta_title=texts,
    meta_description=texts,
    author_ids=people,
    reviewer_ids=people,
    topic_id=st.none() | st.integers(),
    reviewed_on=days | st.just(date.max),
    review_due=days,
    first_published_on=days,
    disclaimer_id=st.none() | st.integers(),
    sections=st.lists(sections, max_size=4).map(tuple),
    faqs=st.lists(faqs, max_size=4).map(tuple),
    references=st.lists(references, max_size=3).map(tuple),
    related_ids=st.lists(st.sampled_from([LIVE, DRAFT, UNKNOWN]), max_size=3).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(content=contents)
def test_any_content_gives_findings_that_name_a_place_in_it(content):
    findings = run(content, facts(), checks=registered())

    for finding in findings:
        name, index, _ = split(finding.field)
        assert name in PAGE
        assert index is None or 0 <= index < len(getattr(content, name))
        assert finding.message
        assert finding.place
    ranks = [finding.severity.rank for finding in findings]
    assert ranks == sorted(ranks)
    assert all(finding.severity in Severity for finding in findings)
