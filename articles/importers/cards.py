"""What editors of other systems put between paragraphs, as HTML. Pure.

Ghost's two editors share them: Mobiledoc calls them cards, Lexical nodes.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from markdown_it import MarkdownIt

Card = Mapping[str, Any]
_MARKDOWN = MarkdownIt("commonmark").enable("table")
# Seen by some readers only, or no text at all.
SILENT = {"paywall", "horizontalrule", "hr"}
LINKED = {"embed", "bookmark", "video", "audio", "file"}


def card_html(kind: str, card: Card, notes: list[str]) -> str:
    """A card as HTML; what can't be kept is noted."""
    if kind in SILENT:
        return ""
    render = _CARDS.get(kind)
    if render is None:
        notes.append(f"the card “{kind}” was left out")
        return ""
    if kind in LINKED:
        notes.append(f"the card “{kind}” became a link")
    elif kind == "callout":
        notes.append("the card “callout” became a quote")
    elif kind == "product" and card.get("productRatingEnabled"):
        notes.append("of the card “product”, its rating was left out")
    return render(card)


def text(card: Card, *names: str) -> str:
    """The first of these fields that has text."""
    values = (card.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _image(card: Card) -> str:
    source, alternative = text(card, "src"), text(card, "alt", "altText")
    caption = text(card, "caption")
    picture = f'<img src="{escape(source)}" alt="{escape(alternative)}">' if source else ""
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"


def _gallery(card: Card) -> str:
    images = [image for image in card.get("images") or [] if isinstance(image, Mapping)]
    return "".join(_image(image) for image in images) + _paragraph(text(card, "caption"))


def _html(card: Card) -> str:
    return text(card, "html")


def _markdown(card: Card) -> str:
    return str(_MARKDOWN.render(text(card, "markdown")))


def _code(card: Card) -> str:
    code = escape(text(card, "code"))
    return f"<pre><code>{code}</code></pre>" + _paragraph(text(card, "caption"))


def _linked(card: Card) -> str:
    metadata = card.get("metadata")
    told = metadata if isinstance(metadata, Mapping) else {}
    address = text(card, "url", "src") or text(told, "url")
    words = text(told, "title") or text(card, "title", "fileTitle") or address
    about = escape(text(told, "description"))
    return (
        _link(address, words) + _paragraph(about) + _paragraph(text(card, "caption", "fileCaption"))
    )


def _callout(card: Card) -> str:
    return f"<blockquote>{_paragraph(text(card, 'calloutText'))}</blockquote>"


def _toggle(card: Card) -> str:
    heading, content = text(card, "heading"), text(card, "content")
    return f"<details><summary>{heading}</summary>{content}</details>"


def _button(card: Card) -> str:
    return _link(text(card, "buttonUrl"), text(card, "buttonText"))


def _header(card: Card) -> str:
    heading = text(card, "header", "heading")
    below = _paragraph(text(card, "subheader", "subheading")) + _button(card)
    return (f"<h2>{heading}</h2>" if heading else "") + below


def _product(card: Card) -> str:
    heading, picture = text(card, "productTitle"), text(card, "productImageSrc")
    return (
        (f"<h3>{heading}</h3>" if heading else "")
        + (f'<p><img src="{escape(picture)}" alt=""></p>' if picture else "")
        + text(card, "productDescription")
        + _link(text(card, "productUrl"), text(card, "productButton"))
    )


def _call_to_action(card: Card) -> str:
    picture = text(card, "imageUrl")
    image = f'<p><img src="{escape(picture)}" alt=""></p>' if picture else ""
    return image + _paragraph(text(card, "textValue")) + _button(card)


def _link(address: str, words: str) -> str:
    return f'<p><a href="{escape(address)}">{escape(words or address)}</a></p>' if address else ""


def _paragraph(words: str) -> str:
    return f"<p>{words}</p>" if words and not words.lstrip().startswith("<p") else words


_CARDS: dict[str, Callable[[Card], str]] = {
    "image": _image,
    "gallery": _gallery,
    "html": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "code": _code,
    "codeblock": _code,
    "embed": _linked,
    "bookmark": _linked,
    "video": _linked,
    "audio": _linked,
    "file": _linked,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "header": _header,
    "product": _product,
    "call-to-action": _call_to_action,
}
