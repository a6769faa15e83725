"""Checks of what stands around the text: summary, what search engines show, disclaimer, and
the day of its first publication."""

from collections.abc import Iterator

from articles.documents.content import Content
from articles.documents.richtext import plain_text

from .facts import Facts
from .findings import Remark, Severity
from .registry import check

# Characters that search engines show in full.
META_TITLE_MAX = 60
META_DESCRIPTION_MIN, META_DESCRIPTION_MAX = 50, 160


@check(
    "summary.missing",
    severity=Severity.WARNING,
    hint="Say in one or two sentences what a reader learns; cards and lists show it.",
)
def summary_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """No summary."""
    if not plain_text(content.summary):
        yield Remark("There is no summary.", field="summary")


@check(
    "meta_description.missing",
    severity=Severity.WARNING,
    hint=f"Write {META_DESCRIPTION_MIN} to {META_DESCRIPTION_MAX} characters; without it, "
    "search engines get the summary, whatever its length.",
)
def meta_description_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """No meta description."""
    if not plain_text(content.meta_description):
        yield Remark("There is no meta description.", field="meta_description")


@check("meta_description.length", severity=Severity.WARNING)
def meta_description_length(content: Content, facts: Facts) -> Iterator[Remark]:
    """A meta description outside 50 to 160 characters."""
    length = len(plain_text(content.meta_description))
    if length > META_DESCRIPTION_MAX:
        yield Remark(
            f"The meta description has {length} characters.",
            field="meta_description",
            hint=f"Search engines cut it after about {META_DESCRIPTION_MAX}.",
        )
    elif 0 < length < META_DESCRIPTION_MIN:
        yield Remark(
            f"The meta description has only {length} characters.",
            field="meta_description",
            hint=f"Write {META_DESCRIPTION_MIN} at least: search engines replace short ones.",
        )


@check(
    "meta_title.length",
    severity=Severity.WARNING,
    hint=f"Search engines cut it after about {META_TITLE_MAX}.",
)
def meta_title_length(content: Content, facts: Facts) -> Iterator[Remark]:
    """A meta title over 60 characters."""
    length = len(plain_text(content.meta_title))
    if length > META_TITLE_MAX:
        yield Remark(f"The meta title has {length} characters.", field="meta_title")


@check(
    "disclaimer.missing",
    severity=Severity.WARNING,
    hint="Choose the notice that stands below the article.",
)
def disclaimer_missing(content: Content, facts: Facts) -> Iterator[Remark]:
    """No disclaimer."""
    if content.disclaimer_id is None:
        yield Remark("There is no disclaimer.", field="disclaimer_id")


@check(
    "first_published.in_future",
    severity=Severity.ERROR,
    hint="Name the day it was published elsewhere, or leave the field empty.",
)
def first_published_in_future(content: Content, facts: Facts) -> Iterator[Remark]:
    """A day of first publication that is still to come."""
    day = content.first_published_on
    if day and day > facts.today:
        yield Remark(f"{day:%-d %B %Y} is still to come.", field="first_published_on")


@check(
    "first_published.after_first_edition",
    severity=Severity.WARNING,
    hint="The field is for a publication elsewhere, before that; else leave it empty.",
)
def first_published_after_first_edition(content: Content, facts: Facts) -> Iterator[Remark]:
    """A day of first publication after the first edition."""
    day, first = content.first_published_on, facts.first_editions.get(content.id)
    # One that is still to come is told by the check above.
    if day and first and first < day <= facts.today:
        yield Remark(
            f"The article went live here before that, on {first:%-d %B %Y}.",
            field="first_published_on",
        )
