"""Contents and facts for the checks: everything in order, but for what a test breaks."""

from datetime import date
from typing import Any
from uuid import UUID

from articles.documents.content import Content, FAQContent, ReferenceContent, SectionContent
from articles.editorial.checks import (
    Approval,
    Facts,
    Finding,
    KnownArticle,
    KnownPerson,
    KnownQuestion,
    QuestionIndex,
    registered,
    run,
)

THIS, LIVE, DRAFT, UNKNOWN = (UUID(int=number) for number in range(1, 5))
AUTHOR, REVIEWER, NOVICE = 1, 2, 3
TODAY = date(2026, 11, 25)

SOUND = {
    "id": THIS,
    "slug": "gout",
    "title": "Gout",
    "summary": "What gout is.",
    "meta_description": "What gout is, how it feels, and what helps against an attack of it.",
    "author_ids": (AUTHOR,),
    "reviewer_ids": (REVIEWER,),
    "reviewed_on": date(2026, 11, 1),
    "review_due": date(2029, 11, 1),
    "disclaimer_id": 1,
}


def section(body: str = "<p>Some words.</p>", heading: str = "Overview", **values: Any) -> Any:
    defaults = {"anchor": "", "level": 1, "kind": "plain", "health_aspect": ""}
    return SectionContent(**defaults | {"heading": heading, "body": body} | values)


def faq(question: str = "What is gout?", answer: str = "<p>Crystals in joints.</p>") -> Any:
    return FAQContent(anchor="", question=question, answer=answer)


def reference(**values: Any) -> Any:
    defaults = {"title": "A trial", "publisher": "", "year": 2024, "doi": "10.1000/xyz"}
    defaults |= {"pmid": "12345678", "url": "https://example.org/trial", "evidence_level": ""}
    return ReferenceContent(**defaults | values)


def content(*bodies: str, **values: Any) -> Content:
    """An article in which no check finds anything, with these bodies and changes."""
    parts = {"sections": tuple(section(body, f"Part {n}") for n, body in enumerate(bodies))}
    defaults = SOUND | {"sections": (section(),), "faqs": (faq(),), "references": (reference(),)}
    return Content(**defaults | (parts if bodies else {}) | values)


def facts(**values: Any) -> Facts:
    defaults = {
        "today": TODAY,
        "people": {
            AUTHOR: KnownPerson("Ann Author", "MSc"),
            REVIEWER: KnownPerson("Rae Viewer", "MD"),
            NOVICE: KnownPerson("Nell Novice"),
        },
        "articles": {
            LIVE: KnownArticle("Statins", "statins", is_live=True, anchors=frozenset({"dose"})),
            DRAFT: KnownArticle("Fibrates", "fibrates"),
        },
        "live_slugs": frozenset({"statins"}),
        "questions": QuestionIndex.of(
            [
                KnownQuestion("What are the side effects of statins?", LIVE, "Statins", "statins"),
                KnownQuestion("How is gout treated?", THIS, "Gout", "gout"),
            ]
        ),
        "approvals": {THIS: Approval.STANDING},
        "first_editions": {THIS: date(2026, 1, 15)},
        "sign_off_required": True,
    }
    return Facts(**defaults | values)


def found(check_id: str, content: Content, facts: Facts) -> list[Finding]:
    """What one check finds."""
    one = [check for check in registered() if check.id == check_id]
    assert one, check_id
    return run(content, facts, checks=one)
