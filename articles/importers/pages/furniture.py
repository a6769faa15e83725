"""What stands on a page around and in an article without being part of it."""

import re

from lxml import etree

Element = etree._Element

# What looks like furniture by its name, but holds more than this part of the text, is the article.
MOST_OF_THE_TEXT = 0.4
# Characters of what was left out that the report quotes.
QUOTED = 60

_TAGS = ("nav", "aside", "footer", "form", "dialog", "menu")
_ROLES = {
    *("navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu"),
    *("alertdialog", "toolbar", "menubar"),
}
_NAMES = re.compile(
    r"(?:^|[-_])(?:share|sharing|sharedaddy|social|addtoany|addthis|related(?:posts?)?|recommend"
    r"(?:ed|ations?)?|popular|trending|newsletter|subscri(?:be|ption)|sign-?up|adverts?|advertise"
    r"ment|ads?|adsbygoogle|promo(?:tion)?|sponsor(?:ed)?|cookies?|consent|comments?|respond"
    r"|breadcrumbs?|sidebar|widget|toc|table-of-contents|pagination|pager|navigation|nav|navbar"
    r"|menu|author-?(?:box|bio|card)|print|tags|tag-?list|rating|skip-?link|outbrain|taboola"
    r"|disqus|jp-relatedposts|read-?more|more-?(?:posts|articles|stories)|you-may-also-like"
    r"|back-to-top|post-?meta|entry-meta|latest-posts)(?:[-_]|$)",
    re.IGNORECASE,
)
# Names of frameworks that hold one of the words and say nothing of the content.
_LAYOUT = re.compile(
    r"^(?:has|no|with|without|is)-|(?:^|[-_])(?:layout|page|body|wrap(?:per)?)(?:[-_]|$)",
    re.IGNORECASE,
)
# What an article says beside its text.
_CALLOUT = re.compile(
    r"(?:^|[\s_-])(?:call-?out|note|key|facts?|info|tip|warning|alert|highlight|important|hint)"
    r"(?:[\s_-]|$)",
    re.IGNORECASE,
)
_RAIL = re.compile(
    r"^(?:related (?:posts?|articles?|stories|reading|content|topics)|popular (?:posts?|articles?"
    r"|stories)|(?:recent|latest|more|trending|recommended|similar)"
    r" (?:posts?|articles?|stories|news)"
    r"|recommended(?: for you)?|you (?:may|might) (?:also )?(?:like|enjoy|be interested in)"
    r"|read (?:more|next|also)|up next|share(?: this)?(?: (?:article|post|page|story))?|follow us"
    r"|(?:leave a )?(?:comments?|reply)|newsletter|subscribe|sign up|advertisement|sponsored"
    r"|tags?|categories|about the author|table of contents|contents|on this page|in this article"
    r"|archives?|search|menu|navigation)\s*:?$",
    re.IGNORECASE,
)
# A line that names what an article is filed under.
_LABELS = re.compile(
    r"(?:tags?|tagged|filed under|posted in|categor(?:y|ies)):\s.{1,200}$", re.IGNORECASE
)
# Lines of plain text pages that are controls.
_CONTROL = re.compile(
    r"^(?:(?:close|open|main|toggle) ?(?:menu|navigation)?|menu|navigation|search|home|cart"
    r"|skip to (?:main )?content|share|share (?:this|on \w+)|tweet|print|e-?mail|save|bookmark"
    r"|copy link|listen|login|log ?in|log ?out|sign in|sign up|register|my account"
    r"|subscribe(?: now)?|back|next|previous|prev|top|back to top|x|\u00d7|facebook|twitter"
    r"|instagram|linkedin|pinterest|whatsapp|reddit|accept(?: all)?(?: cookies)?|cookie settings"
    r"|(?:read|load|show|see|view) more|(?:see|view) all|privacy policy"
    r"|terms(?: of (?:use|service))?|contact(?: us)?|about us|sitemap|advertisement)$",
    re.IGNORECASE,
)
# Links beside one another, and the way to a page: “Home > Conditions > Gout”.
_MENU = re.compile(
    r"^(?:[^|>»]{1,30}\s*\|\s*){2,}[^|]{1,30}$|^home\s*(?:[>»/|]\s*[^>»/|]{1,60})+$", re.IGNORECASE
)
_RIGHTS = re.compile(r"^(?:copyright|\u00a9|\(c\))\s|.*\ball rights reserved\b", re.IGNORECASE)


def is_rail(heading: str) -> bool:
    """Whether what stands below `heading` leads away from the article.

    >>> is_rail("Related Posts"), is_rail("Related conditions")
    (True, False)
    """
    return bool(_RAIL.match(heading.strip()))


def is_control(line: str) -> bool:
    """Whether a line of a plain text page is a button or a link of the page's frame."""
    return bool(_CONTROL.match(line.strip()) or _MENU.match(line) or _RIGHTS.match(line))


def leave_out(article: Element) -> list[str]:
    """Take the furniture out of `article`; gives what was there, for the report."""
    whole = max(1, _length(article))
    notes = []
    for node in list(article.iter(etree.Element)):
        if node.tag == "p" and _LABELS.match("".join(map(str, node.itertext())).strip()):
            node.set("class", "tags")
        if node is article or not _is_furniture(node) or not _is_inside(node, article):
            continue
        if _length(node) > MOST_OF_THE_TEXT * whole:
            continue
        words = " ".join("".join(map(str, node.itertext())).split())
        if words:
            short = words if len(words) <= QUOTED else f"{words[:QUOTED]}…"
            notes.append(f"left out as no part of the article: “{short}”")
        drop(node)
    return notes


def drop(node: Element) -> None:
    """Take `node` out of its tree; the text behind it stays."""
    node.drop_tree()  # type: ignore[attr-defined]


def _is_furniture(node: Element) -> bool:
    if node.tag == "footer" and next(node.iterancestors("blockquote"), None) is not None:
        return False  # Who is quoted.
    if node.tag == "aside" and _CALLOUT.search(node.get("class") or ""):
        return False
    if node.tag in _TAGS or node.get("role") in _ROLES:
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''}".split()
    return any(_NAMES.search(name) and not _LAYOUT.search(name) for name in names)


def _is_inside(node: Element, article: Element) -> bool:
    """Whether `node` wasn't dropped along with something around it."""
    return any(parent is article for parent in node.iterancestors())


def _length(node: Element) -> int:
    return sum(len(str(text).strip()) for text in node.itertext())
