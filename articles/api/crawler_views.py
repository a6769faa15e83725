"""What crawlers and assistants look for: sitemap.xml, robots.txt, llms.txt.

Sources of the formats: https://www.sitemaps.org/protocol.html, RFC 9309, https://llmstxt.org.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import reverse
from rest_framework.exceptions import NotFound

from articles.delivery import syndication
from articles.delivery.syndication import site

from .rootlevel import RootLevelView

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _at_the_root(name: str, **where: Any) -> str:
    """An address at the root of the front end, which passes these requests on to Galley."""
    around = site()
    return urljoin(around.absolute(around.home_url), reverse(name, kwargs=where))


def _xml(root: str, child: str, rows: Iterable[tuple[str, datetime | None]]) -> bytes:
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">']
    for address, at in rows:
        lastmod = f"<lastmod>{at.isoformat()}</lastmod>" if at else ""
        parts.append(f"<{child}><loc>{escape(address)}</loc>{lastmod}</{child}>")
    return "\n".join([*parts, f"</{root}>\n"]).encode()


class SitemapIndex(RootLevelView):
    """The pages of the sitemap that aren't empty, each with the time of the last edition in it."""

    content_type = "application/xml"

    def body(self, request: Any, **where: Any) -> bytes:
        pages = syndication.sitemap_pages()
        rows = ((_at_the_root("sitemap-page", number=number), at) for number, at in pages)
        return _xml("sitemapindex", "sitemap", rows)


class SitemapPage(RootLevelView):
    """Up to 50,000 articles in the order in which they were first published."""

    content_type = "application/xml"

    def body(self, request: Any, number: int = 1, **where: Any) -> bytes:
        is_offset = 1 <= number <= 1_000_000  # noqa: PLR2004  (more would be none)
        rows = list(syndication.sitemap_page(number)) if is_offset else []
        if not rows:
            raise NotFound(f"The sitemap has no page {number}: /sitemap.xml lists those it has.")
        return _xml("urlset", "url", rows)


class Robots(RootLevelView):
    """Everything but the admin and previews may be crawled."""

    content_type = "text/plain; charset=utf-8"

    def body(self, request: Any, **where: Any) -> bytes:
        lines = ["User-agent: *", "Allow: /", f"Disallow: {reverse('admin:index')}"]
        lines += ["Disallow: /api/v1/preview/", "", f"Sitemap: {_at_the_root('sitemap')}"]
        return "\n".join([*lines, ""]).encode()


class LLMs(RootLevelView):
    """A guide for assistants: the articles by topic, each with its page and its Markdown."""

    content_type = "text/markdown; charset=utf-8"

    def body(self, request: Any, **where: Any) -> bytes:
        return "\n".join([*_guide(request), ""]).encode()


def _guide(request: Any) -> Iterator[str]:
    yield f"# {_words(site().name)}"
    if settings.SITE_DESCRIPTION:
        yield f"\n> {_words(settings.SITE_DESCRIPTION)}"
    yield (
        "\nEach title leads to the article's page, and *Markdown* to the whole article as such: "
        "sections, questions and answers, sources, and the day of its last medical review. Listed "
        "are the "
        f"{syndication.OF_LLMS} articles that changed last at most; the sitemap has all."
    )
    for topic, articles in syndication.by_topic().items():
        yield f"\n## {_words(topic) or 'Other articles'}\n"
        for card, address in articles:
            path = reverse("article-markdown", args=[card["slug"]])
            markdown = f"[Markdown]({request.build_absolute_uri(path)})"
            told = f"{_words(card['summary'])} {markdown}".lstrip()
            yield f"- [{_words(card['title'])}]({_in_parentheses(address)}): {told}"
    api = request.build_absolute_uri(reverse("root"))
    schema = request.build_absolute_uri(reverse("schema"))
    yield "\n## Optional\n"
    yield f"- [All articles]({_at_the_root('sitemap')}): the sitemap"
    yield f"- [The read API]({api}): articles, sections and questions as JSON, with filters"
    yield f"- [Its description]({schema}): OpenAPI 3.1"
    guides = request.build_absolute_uri(reverse("guides"))
    yield f"- [Guides]({guides}): how to build on it, with examples"


def _in_parentheses(address: str) -> str:
    return address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _words(text: str) -> str:
    """A text as one line of Markdown that is no markup."""
    line = " ".join(text.split())
    for char in "\\[]<`*_":
        line = line.replace(char, f"\\{char}")
    return line
