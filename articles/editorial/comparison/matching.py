"""Which part of the old article is which part of the new one, and which of them moved."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .words import Token, likeness, numbered

# How alike two parts have to be that have no anchor in common, and how much of each is looked at.
ALIKE = 0.5
WORDS_COMPARED = 500
# Parts without a counterpart on either side, up to which each is held against each.
MOST_PARTS = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A part's places in the old and the new list, from 0; None where it isn't there."""

    old: int | None
    new: int | None
    has_moved: bool = False

    @property
    def places(self) -> tuple[int, int]:
        """Of a part that is on both sides: from place and to place, counted from 1."""
        return (self.old or 0) + 1, (self.new or 0) + 1


def match(
    old: Sequence[Any],
    new: Sequence[Any],
    *,
    key: Callable[[Any], Hashable],
    words: Callable[[Any], list[Token]] | None = None,
) -> list[Match]:
    """Every part of both lists once: in the new order, removed ones where they stood.

    Parts of equal `key` are the same; a false one is nobody's. Of what then has no counterpart,
    parts with the same or similar `words` are the same.
    """
    olds = _by_key(old, key)
    found = {n: olds[each] for each, n in _by_key(new, key).items() if each in olds}
    left = [n for n in range(len(old)) if n not in set(found.values())]
    right = [n for n in range(len(new)) if n not in found]
    if left and right and words:
        found |= _by_words({n: words(old[n]) for n in left}, {n: words(new[n]) for n in right})
    return list(_in_new_order(len(old), len(new), found))


def _by_key(parts: Sequence[Any], key: Callable[[Any], Hashable]) -> dict[Hashable, int]:
    """Places by key; the second and later ones of equal key are told apart by a number."""
    places: dict[Hashable, int] = {}
    seen: dict[Hashable, int] = {}
    for place, part in enumerate(parts):
        each = key(part)
        if each:
            seen[each] = seen.get(each, 0) + 1
            places[each, seen[each]] = place
    return places


def _by_words(old: dict[int, list[Token]], new: dict[int, list[Token]]) -> dict[int, int]:
    """New places with the old ones whose words are the same, else the most alike."""
    olds = {_text(tokens): place for place, tokens in reversed(old.items())}
    found: dict[int, int] = {}
    for place, tokens in new.items():
        same = olds.pop(_text(tokens), None)
        if same is not None:
            found[place] = same
    taken = set(found.values())
    left = [n for n in old if n not in taken]
    right = [n for n in new if n not in found]
    if len(left) > MOST_PARTS or len(right) > MOST_PARTS:
        return found
    texts = [old[n][:WORDS_COMPARED] for n in left] + [new[n][:WORDS_COMPARED] for n in right]
    numbers = numbered(*texts)
    scores = (
        (likeness(before, after, at_least=ALIKE), -old_place, -new_place)
        for old_place, before in zip(left, numbers, strict=False)
        for new_place, after in zip(right, numbers[len(left) :], strict=True)
    )
    for score, old_place, new_place in sorted(scores, reverse=True):
        if score >= ALIKE and -new_place not in found and -old_place not in taken:
            found[-new_place] = -old_place
            taken.add(-old_place)
    return found


def _text(tokens: list[Token]) -> tuple[str, ...]:
    return tuple(token.word for token in tokens)


def _in_new_order(old_length: int, new_length: int, found: dict[int, int]) -> Iterator[Match]:
    pairs = [(new, found[new]) for new in range(new_length) if new in found]
    in_order = _longest_rise([old for _, old in pairs])
    kept = set(found.values())
    # Removed parts stand behind the nearest part before them that is still there.
    removed: dict[int | None, list[int]] = {}
    before: int | None = None
    for old in range(old_length):
        if old in kept:
            before = old
        else:
            removed.setdefault(before, []).append(old)
    yield from (Match(old, None) for old in removed.get(None, ()))
    for new in range(new_length):
        old_place = found.get(new)
        has_moved = old_place is not None and old_place not in in_order
        yield Match(old_place, new, has_moved)
        if old_place is not None:
            yield from (Match(old, None) for old in removed.get(old_place, ()))


def _longest_rise(places: list[int]) -> set[int]:
    """The largest part of `places` that rises: what kept its order. The others moved.

    From the end, so that of two that changed places the one that is now first counts as kept.
    """
    ends: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    falling = [-place for place in reversed(places)]
    for index, value in enumerate(falling):
        length = bisect_left(ends, value)
        previous.append(at[length - 1] if length else None)
        if length == len(ends):
            ends.append(value)
            at.append(index)
        else:
            ends[length], at[length] = value, index
    kept = set()
    index_or_none = at[-1] if at else None
    while index_or_none is not None:
        kept.add(-falling[index_or_none])
        index_or_none = previous[index_or_none]
    return kept
