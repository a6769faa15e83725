"""The names under which an article stands in the index by letter. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#"
LONGEST = 250
# Letters with a stroke or joined ones, which Unicode doesn't take apart.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th"}
)


@dataclass(frozen=True, slots=True)
class IndexName:
    name: str
    sort_name: str
    letter: str
    is_title: bool


def sort_key(title: str) -> str:
    """A title as it sorts: no case, no accents, nothing before the first letter or digit."""
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    start = next((place for place, char in enumerate(kept) if char.isalnum()), 0)
    return kept[start:][:LONGEST]


def letter_of(name: str) -> str:
    """A to Z, whatever accent it carries; # for digits, symbols and other alphabets.

    >>> letter_of("Élan"), letter_of("“Østrogen”"), letter_of("5-HTP"), letter_of("β-blockers")
    ('E', 'O', '#', '#')
    """
    first = sort_key(name)[:1].translate(_PLAIN)[:1].upper()
    return first if first and first in LETTERS else "#"


def index_names(title: str, also_called: Iterable[str]) -> tuple[IndexName, ...]:
    """The title and the other names, those that differ from it in case or accents left out."""
    found: dict[str, IndexName] = {}
    for place, given in enumerate((title, *also_called)):
        name = given[:LONGEST]
        key = sort_key(name)
        if key and key not in found:
            plain = key.translate(_PLAIN)[:LONGEST]
            found[key] = IndexName(name, plain, letter_of(name), place == 0)
    return tuple(found.values())
