"""Checks before publishing, in the manner of Django's system checks.

A check is a pure function of a Content and the Facts around it that yields a Remark for each place
where an editor should look. A project adds its own in a module named by `CHECKS_MODULES`:

    from articles.editorial.checks import Remark, check

    @check("title.shouts", severity="warning", hint="Use sentence case.")
    def title_shouts(content, facts):
        "A title in capitals."
        if content.title.isupper():
            yield Remark("The title is all capitals.", field="title")
"""

from . import evidence, head, links, review, structure, wording
from .bodies import read
from .facts import Approval, Facts, KnownArticle, KnownPerson, Limits
from .findings import Finding, Remark, Severity
from .questions import KnownQuestion, QuestionIndex
from .registry import Check, Policy, check, registered, run

BUILT_IN = (head, structure, evidence, links, review, wording)

__all__ = [
    "BUILT_IN",
    "Approval",
    "Check",
    "Facts",
    "Finding",
    "KnownArticle",
    "KnownPerson",
    "KnownQuestion",
    "Limits",
    "Policy",
    "QuestionIndex",
    "Remark",
    "Severity",
    "check",
    "read",
    "registered",
    "run",
]
