"""Where on a page its article is.

trafilatura tells which text is the article's; the page's own tree, which keeps tables, `<details>`
and the like as they are, tells where that text stands.
"""

from lxml import etree
from trafilatura import bare_extraction

from .elements import same_words, words_of

Element = etree._Element

# The smallest element that holds this part of the article's text is where it is.
NEARLY_ALL = 0.9
# Characters; shorter texts stand everywhere.
TELLING = 20
_TEXTS = ("p", "li", "td", "h1", "h2", "h3", "h4", "dd", "dt", "blockquote", "summary", "div")


def article_of(tree: Element, source: str) -> Element:
    """The element of `tree` that holds the article; `source` is the same page as text."""
    body = tree.find(".//body")
    body = tree if body is None else body
    texts = _telling_texts(source)
    found = _smallest_with(body, texts) if texts else None
    if found is None:
        return _marked(body)
    for node in (found, *found.iterancestors()):
        if node.tag in {"article", "main"} or node.get("role") == "main":
            return node
        if (node.get("itemprop") or "") == "articleBody":
            return node
        if node is body:
            break
    return _with_siblings(found, body)


def _telling_texts(source: str) -> set[str]:
    extracted = bare_extraction(
        source, favor_recall=True, include_tables=True, include_comments=False, with_metadata=False
    )
    root = getattr(extracted, "body", None)
    if root is None:
        return set()
    texts = (
        same_words("".join(map(str, node.itertext()))) for node in root.iter() if node is not root
    )
    return {text for text in texts if len(text) >= TELLING}


def _smallest_with(body: Element, texts: set[str]) -> Element | None:
    """The smallest element that holds nearly all of `texts`."""
    weights: dict[Element, int] = {}
    total = 0
    for node in body.iter(*_TEXTS):
        own = same_words(words_of(node))
        if own not in texts:
            continue
        texts = texts - {own}
        total += len(own)
        for holder in (node, *node.iterancestors()):
            weights[holder] = weights.get(holder, 0) + len(own)
            if holder is body:
                break
    enough = [node for node, weight in weights.items() if weight >= NEARLY_ALL * total]
    # Of two that hold the same, the inner one comes later in the document and holds fewer.
    return min(enough, key=lambda node: sum(1 for _ in node.iter())) if enough else None


def _with_siblings(found: Element, body: Element) -> Element:
    """`found`, or what is around it where the page's only h1 stands there."""
    tops = list(body.iter("h1"))
    if len(tops) != 1:
        return found
    holder = next(
        (node for node in (found, *found.iterancestors()) if tops[0] in list(node.iter("h1"))), None
    )
    if holder is None or holder is body or holder.tag == "html":
        return found
    return holder


def _marked(body: Element) -> Element:
    """What the page itself calls its article, for pages of which nothing else is known."""
    for query in (".//article", ".//main", ".//*[@role='main']"):
        found = body.findall(query)
        if len(found) == 1:
            return found[0]
    return body
