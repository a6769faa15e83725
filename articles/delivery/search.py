"""Simple search: all words occur somewhere in the text. Words are in lower case."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Q


def in_columns(words: Iterable[str], *columns: str) -> Q:
    """Rows where each word occurs in at least one of `columns`, in whatever case.

    By regular expression: SQLite's LIKE takes É and é for different letters.
    """
    return reduce(
        and_,
        (
            reduce(or_, (Q(**{f"{column}__iregex": re.escape(word)}) for column in columns))
            for word in words
        ),
    )
