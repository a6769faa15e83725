"""The rich-text field of the admin: a WYSIWYG editor that gives the stored HTML subset."""

from collections.abc import Iterable
from html import unescape
from typing import Any
from uuid import UUID

from django.forms import Media
from django.forms.widgets import Script
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from articles.documents.richtext import (
    EDITOR_EXTENSIONS,
    ensure_clean,
    internal_links,
    map_links,
    sanitise,
)
from articles.editorial.working_copy import resolve_links
from articles.models import Article

# Beside the subset: what the editor itself has to do. `HouseStyle` comes from galley/editor.js.
EXTENSIONS = EDITOR_EXTENSIONS | {
    "HouseStyle": True,
    "NoSpellCheck": False,
    "Menu": {
        "groups": [
            {"group": "marks"},
            {"group": "lists"},
            {"group": "nodes -blockType -lists"},
            {"group": "link"},
            {"group": "table"},
            {"group": "history"},
        ]
    },
}


class RichTextWidget(AdminProseEditorWidget):
    """The editor, with what our own module adds: clean pasting, labels, plain link and table
    dialogs."""

    def get_config(self) -> dict[str, Any]:
        # Read by the editor's loader, which imports the module and takes `HouseStyle` from it.
        config: dict[str, Any] = super().get_config()
        return config | {"js_modules": [static("galley/editor.js")]}

    @property
    def media(self) -> Media:
        # The editor's own files and the style that fits them to the admin.
        return super().media + Media(
            css={"all": ["galley/editor.css"]},
            js=[Script("galley/editor.js", type="module")],  # type: ignore[list-item]
        )


class RichTextField(ProseEditorFormField):
    """Foreign HTML in, the stored subset out, with links to articles by id.

    Sanitising comes first, so nothing that follows, a message included, sees foreign markup.
    """

    widget = RichTextWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(extensions=EXTENSIONS, widget=RichTextWidget, **kwargs)

    def to_python(self, value: Any) -> str:
        return sanitise(super().to_python(value))

    def clean(self, value: Any) -> str:
        return resolve_links(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        # The editor spells the same text in its own way.
        return sanitise(initial or "") != sanitise(data or "")


def with_readable_links(texts: Iterable[str]) -> list[str]:
    """Stored rich texts as editors read them: links say `article:some-slug`, not an id.

    One query for all of them; none where no text links to an article. The field's `clean` turns
    slugs into ids again.
    """
    texts = list(texts)
    addresses = {address.partition("#")[0] for text in texts for address in internal_links(text)}
    ids = {address for address in addresses if _is_id(address)}
    if not ids:
        return texts
    rows = Article.objects.filter(pk__in=ids).values_list("pk", "slug")
    slugs = {str(pk): slug for pk, slug in rows}

    def readable(address: str) -> str:
        target, mark, anchor = address.partition("#")
        return f"article:{slugs.get(target, target)}{mark}{anchor}"

    return [map_links(text, readable) for text in texts]


def as_html(shown: str) -> SafeString:
    """A rich text that Django has escaped to show it as a read-only value, as HTML again."""
    text = unescape(shown.replace("<br>", "\n"))
    return mark_safe(ensure_clean(text))  # noqa: S308  (what `ensure_clean` gives is safe)


def unknown_targets(texts: Iterable[str]) -> list[str]:
    """The slugs that cleaned rich texts link to and no article has, each once."""
    addresses = [address.partition("#")[0] for text in texts for address in internal_links(text)]
    return list(dict.fromkeys(address for address in addresses if not _is_id(address)))


def _is_id(address: str) -> bool:
    try:
        UUID(address)
    except ValueError:
        return False
    return True
