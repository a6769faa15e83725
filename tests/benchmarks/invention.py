"""Many articles out of few. Pure: a number and an article give another article.

The new one is about something that nobody has heard of, with a name of its own wherever the old
one's subject stood, so that titles and words grow in number as they do on a real site. Every
fourth stays on its subject, for a site has several articles about what is asked for most.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.utils.text import slugify

from articles.documents.content import Content

ONSETS = "b br c cl d dr f fl g gl h l m n p pr r s st t tr v z".split()  # noqa: SIM905
VOWELS = "aeiou"
ENDINGS = ("itis", "osis", "emia", "opathy", "algia", "oma", "in", "ol")
SYLLABLES = [onset + vowel for onset in ONSETS for vowel in VOWELS]
# A prime that has no factor in common with the number of names: neighbours get names far apart.
STRIDE = 786_433
MOST = len(SYLLABLES) ** 3


def invent(number: int, seed: Content) -> Content:
    """Article `number`, made of `seed`."""
    name = name_of(number)
    put: Callable[[str], str]
    if number % 4 == 0:
        title, put = f"{seed.title} and {name}", _unaltered
    else:
        title, put = name, _naming(seed.title, name)
    return replace(
        seed,
        # In their order, so that rows are added at the end of every table.
        id=UUID(int=(1 << 100) + number),
        slug=f"{slugify(title)[:180]}-{number}",
        title=title[:250],
        summary=put(seed.summary),
        sections=tuple(
            replace(part, heading=put(part.heading), body=put(part.body)) for part in seed.sections
        ),
        faqs=tuple(
            replace(part, question=put(part.question), answer=put(part.answer))
            for part in seed.faqs
        ),
    )


def name_of(number: int) -> str:
    """An invented word, another for every number below `MOST`.

    >>> name_of(1), name_of(2)
    ('Munatrosis', 'Tutegiemia')
    """
    rest, syllables = number * STRIDE % MOST, []
    for _ in range(3):
        rest, place = divmod(rest, len(SYLLABLES))
        syllables.append(SYLLABLES[place])
    return ("".join(syllables).rstrip("aeiou") + ENDINGS[number % len(ENDINGS)]).capitalize()


def _unaltered(text: str) -> str:
    return text


def _naming(subject: str, name: str) -> Callable[[str], str]:
    """Puts `name` in place of `subject`. It consists of letters, so HTML stays HTML."""
    pattern = re.compile(rf"(?<![\w<&/]){re.escape(subject)}(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(name, text)
