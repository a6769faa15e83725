"""Where on the page a finding belongs: the order of fields, and their names for editors. Pure."""

from articles.documents.content import Content
from articles.documents.richtext import plain_text

# The plain fields and lists of a Content in the order of the article's page.
PAGE = {
    "": "The article",
    "title": "Title",
    "slug": "Slug",
    "summary": "Summary",
    "also_called": "Also called",
    "topic_id": "Topic",
    "sections": "Sections",
    "faqs": "FAQs",
    "author_ids": "Authors",
    "reviewer_ids": "Reviewers",
    "reviewed_on": "Day of the last review",
    "review_due": "Day of the next review",
    "first_published_on": "First published on",
    "references": "References",
    "disclosure": "Disclosure",
    "disclaimer_id": "Disclaimer",
    "meta_title": "Meta title",
    "meta_description": "Meta description",
    "canonical_url": "Canonical URL",
    "featured": "Featured",
    "related_ids": "Related articles",
}
_ONE_OF = {
    "sections": ("Section", "heading"),
    "faqs": ("FAQ", "question"),
    "references": ("Reference", "title"),
    "author_ids": ("Author", ""),
    "reviewer_ids": ("Reviewer", ""),
    "related_ids": ("Related article", ""),
}
_ORDER = {name: place for place, name in enumerate(PAGE)}
# Within a row, heading and question stand first; the other fields as the page has them.
_ROW = ("", "heading", "question", "title", "level", "kind", "health_aspect", "body", "answer")
_ROW_ORDER = {name: place for place, name in enumerate((*_ROW, "publisher", "year"))}


def page_order(field: str) -> tuple[int, int, int, str]:
    """Sorts paths of fields as they stand on the article's page; unknown ones come last."""
    name, index, rest = split(field)
    last = len(_ORDER)
    place = -1 if index is None else index
    return _ORDER.get(name, last), place, _ROW_ORDER.get(rest, len(_ROW_ORDER)), rest


def split(field: str) -> tuple[str, int | None, str]:
    """A path as the name of the field, the index of the row (if any) and the field in the row.

    >>> split("sections.2.body"), split("summary")
    (('sections', 2, 'body'), ('summary', None, ''))
    """
    name, _, rest = field.partition(".")
    index, _, inner = rest.partition(".")
    return name, int(index) if index.isdecimal() else None, inner


def place_of(field: str, content: Content) -> str:
    """What editors call a field: “Meta title”, “Section 2, “Causes””."""
    name, index, _ = split(field)
    if index is None or name not in _ONE_OF:
        return PAGE.get(name, name)
    label, title_field = _ONE_OF[name]
    rows = getattr(content, name)
    title = getattr(rows[index], title_field) if title_field and index < len(rows) else ""
    title = plain_text(title)
    return f"{label} {index + 1}, “{title}”" if title else f"{label} {index + 1}"
