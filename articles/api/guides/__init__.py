"""The guides beside the reference: a Markdown file each, made into a page once per process.

A file's first heading is its title, and the paragraph under it is its summary. Guides link to each
other by file name, so that they can be read in the repository too. `SERVICE` stands for the
service: a page names the host that it was asked by. The tests run what can be run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

FOLDER = Path(__file__).parent
# In the order in which they are read.
NAMES = ("quick-start", "caching", "preview", "mirroring")
SERVICE = "https://content.example.org"


@dataclass(frozen=True, slots=True)
class Heading:
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Guide:
    """`title` and `summary` are plain text; `html` is the rest, and `contents` its sections."""

    name: str
    title: str
    summary: str
    html: str
    contents: tuple[Heading, ...]

    def html_for(self, service: str) -> str:
        """The text for readers of the service at this address."""
        return self.html.replace(SERVICE, escape(service))


@cache
def guides() -> dict[str, Guide]:
    """All guides by name, in their order."""
    return {name: _read(name) for name in NAMES}


def _read(name: str) -> Guide:
    tokens = _markdown.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    texts = [token for token in tokens if token.type == "inline"]
    # A heading and a paragraph are three tokens each: opening, text, end.
    title, summary, body = texts[0], texts[1], tokens[6:]
    return Guide(
        name=name,
        title=_plain(title),
        summary=_plain(summary),
        html=_markdown.renderer.render(body, _markdown.options, {}),
        contents=tuple(
            Heading(str(token.attrs["id"]), _plain(body[place + 1]))
            for place, token in enumerate(body)
            if token.type == "heading_open" and token.tag == "h2"
        ),
    )


def _plain(inline: Token) -> str:
    return "".join(token.content or " " for token in inline.children or () if not token.nesting)


def _code(_renderer: Any, tokens: Sequence[Token], index: int, *_options: Any) -> str:
    """A block of code under its caption: the file that the fence names after the language."""
    language, _, file = tokens[index].info.partition(" ")
    lexer, caption, kind = _LANGUAGES[language]
    text = highlight(tokens[index].content, get_lexer_by_name(lexer), _formatter)
    # Programs scroll sideways, which has to work by keyboard too.
    return (
        f'<figure class="code {kind}"><figcaption>{escape(file or caption)}'
        f'</figcaption><pre tabindex="0"><code>{text}</code></pre></figure>\n'
    )


def _inline_code(_renderer: Any, tokens: Sequence[Token], index: int, *_options: Any) -> str:
    """Code that may break behind an underscore: a table on a phone has no room for all names."""
    return f"<code>{escape(tokens[index].content).replace('_', '_<wbr>')}</code>"


def _link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    """A link to another guide's file leads to its page."""
    name, dot_md, fragment = str(tokens[index].attrs["href"]).partition(".md")
    if dot_md and name in NAMES:
        tokens[index].attrs["href"] = reverse("guide", args=[name]) + fragment
    return renderer.renderToken(tokens, index, options, env)


# By the language of a block: what colours it, its caption where it is no file, its class.
_LANGUAGES = {
    "sh": ("bash", "Shell", "typed command"),
    "python": ("python", "Python", "typed"),
    "js": ("javascript", "JavaScript", "typed"),
    "jsx": ("javascript", "JSX", "typed"),
    "astro": ("javascript", "Astro", "typed"),
    "html": ("html", "HTML", "typed"),
    "json": ("json", "Answer", "said"),
    "text": ("text", "Output", "said"),
}
_formatter = HtmlFormatter(nowrap=True)
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").use(anchors_plugin, 2, 3)
_markdown.add_render_rule("fence", _code)
_markdown.add_render_rule("code_inline", _inline_code)
_markdown.add_render_rule("link_open", _link)
