"""Rich text: a small semantic HTML subset, what cleans text into it and what it turns into."""

from .cleaning import ensure_clean, keep_clean, sanitise
from .formats import (
    FORMATS,
    every_format,
    internal_links,
    map_addresses,
    map_links,
    to_blocks,
    to_markdown,
    to_text,
)
from .plain import plain_text, safe_url, without_control_characters
from .subset import EDITOR_EXTENSIONS, INTERNAL_SCHEME, LINK_SCHEMES

__all__ = [
    "EDITOR_EXTENSIONS",
    "FORMATS",
    "INTERNAL_SCHEME",
    "LINK_SCHEMES",
    "ensure_clean",
    "every_format",
    "internal_links",
    "keep_clean",
    "map_addresses",
    "map_links",
    "plain_text",
    "safe_url",
    "sanitise",
    "to_blocks",
    "to_markdown",
    "to_text",
    "without_control_characters",
]
